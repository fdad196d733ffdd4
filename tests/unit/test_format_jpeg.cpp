#include "pouch/format/exif.hpp"
#include "pouch/format/jpeg.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/memory.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::format;
using namespace std::string_view_literals;

namespace {

constexpr auto planted = "Hong Gildong, 192.0.2.70"sv;

Bytes image(const std::string& name)
{
    return io::read_small_file(POUCH_SOURCE_DIR "/tests/data/images/" + name, 1U << 20U);
}

Bytes rewritten(ByteView bytes, std::size_t step = SIZE_MAX)
{
    io::MemorySource in(bytes, step);
    io::MemorySink out;
    rewrite_jpeg(in, out);
    return out.bytes;
}

std::string refusal(ByteView bytes)
{
    return test::failure([&] { static_cast<void>(rewritten(bytes)); });
}

/// Where the first marker `code` stands, from the start of the file.
std::size_t place_of(ByteView bytes, unsigned code)
{
    const auto marker = to_bytes(std::string{'\xFF', static_cast<char>(code)});
    const auto found = std::search(bytes.begin(), bytes.end(), marker.begin(), marker.end());
    REQUIRE(found != bytes.end());
    return static_cast<std::size_t>(found - bytes.begin());
}

Bytes with(ByteView bytes, std::size_t at, ByteView inserted)
{
    Bytes all(bytes.begin(), bytes.end());
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(at), inserted.begin(), inserted.end());
    return all;
}

Bytes without(ByteView bytes, std::size_t at, std::size_t size)
{
    Bytes all(bytes.begin(), bytes.end());
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(at);
    all.erase(begin, begin + static_cast<std::ptrdiff_t>(size));
    return all;
}

Bytes changed(ByteView bytes, std::size_t at, unsigned value)
{
    Bytes all(bytes.begin(), bytes.end());
    all.at(at) = static_cast<std::byte>(value);
    return all;
}

Bytes segment(unsigned code, ByteView content)
{
    Bytes bytes = to_bytes(std::string{'\xFF', static_cast<char>(code)});
    append_be(bytes, static_cast<std::uint16_t>(content.size() + 2));
    append(bytes, content);
    return bytes;
}

bool holds(ByteView bytes, std::string_view text)
{
    return as_text(bytes).find(text) != std::string_view::npos;
}

/// Exif of a camera: its maker, the orientation, and behind the directory what is secret.
Bytes camera_exif(bool is_little, std::uint16_t orientation)
{
    Bytes bytes = to_bytes("Exif\0\0"sv);
    append(bytes, is_little ? "II"sv : "MM"sv);
    const auto add = [&]<typename T>(T value) {
        is_little ? append_le(bytes, value) : append_be(bytes, value);
    };
    const auto add_entry = [&](std::uint16_t tag, std::uint16_t type, std::uint32_t count) {
        add(tag);
        add(type);
        add(count);
    };
    add(std::uint16_t{42});
    add(std::uint32_t{8});
    add(std::uint16_t{2});
    add_entry(0x010F, 2, static_cast<std::uint32_t>(planted.size()));
    add(std::uint32_t{38});
    add_entry(0x0112, 3, 1);
    add(orientation);
    add(std::uint16_t{0});
    add(std::uint32_t{0});
    append(bytes, planted);
    return bytes;
}

const std::vector<std::string> drawable{"baseline.jpg", "progressive.jpg", "rgb.jpg"};

} // namespace

