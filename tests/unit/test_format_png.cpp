#include "pouch/format/image_limits.hpp"
#include "pouch/format/png.hpp"
#include "pouch/format/png_header.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/memory.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <zlib.h>

using namespace pouch;
using namespace pouch::format;
using namespace std::string_view_literals;

namespace {

constexpr auto signature = "\x89PNG\r\n\x1A\n"sv;
constexpr auto planted = "Hong Gildong, 192.0.2.70"sv;

Bytes rewritten(ByteView bytes, std::size_t step = SIZE_MAX)
{
    io::MemorySource in(bytes, step);
    io::MemorySink out;
    rewrite_png(in, out);
    return out.bytes;
}

std::string refusal(ByteView bytes)
{
    return test::failure([&] { static_cast<void>(rewritten(bytes)); });
}

std::string chunk(std::string_view type, std::string_view content)
{
    Bytes bytes;
    append_be(bytes, static_cast<std::uint32_t>(content.size()));
    append(bytes, type);
    append(bytes, content);
    const auto covered = ByteView(bytes).subspan(4);
    append_be(bytes, static_cast<std::uint32_t>(::crc32_z(0, as_uchar(covered), covered.size())));
    return std::string(as_text(bytes));
}

std::string header(std::uint32_t width, std::uint32_t height, unsigned depth, unsigned colour,
                   unsigned interlace = 0)
{
    Bytes bytes;
    append_be(bytes, width);
    append_be(bytes, height);
    for (const auto byte : {depth, colour, 0U, 0U, interlace})
        append_be(bytes, static_cast<std::uint8_t>(byte));
    return chunk("IHDR", as_text(bytes));
}

std::string deflated(std::string_view text, int level = 9)
{
    std::string out(::compressBound(text.size()), '\0');
    auto size = static_cast<uLongf>(out.size());
    const auto bytes = as_bytes(text);
    auto* target = as_uchar(std::as_writable_bytes(std::span(out)));
    REQUIRE(::compress2(target, &size, as_uchar(bytes), text.size(), level) == Z_OK);
    out.resize(size);
    return out;
}

/// The scan lines in a PNG, as its chunks IDAT hold them.
std::string lines_of(ByteView png, std::size_t size)
{
    std::string data;
    for (auto rest = png.subspan(signature.size()); rest.size() >= 12;) {
        const auto length = read_be<std::uint32_t>(rest);
        if (as_text(rest.subspan(4, 4)) == "IDAT") data += as_text(rest.subspan(8, length));
        rest = rest.subspan(12 + length);
    }
    std::string lines(size + 1, '\0');
    auto got = static_cast<uLongf>(lines.size());
    const auto bytes = as_bytes(data);
    auto* target = as_uchar(std::as_writable_bytes(std::span(lines)));
    REQUIRE(::uncompress(target, &got, as_uchar(bytes), data.size()) == Z_OK);
    lines.resize(got);
    return lines;
}

/// A PNG of 5 by 3 pixels of eight bits, grey, with the chunks given at each place.
std::string grey(std::string_view before = {}, std::string_view behind = {}, std::string_view after = {})
{
    const auto data = deflated("\0abcde\1fghij\4klmno"sv);
    return std::string(signature) + header(5, 3, 8, 0) + std::string(before) + chunk("IDAT", data) +
           std::string(behind) + chunk("IEND", "") + std::string(after);
}

std::string with_data(std::string_view head, std::string_view data)
{
    return std::string(signature) + std::string(head) + chunk("IDAT", data) + chunk("IEND", "");
}

Bytes rewritten(const std::string& png)
{
    return rewritten(as_bytes(png));
}
std::string refusal(const std::string& png)
{
    return refusal(as_bytes(png));
}

} // namespace

TEST_CASE("a PNG comes out in one form, whatever stands beside the picture")
{
    const auto canonical = rewritten(grey());
    CHECK(as_text(canonical).starts_with(std::string(signature) + header(5, 3, 8, 0)));
    CHECK(as_text(canonical).ends_with(chunk("IEND", "")));
    CHECK(lines_of(canonical, 18) == "\0abcde\1fghij\4klmno"sv);
    CHECK(rewritten(canonical) == canonical);
    CHECK(rewritten(as_bytes(grey()), 1) == canonical);
    for (const auto* type :
         {"tEXt", "zTXt", "iTXt", "eXIf", "iCCP", "tIME", "pHYs", "gAMA", "cHRM", "sRGB",
          "sBIT", "sPLT", "hIST", "bKGD", "acTL", "fcTL", "fdAT", "caBX", "prVt", "vpAg"}) {
        CHECK(rewritten(grey(chunk(type, planted))) == canonical);
        CHECK(rewritten(grey({}, chunk(type, planted))) == canonical);
    }
    CHECK(rewritten(grey({}, {}, planted)) == canonical);
    CHECK(rewritten(grey({}, {}, grey())) == canonical);
    CHECK(rewritten(grey(chunk("IDAT", ""), chunk("IDAT", ""))) == canonical);
    for (const int level : {0, 1, 6}) {
        const auto data = deflated("\0abcde\1fghij\4klmno"sv, level);
        CHECK(rewritten(with_data(header(5, 3, 8, 0), data)) == canonical);
        const auto split = std::string(signature) + header(5, 3, 8, 0) + chunk("IDAT", data.substr(0, 3)) +
                           chunk("IDAT", data.substr(3)) + chunk("IEND", "");
        CHECK(rewritten(split) == canonical);
    }
}

