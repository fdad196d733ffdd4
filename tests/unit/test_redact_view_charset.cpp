#include "pouch/redact/view/charset.hpp"

#include <catch2/catch.hpp>

using namespace pouch::redact;
using namespace std::string_literals;

TEST_CASE("charsets are known by their names in mail, in any case")
{
    for (const auto* const name :
         {"euc-kr", "EUC-KR", "ks_c_5601-1987", "KSC5601", "cp949", "UHC", "windows-949"})
        CHECK(utf8_from(name, "\xB1\xE8 a") == "김 a");
    CHECK(utf8_from("cp949", "\x8C\x63") == "똠"); // of the larger set
    CHECK(utf8_from("iso-8859-1", "\xE9") == "é");
    CHECK(utf8_from("windows-1252", "\x80") == "€");
    CHECK(utf8_from("utf-8", "김") == "김");
    CHECK(utf8_from("utf8", "") == "");
    CHECK(utf8_from("us-ascii", "a") == "a");
    CHECK(utf8_from("utf-16le", "\x40\xAE"s) == "김");
    CHECK(utf8_from("utf-16be", "\xAE\x40"s) == "김");
    CHECK(utf8_from("utf-16", "\xFE\xFF\xAE\x40"s) == "김");
    CHECK(utf8_from("utf-16le", "\x3D\xD8\x00\xDE"s) == "😀");
}

TEST_CASE("what is not well formed in a charset, or in no known one, is nothing")
{
    CHECK_FALSE(utf8_from("utf-8", "\xC0\xAE").has_value());
    CHECK_FALSE(utf8_from("us-ascii", "\xEA").has_value());
    CHECK_FALSE(utf8_from("euc-kr", "\xB1").has_value());
    CHECK_FALSE(utf8_from("euc-kr", "\xFF\xFF").has_value());
    CHECK_FALSE(utf8_from("utf-16le", "\x00\xD8"s).has_value());
    CHECK_FALSE(utf8_from("utf-16le", "a").has_value());
    CHECK_FALSE(utf8_from("iso-2022-kr", "a").has_value());
    CHECK_FALSE(utf8_from("", "a").has_value());
    CHECK_FALSE(utf8_from("utf-8//IGNORE", "a").has_value());
}
