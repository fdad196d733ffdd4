#include "pouch/format/head_builder.hpp"
#include "pouch/format/stored_frame.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

constexpr auto algorithm = crypto::Algorithm::sha256;
constexpr auto block = format::stored_block_size;

/// A path that needs an extended header, in whose name the number of the member stands.
const std::string long_path = "labels/data/" + std::string(120, 'a') + ".bdo";

/// A head with labels of both kinds of header; with one more member in front of them if `is_labelled`.
Bytes head_of(bool is_labelled)
{
    format::HeadBuilder builder("b", algorithm);
    builder.add("bagit.txt", as_bytes("x"));
    builder.add("bag-info.txt", test::noise(600));
    if (is_labelled) builder.add("labels/bundle.bdo", as_bytes("label"));
    builder.add("labels/data/a.bdo", test::noise(512));
    builder.add(long_path, as_bytes("y"));
    builder.add("frames-sha256.txt", {});
    builder.add("manifest-sha256.txt", test::noise(300'000));
    builder.add_tag_manifest();
    return builder.bytes();
}

} // namespace

TEST_CASE("a head that lends from another is the head that is made anew")
{
    const bool was_labelled = GENERATE(false, true);
    const bool is_labelled = GENERATE(false, true);
    const format::Head old(head_of(was_labelled));
    format::HeadBuilder builder(old.id(), algorithm);
    for (const auto& file : old.files()) {
        if (file.name == "labels/bundle.bdo" || file.name == old.tag_manifest_name()) continue;
        builder.lend(file);
        if (file.name == "bag-info.txt" && is_labelled) builder.add("labels/bundle.bdo", as_bytes("label"));
    }
    builder.add_tag_manifest();
    CHECK(builder.bytes() == head_of(is_labelled));
    CHECK(builder.size() == builder.bytes().size());
}

TEST_CASE("signatures go behind a head that is lent, in place of its own")
{
    const auto key_id = "0123456789abcdef";
    const format::Head plain(head_of(true));
    format::HeadBuilder once(plain);
    once.add_signature("release", key_id, as_bytes("first"));
    const format::Head one(once.bytes());
    REQUIRE(one.signatures().size() == 1);
    CHECK(as_text(one.signatures()[0].content) == "first");

    format::HeadBuilder twice(one);
    twice.add_signature("author", key_id, as_bytes("second"));
    twice.add_signature("release", key_id, one.signatures()[0].content);
    const format::Head two(twice.bytes());
    REQUIRE(two.signatures().size() == 2);
    CHECK(as_text(two.signatures()[0].content) == "second");
    CHECK(two.identity() == plain.identity());
}

TEST_CASE("what is produced is as long as was said, and the same as what is added")
{
    const auto content = test::noise(10'000);
    const auto produce = [&](const format::HeadBuilder::Write& write) {
        write(ByteView(content).first(1));
        write(ByteView(content).subspan(1));
    };
    format::HeadBuilder added("b", algorithm);
    added.add("manifest-sha256.txt", content);
    added.add_tag_manifest();
    format::HeadBuilder produced("b", algorithm);
    produced.add_produced("manifest-sha256.txt", content.size(), produce);
    produced.add_tag_manifest();
    CHECK(produced.bytes() == added.bytes());
    CHECK(produced.size() == added.size());
    format::HeadBuilder wrong("b", algorithm);
    CHECK(test::failure([&] { wrong.add_produced("x", content.size() + 1, produce); }) == "70:bug");
}

TEST_CASE("a stored frame is the same however its content is cut up")
{
    const auto size = GENERATE(std::size_t{1}, block - 1, block, block + 1, 2 * block, 2 * block + 500);
    const auto step = GENERATE(std::size_t{1000}, block - 1, block, block + 1, 3 * block);
    const auto content = test::noise(size);
    Bytes written;
    format::StoredFrameWriter frame(size, [&](ByteView piece) { append(written, piece); });
    for (std::size_t at = 0; at < size; at += step)
        frame.add(ByteView(content).subspan(at, std::min(step, size - at)));
    frame.finish();
    CHECK(written == format::stored_frame(content));
}

TEST_CASE("a stored frame has all the content that was said, and no more")
{
    const auto ignore = [](ByteView) {};
    format::StoredFrameWriter less(3, ignore);
    less.add(as_bytes("ab"));
    CHECK(test::failure([&] { less.finish(); }) == "70:bug");
    format::StoredFrameWriter more(3, ignore);
    more.add(as_bytes("ab"));
    CHECK(test::failure([&] { more.add(as_bytes("cd")); }) == "70:bug");
}