TEST_CASE("of a PNG the palette and the transparency stay where pixels need them")
{
    const auto palette = chunk("PLTE", "rgbRGB");
    const auto of = [](std::string_view head) { return with_data(head, deflated("\0\x80"sv)); };
    const auto kept = header(1, 1, 1, 3) + palette + chunk("tRNS", "\x10");
    CHECK(as_text(rewritten(of(kept))).starts_with(std::string(signature) + kept));
    CHECK(refusal(of(header(1, 1, 1, 3))) == "1:png.malformed");
    CHECK(refusal(of(header(1, 1, 1, 3) + palette + palette)) == "1:png.malformed");
    CHECK(refusal(of(header(1, 1, 1, 3) + chunk("PLTE", "rgbRGBxyz"))) == "1:png.malformed");
    CHECK(refusal(of(header(1, 1, 1, 3) + chunk("PLTE", "rgbR"))) == "1:png.malformed");
    CHECK(refusal(of(header(1, 1, 1, 3) + chunk("PLTE", ""))) == "1:png.malformed");
    CHECK(refusal(of(header(1, 1, 1, 3) + palette + chunk("tRNS", "123"))) == "1:png.malformed");
    CHECK(refusal(of(header(1, 1, 1, 3) + chunk("tRNS", "1") + palette)) == "1:png.malformed");
    CHECK(refusal(of(header(1, 1, 1, 0) + palette)) == "1:png.malformed");

    const auto transparent = header(5, 3, 8, 0) + chunk("tRNS", "\0a"sv);
    CHECK(as_text(rewritten(grey(chunk("tRNS", "\0a"sv)))).starts_with(std::string(signature) + transparent));
    for (const auto content : {""sv, "a"sv, "\1a"sv, "\0a\0b\0c"sv}) {
        CHECK(refusal(grey(chunk("tRNS", content))) == "1:png.malformed");
    }
    CHECK(refusal(grey(chunk("tRNS", "\0a"sv) + chunk("tRNS", "\0a"sv))) == "1:png.malformed");
    const auto colours = [](std::string_view more, unsigned colour, std::string_view line) {
        return with_data(header(1, 1, 8, colour) + std::string(more), deflated(line));
    };
    CHECK(rewritten(colours(palette, 2, "\0rgb"sv)) == rewritten(colours("", 2, "\0rgb"sv))); // a suggestion
    CHECK(refusal(colours(chunk("tRNS", "\0a\0b\0c"sv) + palette, 2, "\0rgb"sv)) == "1:png.malformed");
    CHECK(refusal(colours(chunk("tRNS", "\0a"sv), 4, "\0ga"sv)) == "1:png.malformed");
}

TEST_CASE("bits behind the last pixel of a line of a PNG are cleared, and the pixels stay")
{
    // Four pixels of one bit, then four bits that no pixel has: a letter without its first half.
    const auto dirty = with_data(header(4, 2, 1, 0), deflated("\0\xAF\0\x5A"sv));
    CHECK(lines_of(rewritten(dirty), 4) == "\0\xA0\0\x50"sv);
    // By the filters: above, and Paeth, whose prediction was the dirty byte.
    const auto filtered = with_data(header(4, 3, 1, 0), deflated("\0\xAF\2\xAB\4\x01"sv));
    // The lines are AF, AF + AB = 5A, 5A + 01 = 5B; clean A0, 50, 50.
    CHECK(lines_of(rewritten(filtered), 6) == "\0\xA0\2\xB0\4\0"sv);
    const auto wide = with_data(header(12, 1, 1, 0), deflated("\1\x11\xFF"sv)); // 11, 11 + FF = 10
    CHECK(lines_of(rewritten(wide), 3) == "\1\x11\xFF"sv);
    CHECK(rewritten(rewritten(filtered)) == rewritten(filtered));

    const auto interlaced = io::read_small_file(POUCH_SOURCE_DIR "/tests/data/images/palette.png", 1U << 20U);
    const auto once = rewritten(interlaced);
    CHECK(as_text(interlaced).find("EXERCISE") != std::string_view::npos);
    CHECK(as_text(once).find("EXERCISE") == std::string_view::npos);
    CHECK(rewritten(once) == once);
}

