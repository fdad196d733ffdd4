#include "pouch/format/bag_info.hpp"
#include "pouch/format/frame_sink.hpp"
#include "pouch/format/head_builder.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/payload_frame.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/memory.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <zstd.h>

using namespace pouch;

TEST_CASE("a stored frame is a zstd frame, and its reader takes no other spelling")
{
    const auto size =
        GENERATE(std::size_t{1}, std::size_t{1024}, format::stored_block_size - 1, format::stored_block_size,
                 format::stored_block_size + 1, 3 * format::stored_block_size);
    const auto content = test::noise(size);
    auto frame = format::stored_frame(content);
    CHECK(frame.size() == format::stored_frame_size(size));
    Bytes decoded(size);
    CHECK(ZSTD_decompress(decoded.data(), decoded.size(), frame.data(), frame.size()) == size);
    CHECK(decoded == content);

    io::MemorySource in(frame, 1000);
    CHECK(format::read_stored_frame(in, size) == content);
    io::MemorySource limited(frame);
    CHECK(test::failure([&] { static_cast<void>(format::read_stored_frame(limited, size - 1)); }) ==
          "1:head.size");

    for (const std::size_t at : {0U, 4U, 5U, 6U, 13U, 14U, 16U}) { // framing bytes
        frame[at] ^= std::byte{0x10};
        io::MemorySource damaged(frame);
        CHECK_FALSE(
            test::failure([&] { static_cast<void>(format::read_stored_frame(damaged, 1U << 30U)); }).empty());
        frame[at] ^= std::byte{0x10};
    }
    frame.back() ^= std::byte{1};
    io::MemorySource damaged(frame);
    CHECK(test::failure([&] { static_cast<void>(format::read_stored_frame(damaged, size)); }) ==
          "1:frame.checksum");
}

TEST_CASE("a claim of a huge head costs nothing")
{
    auto frame = format::stored_frame(test::noise(100));
    frame[12] = std::byte{0x10}; // 2^52 bytes
    io::MemorySource in(frame);
    CHECK(test::failure([&] { static_cast<void>(format::read_stored_frame(in, ~0ULL)); }) ==
          "1:frame.stored");
}

