#include "pouch/format/bundle_watch.hpp"
#include "pouch/format/stored_frame.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <zstd.h>

using namespace pouch;
using namespace pouch::format;

namespace {

struct Frames {
    std::vector<Bytes> frames;

    [[nodiscard]] Bytes joined() const
    {
        Bytes all;
        for (const auto& frame : frames) append(all, frame);
        return all;
    }
};

/// `content` as stock zstd compresses it.
Bytes compressed(ByteView content, int level, bool has_size, bool has_checksum)
{
    Bytes out(ZSTD_compressBound(content.size()));
    auto* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, has_size ? 1 : 0);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, has_checksum ? 1 : 0);
    const auto size = ZSTD_compress2(context, out.data(), out.size(), content.data(), content.size());
    ZSTD_freeCCtx(context);
    REQUIRE(ZSTD_isError(size) == 0);
    out.resize(size);
    return out;
}

/// A frame of every kind of header and of block between HEAD and END.
Frames bundle()
{
    Frames bundle;
    bundle.frames.push_back(stored_frame(test::noise(300000)));
    bundle.frames.push_back(compressed(test::noise(200000), 3, true, true)); // raw blocks
    bundle.frames.push_back(compressed(Bytes(400000), 3, true, true));       // RLE and compressed blocks
    bundle.frames.push_back(compressed(as_bytes("tiny"), 3, true, false));   // one segment, no checksum
    bundle.frames.push_back(compressed(as_bytes("tiny, no size"), 3, false, true));
    bundle.frames.push_back(compressed({}, 3, true, true));         // an empty block
    bundle.frames.push_back(compressed(Bytes(300), 3, true, true)); // 2 bytes of size
    bundle.frames.push_back(end_frame());
    return bundle;
}

/// How the watch judges `bytes`, fed `step` at a time.
std::string judged(ByteView bytes, std::size_t step = 65536)
{
    return test::failure([&] {
        BundleWatch watch;
        while (!bytes.empty()) {
            const auto piece = bytes.first(std::min(step, bytes.size()));
            watch.feed(piece);
            bytes = bytes.subspan(piece.size());
        }
        watch.finish();
    });
}

} // namespace

TEST_CASE("a whole bundle passes the watch, however it is cut into pieces")
{
    const auto bytes = bundle().joined();
    const auto step = GENERATE(1U, 2U, 3U, 5U, 1000U, 65536U, 10000000U);
    CHECK(judged(bytes, step).empty());
}

TEST_CASE("a bundle cut anywhere is truncated, at a frame border too")
{
    const auto frames = bundle().frames;
    Bytes bytes;
    for (const auto& frame : frames) {
        for (std::size_t back : {std::size_t{0}, std::size_t{1}, std::size_t{4}, frame.size() - 1}) {
            if (back < bytes.size()) {
                CHECK(judged(ByteView(bytes).first(bytes.size() - back)) == "1:bundle.truncated");
            }
        }
        append(bytes, frame);
    }
    CHECK(judged(bytes).empty());

    Frames small{{stored_frame(test::noise(50)), compressed(test::noise(50), 3, true, true), end_frame()}};
    const auto all = small.joined();
    for (std::size_t size = 0; size < all.size(); ++size) {
        CHECK(judged(ByteView(all).first(size), 7) == "1:bundle.truncated");
    }
}

TEST_CASE("a bundle that does not end with END byte for byte is truncated")
{
    const auto head = stored_frame(test::noise(50));
    for (std::size_t size : {1U, 1023U, 1025U, 2048U}) {
        auto bytes = head;
        append(bytes, stored_frame(Bytes(size)));
        CHECK(judged(bytes) == "1:bundle.truncated");
    }
    for (std::size_t at = 17; at < end_frame().size(); ++at) { // content and checksum
        auto bytes = head;
        append(bytes, end_frame());
        bytes[head.size() + at] ^= std::byte{1};
        CHECK(judged(bytes) == "1:bundle.truncated");
    }
    auto bytes = head;
    append(bytes, compressed(Bytes(1024), 3, true, true)); // the content of END, but compressed
    CHECK(judged(bytes) == "1:bundle.truncated");
}

