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

TEST_CASE("what is shown has no blank but the plain one, and a bounded size")
{
    CHECK(shown("a b\u00A0c\u3000d\u2003e\u202Ff") == "a b\\u{a0}c\\u{3000}d\\u{2003}e\\u{202f}f");
    CHECK(escaped("a\u3000b") == "a\u3000b"); // a name that may be
    const std::string most(4096, 'x');
    CHECK(shortened(most) == most);
    const auto whole = shortened(most + "y");
    CHECK(whole.find(" ... (1 bytes) ... x") == 3584);
    CHECK(whole.size() == 4096 + 19);
    CHECK(whole.ends_with("xxy"));
    for (std::size_t blanks = 0; blanks < 4; ++blanks) {
        std::string text(blanks, 'a');
        for (int i = 0; i < 3000; ++i) text += "\uD55C";
        CHECK(is_utf8(shortened(text)));
        CHECK(shortened(text).size() < 4200);
    }
    CHECK(shortened(std::string(10000, '\x80')).size() < 4200);
}

TEST_CASE("a JSON string shows no control, direction or invisible character as it is, on any plane")
{
    CHECK(json_quoted("\"국\\\U0001F600") == "\"\\\"국\\\\\U0001F600\"");
    CHECK(escaped("\u17B4\U00013430\U0001BCA0\U0001D17A") == "\\u{17b4}\\u{13430}\\u{1bca0}\\u{1d17a}");
    CHECK(json_quoted("a\n\u202E\uFEFF") == "\"a\\u000a\\u202e\\ufeff\"");
    CHECK(json_quoted("\U000E0020\U0001FFFE\U0010FFFF") == "\"\\udb40\\udc20\\ud83f\\udffe\\udbff\\udfff\"");
}

TEST_CASE("written JSON is made printable without a change of what it says")
{
    CHECK(json_printable("{\"a\\n\":\"국\u202E\u0085\U000E0020\"}") ==
          "{\"a\\n\":\"국\\u202e\\u0085\\udb40\\udc20\"}");
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
    CHECK(parse_xml_datetime("2026-11-21T18:30:00-14:00") == Instant{1795336200});
    CHECK_FALSE(parse_xml_datetime("2026-11-21T18:30:00+14:01"));
    CHECK(parse_xml_datetime("9999-12-31T23:59:59Z") == last_instant);
    CHECK_FALSE(parse_xml_datetime("9999-12-31T23:59:59-00:01"));
    CHECK(parse_xml_datetime("0001-01-01T00:00:00Z") == first_instant);
    CHECK_FALSE(parse_xml_datetime("0001-01-01T00:00:00+00:01"));
    CHECK(add_years({last_instant.seconds - 5}, 1) == last_instant);
    CHECK_FALSE(parse_xml_datetime("2026-11-21T18:30:00"));
    CHECK(is_date("2024-02-29"));
    CHECK_FALSE(is_date("2023-02-29"));
    CHECK(format_rfc3339(add_years(*parse_rfc3339("2024-02-29T01:02:03Z"), 10)) == "2034-02-28T01:02:03Z");
}

TEST_CASE("UTF-8 is told wherever it stands, though ASCII is passed eight bytes at a time")
{
    const std::vector<std::string> good = {"\xC2\x80", "\xED\x95\x9C", "\xED\x9F\xBF", "\xF0\x90\x80\x80",
                                           "\x7F"};
    const std::vector<std::string> bad = {"\x80",         "\xC0\x80",         "\xC2", "\xE0\x80\x80",
                                          "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xED\x95"};
    for (std::size_t before = 0; before < 18; ++before) {
        for (std::size_t behind = 0; behind < 18; ++behind) {
            const auto among = [&](const std::string& text) {
                return std::string(before, 'a') + text + std::string(behind, 'b');
            };
            for (const auto& text : good) REQUIRE(is_utf8(among(text)));
            for (const auto& text : bad) REQUIRE_FALSE(is_utf8(among(text)));
        }
    }
    CHECK(is_utf8(""));
}
