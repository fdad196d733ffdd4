#include "pouch/base/text.hpp"
#include "pouch/base/time.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

TEST_CASE("hexadecimal and base64 are inverse to their decoders")
{
    for (std::size_t size = 0; size < 70; ++size) {
        const auto bytes = test::noise(size, size);
        CHECK(from_hex(to_hex(bytes)) == bytes);
        CHECK(from_base64(to_base64(bytes, Padding::none), Padding::none) == bytes);
        CHECK(from_base64(to_base64(bytes, Padding::required), Padding::required) == bytes);
    }
    CHECK(to_base64(as_bytes("hello"), Padding::required) == "aGVsbG8=");
}

TEST_CASE("decoders take canonical text only")
{
    for (const auto* text : {"a", "0G", "AB", "0 "}) CHECK_FALSE(from_hex(text));
    for (const auto* text : {"A", "AB", "AA=", "AA==", "A A", "AAAAA", "AA-_"}) {
        CHECK_FALSE(from_base64(text, Padding::none)); // AB: unused bits are not zero
    }
    for (const auto* text : {"AA", "AA=", "AA===", "A===", "AB==", "AAAA====", "AA==AAAA"}) {
        CHECK_FALSE(from_base64(text, Padding::required));
    }
}

TEST_CASE("escaped leaves no control, direction or broken byte")
{
    CHECK(escaped("plain 국") == "plain 국");
    CHECK(escaped("a\nb\x1b\x7f") == "a\\x0ab\\x1b\\x7f");
    CHECK(escaped("\u202Eevil\uFEFF") == "\\u{202e}evil\\u{feff}");
    CHECK(escaped("\xff\xc0\x80") == "\\xff\\xc0\\x80");
    CHECK(escaped("a\\b") == "a\\\\b");
    CHECK(escaped("\xed\xa0\x80") == "\\xed\\xa0\\x80"); // a surrogate is not UTF-8
}

TEST_CASE("numbers have no signs, blanks or leading zeros")
{
    CHECK(parse_number("0") == 0);
    CHECK(parse_number("18446744073709551615") == 18446744073709551615U);
    for (const auto* text : {"", "01", "+1", "-1", " 1", "1 ", "18446744073709551616", "0x1"}) {
        CHECK_FALSE(parse_number(text));
    }
}

TEST_CASE("times are exact and canonical")
{
    CHECK(parse_rfc3339("1970-01-01T00:00:00Z") == Instant{0});
    CHECK(format_rfc3339({1795253400}) == "2026-11-21T09:30:00Z");
    CHECK(parse_rfc3339("2026-11-21T09:30:00Z") == Instant{1795253400});
    for (const auto* text : {"2026-11-21T09:30:00", "2026-11-21T09:30:00+00:00", "2026-02-29T00:00:00Z",
                             "2026-11-21t09:30:00Z", "2026-11-21T24:00:00Z", "2026-11-21T09:30:60Z", ""}) {
        CHECK_FALSE(parse_rfc3339(text));
    }
    CHECK(parse_xml_datetime("2026-11-21T18:30:00.25+09:00") == Instant{1795253400});
    CHECK_FALSE(parse_xml_datetime("2026-11-21T18:30:00"));
    CHECK(is_date("2024-02-29"));
    CHECK_FALSE(is_date("2023-02-29"));
    CHECK(format_rfc3339(add_years(*parse_rfc3339("2024-02-29T01:02:03Z"), 10)) == "2034-02-28T01:02:03Z");
}