TEST_CASE("payload frames decompress to what was compressed, and to nothing else")
{
    format::FrameDecompressor decompressor;
    const auto content = to_bytes(std::string(100'000, 'a') + "tail");
    for (const int level : {0, 1, 3, 9}) {
        format::FrameCompressor compressor(level);
        const auto frame = compressor.compress(content);
        Bytes out(content.size());
        decompressor.decompress(frame, out);
        CHECK(out == content);
        Bytes wrong(content.size() - 1);
        CHECK(test::failure([&] { decompressor.decompress(frame, wrong); }) == "1:frame.size");
        CHECK(test::failure([&] { decompressor.decompress(frame.first(frame.size() - 1), out); }) ==
              "1:frame.form");
        Bytes longer(frame.begin(), frame.end());
        longer.push_back({});
        CHECK(test::failure([&] { decompressor.decompress(longer, out); }) == "1:frame.form");
    }
    Bytes out(content.size());
    const auto made = [&](ZSTD_cParameter parameter, int value) {
        auto* context = ZSTD_createCCtx();
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
        ZSTD_CCtx_setParameter(context, parameter, value);
        Bytes frame(ZSTD_compressBound(content.size()));
        frame.resize(ZSTD_compress2(context, frame.data(), frame.size(), content.data(), content.size()));
        ZSTD_freeCCtx(context);
        return frame;
    };
    CHECK(test::failure([&] { decompressor.decompress(made(ZSTD_c_checksumFlag, 1), out); }).empty());
    CHECK(test::failure([&] { decompressor.decompress(made(ZSTD_c_checksumFlag, 0), out); }) ==
          "1:frame.form");
    CHECK(test::failure([&] { decompressor.decompress(made(ZSTD_c_contentSizeFlag, 0), out); }) ==
          "1:frame.form");
    const auto skippable = to_bytes(std::string("\x50\x2A\x4D\x18\x04\x00\x00\x00"
                                                "abcd",
                                                12));
    CHECK(test::failure([&] { decompressor.decompress(skippable, out); }) == "1:frame.form");
}

TEST_CASE("the default level finds what a frame repeats, from its one end to the other")
{
    auto content = test::noise(format::frame_content_size);
    const auto piece = std::size_t{1} << 20U;
    std::copy_n(content.begin(), piece, content.end() - static_cast<std::ptrdiff_t>(piece));
    format::FrameCompressor compressor(format::default_level);
    const auto compressed = compressor.compress(content);
    const Bytes frame(compressed.begin(), compressed.end());
    CHECK(frame.size() < content.size() - piece + piece / 50);
    Bytes decoded(content.size());
    format::FrameDecompressor().decompress(frame, decoded);
    CHECK(decoded == content);
}

TEST_CASE("FrameSink passes everything on, but never the last 16 bytes before finish")
{
    const auto bytes = test::noise(500);
    for (const std::size_t step : {1U, 5U, 15U, 16U, 17U, 100U, 500U}) {
        io::MemorySink out;
        format::FrameSink sink(out);
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            sink.write(ByteView(bytes).subspan(at, std::min(step, bytes.size() - at)));
            const auto written = std::min(at + step, bytes.size());
            CHECK(out.bytes.size() + 16 == std::max<std::size_t>(written, 16));
        }
        sink.finish();
        CHECK(out.bytes == bytes);
    }
}

TEST_CASE("FrameSink passes frames by unseen as it writes them, and says where the source ends early")
{
    for (const std::size_t size :
         {1U, 16U, 17U, 4079U, 4080U, 4081U, 4096U, 4097U, 8159U, 8160U, 8161U, 100000U}) {
        const auto bytes = test::noise(3 * size);
        io::MemorySource in(bytes, 1000);
        io::MemorySink out;
        format::FrameSink sink(out);
        for (std::size_t frame = 1; frame <= 3; ++frame) {
            REQUIRE(sink.pass(in, size));
            CHECK(out.bytes.size() + 16 == std::max<std::size_t>(frame * size, 16));
        }
        CHECK_FALSE(sink.pass(in, 1));
        sink.finish();
        CHECK(out.bytes == bytes);

        io::MemorySource cut(ByteView(bytes).first(3 * size - 1));
        CHECK_FALSE(sink.pass(cut, 3 * size));
    }
}

TEST_CASE("paths: what every file system, BagIt and sha512sum agree on")
{
    for (const auto* good :
         {"a", "보고서/사이버 위협.txt", "a b.c", "x/y/z", ".hidden", "a..b", "com", "auxiliary"}) {
        CHECK(format::path_fault(good).empty());
    }
    for (const auto* bad :
         {"",        "/a",   "a/",           "a//b",     ".",         "..",           "a/../b",  "./a",
          "-a",      "a/-b", " a",           "a ",       "a.",        "a/b. ",        "a\\b",    "100%",
          "a:b",     "a*b",  "a?b",          "a|b",      "a<b",       "a>b",          "a\"b",    "a\nb",
          "a\x7f",   "\xff", "\xed\xa0\x80", "a\u202Eb", "a\u200Bb",  "\u1100\u1161", "e\u0301", "CON",
          "con.txt", "Lpt1", "com9.log",     "dir/NUL",  "COM\u00B2", "a\u3164",      "a\uFFFE"}) {
        CHECK_FALSE(format::path_fault(bad).empty());
    }
    CHECK(format::path_fault(std::string(251, 'a')).empty());
    CHECK_FALSE(format::path_fault(std::string(252, 'a')).empty());
    std::string deep = "a";
    for (int i = 1; i < 32; ++i) deep += "/a";
    CHECK(format::path_fault(deep).empty());
    CHECK_FALSE(format::path_fault(deep + "/a").empty());
    CHECK_FALSE(format::path_fault(std::string(200, 'a') + "/" + std::string(200, 'b') + "/" +
                                   std::string(200, 'c') + "/" + std::string(200, 'd') + "/" +
                                   std::string(200, 'e'))
                    .empty());
    CHECK(format::collision_key("Straße") == format::collision_key("STRASSE"));
    CHECK(format::collision_key("a") != format::collision_key("b"));
}

namespace {

format::BagInfo sample_info()
{
    format::BagInfo info;
    info.id = "bundle";
    info.content = "sha512:00";
    info.sender = "KOR liaison \\ desk";
    info.recipients = {"JPN", "NATO"};
    info.not_after = parse_rfc3339("2026-12-31T00:00:00Z");
    info.payload_octets = 10;
    info.payload_files = 2;
    info.bagging_date = "2026-11-21";
    info.agent = "pouch 0.1.0";
    info.extra = {{"Case", "사건 12"}};
    return info;
}

std::string info_reason(const std::string& text)
{
    return test::failure([&] { static_cast<void>(format::read_bag_info(text)); });
}

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    return text.replace(text.find(what), what.size(), with);
}

} // namespace