TEST_CASE("a JPEG comes out in one form, whatever stands beside the picture")
{
    const auto name = GENERATE(from_range(drawable));
    const auto plain = image(name);
    const auto canonical = rewritten(plain);
    CHECK(rewritten(canonical) == canonical);
    CHECK(rewritten(plain, 1) == canonical);

    // The data of the scans is the same, byte for byte.
    const auto scan = place_of(plain, 0xDA);
    const auto end_of_first = std::min<std::size_t>(plain.size(), scan + 40);
    CHECK(holds(canonical, as_text(ByteView(plain).subspan(scan, end_of_first - scan))));

    for (unsigned code = 0xE0; code <= 0xEF; ++code) {
        CHECK(rewritten(with(plain, 2, segment(code, as_bytes(planted)))) == canonical);
        CHECK(rewritten(with(plain, scan, segment(code, as_bytes(planted)))) == canonical);
    }
    CHECK(rewritten(with(plain, 2, segment(0xFE, as_bytes(planted)))) == canonical);
    CHECK(rewritten(with(plain, plain.size() - 2, segment(0xFE, as_bytes(planted)))) == canonical);
    CHECK(rewritten(with(plain, plain.size(), as_bytes(planted))) == canonical);
    CHECK(rewritten(with(plain, plain.size(), plain)) == canonical); // a second picture
    CHECK(rewritten(with(plain, scan, as_bytes("\xFF\xFF\xFF"sv))) == canonical);
    CHECK(rewritten(with(plain, plain.size() - 2, as_bytes("\xFF\xFF\xFF"sv))) == canonical);

    // Tables that no scan uses.
    Bytes table{std::byte{0x13}};
    append(table, Bytes(15));
    append_be(table, std::uint8_t{24});
    for (unsigned i = 0; i < 24; ++i) append_be(table, static_cast<std::uint8_t>(i + 65));
    CHECK(rewritten(with(plain, scan, segment(0xC4, table))) == canonical);
    Bytes steps{std::byte{3}};
    append(steps, std::string(64, 'q'));
    CHECK(rewritten(with(plain, scan, segment(0xDB, steps))) == canonical);
}

TEST_CASE("of JFIF and APP14 of a JPEG a fixed form stays, of Exif the orientation")
{
    const auto plain = image("baseline.jpg");
    const auto jfif = "\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"sv;
    CHECK(as_text(rewritten(plain)).substr(2).starts_with(jfif));
    auto dense = plain;
    dense.at(13) = std::byte{1}; // dots an inch
    dense.at(15) = std::byte{72};
    CHECK(rewritten(dense) == rewritten(plain));
    const auto no_jfif = rewritten(without(plain, 2, jfif.size()));
    CHECK_FALSE(holds(no_jfif, "JFIF"));

    const auto adobe = "\xFF\xEE\0\x0E"
                       "Adobe\0\x64\0\0\0\0\x01"sv;
    const auto from = segment(0xEE, as_bytes("Adobe\0\x65"
                                             "abcd\x01"
                                             "Hong Gildong"sv));
    CHECK(rewritten(with(plain, 2, from)) == with(rewritten(plain), 2 + jfif.size(), as_bytes(adobe)));
    CHECK(holds(rewritten(image("rgb.jpg")), "Adobe\0\x64\0\0\0\0\0"sv));
    CHECK(refusal(with(plain, 2,
                       segment(0xEE, as_bytes("Adobe\0\x65"
                                              "abcd\x03"sv)))) == "1:jpeg.malformed");

    for (const bool is_little : {false, true}) {
        for (const auto orientation : {0U, 1U, 3U, 6U, 8U, 9U}) {
            const auto exif = camera_exif(is_little, static_cast<std::uint16_t>(orientation));
            const bool counts = orientation > 1 && orientation < 9;
            CHECK(exif_orientation(exif) == (counts ? orientation : 1));
            const auto turned = rewritten(with(plain, 2, segment(0xE1, exif)));
            CHECK_FALSE(holds(turned, planted.substr(0, 4)));
            const auto tail = counts ? segment(0xE1, exif_with(orientation)) : Bytes();
            CHECK(turned == with(rewritten(plain), 2 + jfif.size(), tail));
            CHECK(rewritten(turned) == turned);
            for (std::size_t size = 0; size < exif.size(); ++size) {
                const auto found = exif_orientation(ByteView(exif).first(size));
                CHECK((found == 1 || found == orientation));
            }
        }
    }
}

TEST_CASE("a JPEG that is cut anywhere is refused")
{
    const auto name = GENERATE(from_range(drawable));
    const auto plain = image(name);
    for (std::size_t size = 0; size < plain.size(); ++size) {
        CHECK(refusal(ByteView(plain).first(size)) == "1:jpeg.truncated");
    }
}

TEST_CASE("a JPEG with any bit flipped is refused or comes out in its one form")
{
    const auto name = GENERATE(from_range(drawable));
    const auto plain = image(name);
    std::size_t refused = 0;
    for (std::size_t bit = 0; bit < 8 * plain.size(); ++bit) {
        const auto damaged =
            changed(plain, bit / 8, std::to_integer<unsigned>(plain[bit / 8]) ^ (1U << bit % 8));
        Bytes once;
        if (!test::failure([&] { once = rewritten(damaged); }).empty()) {
            ++refused;
        } else if (rewritten(once) != once) {
            FAIL("bit " << bit << " makes an output that is not canonical");
        }
    }
    CHECK(refused > plain.size());
}