TEST_CASE("bytes after END are refused")
{
    auto bytes = bundle().joined();
    const auto whole = bytes.size();
    for (const auto* more : {"x", "\x28", "\x28\xB5\x2F\xFD"}) {
        bytes.resize(whole);
        append(bytes, std::string_view(more));
        CHECK(judged(bytes) == "1:bundle.truncated");
    }
    append(bytes, "more text");
    CHECK(judged(bytes) == "1:bundle.malformed");
    bytes.resize(whole);
    append(bytes, stored_frame(test::noise(50))); // the start of a second bundle
    CHECK(judged(bytes) == "1:bundle.truncated");
}

TEST_CASE("a bundle that goes on with anything but a plain zstd frame is malformed")
{
    const auto head = stored_frame(test::noise(50));
    const auto judge_after_head = [&](std::string_view more) {
        auto bytes = head;
        append(bytes, more);
        append(bytes, end_frame());
        return judged(bytes);
    };
    CHECK(judge_after_head({"\x50\x2A\x4D\x18\x01\x00\x00\x00x", 9}) == "1:bundle.malformed"); // skippable
    CHECK(judge_after_head("some text") == "1:bundle.malformed");
    CHECK(judge_after_head({"\x28\xB5\x2F\xFC\x20", 5}) == "1:bundle.malformed"); // magic
    CHECK(judge_after_head({"\x28\xB5\x2F\xFD\x28\x00\x01\x00\x00", 9}) ==
          "1:bundle.malformed"); // reserved bit
    CHECK(judge_after_head({"\x28\xB5\x2F\xFD\x20\x00\x07\x00\x00", 9}) ==
          "1:bundle.malformed"); // reserved block
    CHECK(judge_after_head({"\x28\xB5\x2F\xFD\x20\x00\x09\x00\x10", 9}) ==
          "1:bundle.malformed");                                                  // 131073 bytes
    CHECK(judge_after_head({"\x28\xB5\x2F\xFD\x20\x00\x01\x00\x00", 9}).empty()); // nothing wrong
}

TEST_CASE("dictionary and content size fields of every length are walked")
{
    for (unsigned descriptor = 0; descriptor < 256; ++descriptor) {
        if ((descriptor & 0x08U) != 0) continue;
        constexpr std::array<std::size_t, 4> dictionary = {0, 1, 2, 4};
        const std::size_t size = descriptor >> 6U == 0 ? (descriptor >> 5U & 1U) : 1U << (descriptor >> 6U);
        const std::size_t window = (descriptor & 0x20U) != 0 ? 0 : 1;
        auto bytes = stored_frame(test::noise(50));
        append(bytes, std::string_view("\x28\xB5\x2F\xFD"));
        bytes.push_back(static_cast<std::byte>(descriptor));
        bytes.resize(bytes.size() + window + dictionary[descriptor & 3U] + size, std::byte{0xAA});
        append(bytes, std::string_view("\x01\x00\x00", 3)); // one empty raw block, the last
        if ((descriptor & 0x04U) != 0) bytes.resize(bytes.size() + 4);
        append(bytes, end_frame());
        CAPTURE(descriptor);
        CHECK(judged(bytes).empty());
    }
}

TEST_CASE("what does not begin as a HEAD is no bundle and passes")
{
    CHECK(judged(as_bytes("plain text")).empty());
    CHECK(judged(compressed(test::noise(100), 3, true, true)).empty());
    CHECK(judged(as_bytes(std::string_view("\x28\xB5\x2F\xFD\xC4\x39", 6))).empty());
    CHECK(judged(test::noise(1000000)).empty());
    BundleWatch watch;
    watch.feed(as_bytes("("));
    CHECK(watch.is_bundle());
    watch.feed(as_bytes(")"));
    CHECK_FALSE(watch.is_bundle());
}

TEST_CASE("a proper prefix of the start of a HEAD is a bundle, and a truncated one")
{
    for (std::size_t size = 0; size <= stored_frame_start.size(); ++size) {
        CHECK(judged(ByteView(stored_frame_start).first(size)) == "1:bundle.truncated");
    }
}