TEST_CASE("bag-info.txt is read back as written, and in no other form")
{
    const auto text = format::write_bag_info(sample_info());
    CHECK(format::write_bag_info(format::read_bag_info(text)) == text);

    CHECK(info_reason(replaced(text, "Bundle-Format: 1", "Bundle-Format: 2")) == "1:bag-info.malformed");
    CHECK(info_reason(replaced(text, "Bundle-Sender", "Bundle-Sent")) != "");
    CHECK(info_reason(replaced(text, "Case: ", "Bundle-New: ")) == "1:bag-info.unknown");
    CHECK(info_reason(text + "bundle-id: x\n") == "1:bag-info.unknown");
    CHECK(info_reason(text + "Contact-Name: x\n") == "1:bag-info.malformed");
    CHECK(info_reason(replaced(text, "Recipient: JPN", "Recipient: ZZZ")) == "1:bag-info.malformed");
    CHECK(info_reason(replaced(text, "Recipient: JPN", "Recipient: NATO")) == "1:bag-info.malformed");
    CHECK(info_reason(replaced(text, "10.2", "010.2")) == "1:bag-info.malformed");
    CHECK(info_reason(replaced(text, "10.2", "10.0")) == "1:bag-info.malformed");
    CHECK(info_reason(replaced(text, "2026-11-21", "2026-11-31")) == "1:bag-info.malformed");
    CHECK(info_reason(replaced(text, "\nCase", "\n continued\nCase")) == "1:bag-info.malformed");
    CHECK(info_reason(replaced(text, "Case: ", "Case:  ")) == "1:bag-info.malformed");
    CHECK(info_reason(replaced(text, "\n", "\r\n")) == "1:bag-info.malformed");
    CHECK(info_reason(text.substr(0, text.size() - 1)) == "1:bag-info.malformed");
    CHECK(info_reason("") == "1:bag-info.malformed");
}

namespace {

/// A head with these members, in this order, each with the content `x`.
Bytes head_with(const std::vector<std::string>& names)
{
    format::HeadBuilder builder("b", crypto::Algorithm::sha256);
    for (const auto& name : names) builder.add(name, as_bytes("x"));
    return builder.bytes();
}

std::string head_reason(const std::vector<std::string>& names)
{
    return test::failure([&] { format::Head head(head_with(names)); });
}

} // namespace

TEST_CASE("the head takes a closed list of names, in order")
{
    const std::string sig = "signatures/release.0123456789abcdef.sig";
    const std::vector<std::string> full = {"bagit.txt",
                                           "bag-info.txt",
                                           "labels/bundle.bdo",
                                           "labels/data/a.bdo",
                                           "labels/data/한.bdo",
                                           "redaction.jsonl",
                                           "frames-sha256.txt",
                                           "manifest-sha256.txt",
                                           "tagmanifest-sha256.txt",
                                           sig};
    CHECK(head_reason(full).empty());
    const format::Head head(head_with(full));
    CHECK(head.file_labels().size() == 2);
    CHECK(head.signatures().size() == 1);
    CHECK(head.algorithm() == crypto::Algorithm::sha256);

    for (std::size_t i = 0; i < full.size(); ++i) {
        auto names = full;
        names.erase(names.begin() + static_cast<std::ptrdiff_t>(i));
        const bool optional =
            full[i].rfind("labels/", 0) == 0 || full[i] == "redaction.jsonl" || full[i] == sig;
        CHECK(head_reason(names).empty() == optional);
        names = full;
        names.insert(names.begin() + static_cast<std::ptrdiff_t>(i), full[i]); // twice
        CHECK(head_reason(names) == "1:head.order");
        if (i > 0) {
            names = full;
            std::swap(names[i - 1], names[i]);
            CHECK_FALSE(head_reason(names).empty());
        }
    }
    for (const auto* odd :
         {"fetch.txt", "data/a", "manifest-md5.txt", "manifest-sha512.txt", "labels/other.bdo",
          "labels/data/.bdo", "signatures/release.sig", "signatures/Release.0123456789abcdef.sig",
          "signatures/release.0123456789ABCDEF.sig", "signatures/release.0123.sig", "../x"}) {
        auto names = full;
        names.emplace_back(odd);
        CHECK(head_reason(names) == "1:head.name");
    }
    CHECK(head_reason({"bagit.txt", "bag-info.txt", "frames-sha256.txt", "manifest-sha512.txt"}) ==
          "1:head.name");
}