TEST_CASE("the data of a scan ends with its last block")
{
    const auto plain = image("rgb.jpg");
    const auto end = plain.size() - 2;
    for (const auto more : {"\0"sv, "x"sv, "\xFF\0"sv, "Hong Gildong"sv}) {
        CHECK(refusal(with(plain, end, as_bytes(more))) == "1:jpeg.scan");
    }
    CHECK(refusal(with(plain, end, as_bytes("\xFF\xD0"sv))) == "1:jpeg.malformed");
    CHECK(refusal(without(plain, end - 1, 1)) == "1:jpeg.scan");

    const auto restarted = image("baseline.jpg");
    const auto restart = place_of(restarted, 0xD0);
    CHECK(refusal(changed(restarted, restart + 1, 0xD1)) == "1:jpeg.scan");
    CHECK(refusal(without(restarted, restart, 2)) == "1:jpeg.scan");
    CHECK(refusal(with(restarted, restart, as_bytes("x"sv))) == "1:jpeg.scan");

    // Bits behind the last block come out set.
    auto last = std::to_integer<unsigned>(restarted[restart - 1]);
    REQUIRE((last & 1U) == 1);
    CHECK(rewritten(changed(restarted, restart - 1, last & ~1U)) == rewritten(restarted));
}

TEST_CASE("kinds and parts of JPEG that are not taken are refused by name")
{
    CHECK(refusal(image("arithmetic.jpg")) == "1:jpeg.kind");
    const auto plain = image("baseline.jpg");
    const auto frame = place_of(plain, 0xC0);
    const auto scan = place_of(plain, 0xDA);
    for (const unsigned code :
         {0xC3U, 0xC5U, 0xC6U, 0xC7U, 0xC8U, 0xC9U, 0xCAU, 0xCBU, 0xCDU, 0xCEU, 0xCFU, 0xDCU, 0xDEU, 0xDFU}) {
        CHECK(refusal(changed(plain, frame + 1, code)) == "1:jpeg.kind");
    }
    CHECK(refusal(changed(plain, frame + 4, 12)) == "1:jpeg.kind");
    CHECK(refusal(changed(changed(plain, frame + 5, 0), frame + 6, 0)) == "1:jpeg.kind"); // DNL would tell
    CHECK(refusal(changed(plain, frame + 8, 0)) == "1:jpeg.malformed");
    CHECK(refusal(changed(changed(plain, frame + 5, 0xFF), frame + 7, 0xFF)) == "1:jpeg.limit");
    CHECK(refusal(changed(plain, frame + 11, 0x51)) == "1:jpeg.malformed"); // five beside each other
    CHECK(refusal(changed(plain, frame + 13, 1)) == "1:jpeg.malformed");    // an id twice
    CHECK(refusal(changed(plain, scan + 5, 9)) == "1:jpeg.malformed");      // a component that is not there
    CHECK(refusal(changed(plain, scan + 6, 0x22)) == "1:jpeg.malformed");   // a table that is not there
    CHECK(refusal(changed(plain, scan + 12, 62)) == "1:jpeg.malformed");    // not all coefficients
    for (const unsigned code : {0x01U, 0xD0U, 0xD8U, 0xF0U, 0x00U}) {
        CHECK(refusal(with(plain, scan, as_bytes(std::string{'\xFF', static_cast<char>(code)}))) ==
              "1:jpeg.malformed");
    }
    CHECK(refusal(with(plain, scan, as_bytes("x"sv))) == "1:jpeg.malformed");
    CHECK(refusal(with(plain, scan, as_bytes("\xFF\xFE\0\x01"sv))) == "1:jpeg.malformed");
    CHECK(refusal(without(plain, frame, 19)) == "1:jpeg.malformed");
    CHECK(refusal(with(plain, scan, ByteView(plain).subspan(frame, 19))) == "1:jpeg.malformed");
    CHECK(refusal(as_bytes("\xFF\xD8\xFF\xD9"sv)) == "1:jpeg.malformed");
    CHECK(refusal(as_bytes("\xFF\xD8\xFF\xFF\xFF"sv)) == "1:jpeg.truncated");

    Bytes steps{std::byte{0}};
    append(steps, std::string(63, 'q') + std::string(1, '\0'));
    CHECK(refusal(with(plain, scan, segment(0xDB, steps))) ==
          "1:jpeg.malformed"); // would hide what it covers
    for (const auto fault : {"\x20"sv, "\x04"sv, "\0q"sv}) {
        CHECK(refusal(with(plain, scan, segment(0xDB, as_bytes(fault)))) == "1:jpeg.malformed");
    }
    const auto huffman = [&](unsigned head, std::initializer_list<unsigned> counts,
                             std::string_view symbols) {
        Bytes bytes{static_cast<std::byte>(head)};
        for (const auto count : counts) bytes.push_back(static_cast<std::byte>(count));
        bytes.resize(17);
        append(bytes, symbols);
        return refusal(with(plain, scan, segment(0xC4, bytes)));
    };
    CHECK(huffman(0x13, {1, 2}, "abc").empty());
    CHECK(huffman(0x13, {}, "") == "1:jpeg.huffman");
    CHECK(huffman(0x13, {3}, "abc") == "1:jpeg.huffman");
    CHECK(huffman(0x13, {1, 3}, "abcd") == "1:jpeg.huffman");
    CHECK(huffman(0x13, {1, 2}, "aba") == "1:jpeg.huffman");
    CHECK(huffman(0x13, {1, 2}, "ab") == "1:jpeg.huffman");
    CHECK(huffman(0x03, {1}, "a") == "1:jpeg.huffman");
    CHECK(huffman(0x23, {1}, "a") == "1:jpeg.malformed");
    CHECK(huffman(0x14, {1}, "a") == "1:jpeg.malformed");
}