TEST_CASE("the data of a PNG is exactly its scan lines")
{
    const auto lines = "\0abcde\1fghij\4klmno"sv;
    const auto data = deflated(lines);
    const auto refuses = [&](std::string_view some) { return refusal(with_data(header(5, 3, 8, 0), some)); };
    CHECK(refuses(data).empty());
    CHECK(refuses(data + "x") == "1:png.data");
    CHECK(refuses(data + data) == "1:png.data");
    CHECK(refuses(data.substr(0, data.size() - 1)) == "1:png.data");
    CHECK(refuses("") == "1:png.data");
    CHECK(refuses(deflated(std::string(lines) + "x")) == "1:png.data");
    CHECK(refuses(deflated(lines.substr(0, lines.size() - 1))) == "1:png.data");
    CHECK(refuses(deflated("\5abcde\1fghij\4klmno"sv)) == "1:png.data");
    auto wrong_sum = data;
    wrong_sum.back() = static_cast<char>(wrong_sum.back() ^ 1);
    CHECK(refuses(wrong_sum) == "1:png.data");
    CHECK(refuses("\x78\xBB\0\0\0\1" + data.substr(2)) == "1:png.data");    // a dictionary
    CHECK(refuses(deflated(std::string(1U << 24U, '\0'))) == "1:png.data"); // a bomb

    // More than a buffer of it, over several chunks.
    const std::uint32_t side = 400;
    std::string large;
    for (std::uint32_t i = 0; i < side; ++i) {
        large += '\0';
        large += as_text(test::noise(std::size_t{4} * side, i));
    }
    const auto png = with_data(header(side, side, 8, 6), deflated(large, 1));
    const auto once = rewritten(png);
    CHECK(lines_of(once, large.size()) == large);
    CHECK(rewritten(once) == once);
    CHECK(rewritten(as_bytes(png), 1000) == once);
}

TEST_CASE("a PNG that is cut anywhere is refused, with any bit flipped too, or it comes out in its one form")
{
    const auto plain = rewritten(grey(chunk("tRNS", "\0a"sv)));
    for (std::size_t size = 0; size < plain.size(); ++size) {
        CHECK(refusal(ByteView(plain).first(size)) == "1:png.truncated");
    }
    for (std::size_t bit = 0; bit < 8 * plain.size(); ++bit) {
        auto damaged = plain;
        damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        CHECK_FALSE(refusal(damaged).empty()); // each byte is under a checksum, or fixed
    }
}

TEST_CASE("what a PNG must not hold is refused by name")
{
    CHECK(refusal(grey(chunk("teXt", "x"))).empty()); // a bit that is reserved: unknown and ancillary
    CHECK(refusal(grey(chunk("ABCD", "x"))) == "1:png.kind");
    CHECK(refusal(grey({}, chunk("ABCD", "x"))) == "1:png.malformed");
    CHECK(refusal(grey(header(5, 3, 8, 0))) == "1:png.malformed");
    CHECK(refusal(grey(chunk("IEND", ""))) == "1:png.malformed");
    CHECK(refusal(grey({}, chunk("tIME", "") + chunk("IDAT", ""))) == "1:png.malformed");
    CHECK(refusal(grey({}, chunk("IEND", "x"))) == "1:png.malformed");
    CHECK(refusal(grey(chunk("te t", "x"))) == "1:png.malformed");
    CHECK(refusal(grey("\xFF\xFF\xFF\xFFtEXt")) == "1:png.malformed");
    auto wrong_sum = chunk("tEXt", planted);
    wrong_sum.back() = static_cast<char>(wrong_sum.back() ^ 1);
    CHECK(refusal(grey(wrong_sum)) == "1:png.checksum");

    const auto refuses = [](const std::string& head) { return refusal(with_data(head, deflated("\0a"sv))); };
    CHECK(refuses(chunk("tIME", "") + header(1, 1, 8, 0)) == "1:png.malformed");
    CHECK(refuses(header(0, 1, 8, 0)) == "1:png.malformed");
    CHECK(refuses(header(1, 0, 8, 0)) == "1:png.malformed");
    CHECK(refuses(header(image_side_limit + 1, 1, 8, 0)) == "1:png.limit");
    CHECK(refuses(header(20000, 20000, 8, 0)) == "1:png.limit");
    CHECK(refuses(header(image_side_limit, 200, 8, 0)) == "1:png.data");
    for (const auto& [depth, colour] :
         {std::pair{3U, 0U}, {16U, 3U}, {4U, 2U}, {1U, 4U}, {8U, 1U}, {8U, 5U}, {8U, 7U}}) {
        CHECK(refuses(header(1, 1, depth, colour)) == "1:png.malformed");
    }
    CHECK(refuses(header(1, 1, 8, 0, 2)) == "1:png.malformed");
    CHECK(refuses(chunk("IHDR", "short")) == "1:png.malformed");
}

TEST_CASE("the passes of an interlaced PNG cover each pixel once")
{
    for (std::uint32_t width = 1; width <= 17; ++width) {
        for (std::uint32_t height = 1; height <= 17; ++height) {
            std::size_t pixels = 0;
            for (const auto& pass : PngHeader{width, height, 8, PngHeader::grey, true}.passes()) {
                pixels += pass.rows * pass.row_size;
            }
            CHECK(pixels == std::size_t{width} * height);
        }
    }
}