TEST_CASE("scans of a progressive JPEG follow each other as they must, and are not many")
{
    const auto plain = image("progressive.jpg");
    const auto scan = place_of(plain, 0xDA);
    const auto behind = scan + 2 + read_be<std::uint16_t>(ByteView(plain).subspan(scan + 2));
    const auto first = behind - 3; // of the coefficients; then the last, then the bits
    CHECK(refusal(changed(plain, first, 1)) == "1:jpeg.malformed");
    CHECK(refusal(changed(plain, first + 1, 5)) == "1:jpeg.malformed");
    CHECK(refusal(changed(plain, first + 2, 0x21)) == "1:jpeg.malformed");
    CHECK(refusal(changed(plain, first + 2, 0x3F)) == "1:jpeg.malformed");

    // Sequential: a second scan of the same components.
    const auto rgb = image("rgb.jpg");
    const auto begin = place_of(rgb, 0xDA);
    const auto again = ByteView(rgb).subspan(begin, rgb.size() - 2 - begin);
    CHECK(refusal(with(rgb, rgb.size() - 2, again)) == "1:jpeg.malformed");

    // A grey pixel: DC, then each other coefficient by itself, twice; all are zero.
    const auto scan_of = [](unsigned coefficient, unsigned bits) {
        Bytes head = to_bytes("\x01\x01\0"sv);
        for (const auto byte : {coefficient, coefficient, bits})
            append_be(head, static_cast<std::uint8_t>(byte));
        auto bytes = segment(0xDA, head);
        append(bytes, "\x7F"sv); // one code, and bits that are set
        return bytes;
    };
    Bytes front = to_bytes("\xFF\xD8"sv);
    append(front, segment(0xDB, to_bytes(std::string(1, '\0') + std::string(64, 'q'))));
    append(front, segment(0xC2, as_bytes("\x08\0\x01\0\x01\x01\x01\x11\0"sv)));
    for (const auto kind : {"\0\x01"sv, "\x10\x01"sv}) {
        append(front, segment(0xC4, to_bytes(std::string(kind) + std::string(16, '\0'))));
    }
    const auto picture = [&](unsigned scans) {
        auto bytes = front;
        append(bytes, scan_of(0, 0));
        for (unsigned i = 1; i < scans; ++i) append(bytes, i < 64 ? scan_of(i, 1) : scan_of(i - 63, 0x10));
        append(bytes, "\xFF\xD9"sv);
        return bytes;
    };
    for (const auto scans : {1U, 2U, jpeg_scans_limit}) {
        const auto once = rewritten(picture(scans));
        CHECK(once.size() == picture(scans).size() - (scans == 1 ? 22 : 0)); // the table that is not used
        CHECK(rewritten(once) == once);
    }
    CHECK(refusal(picture(jpeg_scans_limit + 1)) == "1:jpeg.limit");
}
