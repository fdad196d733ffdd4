#include "pouch/redact/content.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace std::string_view_literals;

namespace {

std::string kind(std::string_view bytes)
{
    return std::string(not_text(as_bytes(bytes)).value_or("text"));
}

/// The characters of `text`, each below U+10000, in units of `size` bytes.
std::string in_units(std::u16string_view text, std::size_t size, bool is_big)
{
    std::string bytes;
    for (const auto c : text) {
        std::string unit(size, '\0');
        unit[is_big ? size - 1 : 0] = static_cast<char>(c & 0xFFU);
        unit[is_big ? size - 2 : 1] = static_cast<char>(c >> 8U);
        bytes += unit;
    }
    return bytes;
}

constexpr std::string_view cp949_word = "\xC7\xD1\xB1\xDB"; // 한글
constexpr std::string_view cp949_name = "probably EUC-KR or CP949 text (convert it to UTF-8 first)";

} // namespace

TEST_CASE("content is judged by its first bytes")
{
    for (const std::string text :
         {"", "plain\n", "한글", "{\"a\":1}", "<x/>", "PK is a name", "%PD", "\xEF\xBB\xBFx", "한\xEA\xB8",
          "MZ is how it begins", "BZh9 is no stream", "Rar! he said", "MSCF", "SQLite format 3\n",
          "Received: by mail.example.org\r\nFrom: a@example.org\r\nContent-Type: text/plain\r\n\r\nText\r\n",
          "Content-Transfer-Encoding: base64\r\n\r\nUEsDBBQ=\r\n"}) {
        CHECK(kind(text) == "text");
    }
    CHECK(kind("%PDF-1.7\n") == "PDF");
    CHECK(kind("{\\rtf1 x}") == "RTF");
    for (const std::string before :
         {"\n", "\xEF\xBB\xBF", " \t\r\n", "\n\xEF\xBB\xBF\f", "\xEF\xBB\xBF\xEF\xBB\xBF "}) {
        CHECK(kind(before + "%PDF-1.7\n") == "PDF");
        CHECK(kind(before + "{\\rtf1 x}") == "RTF");
        CHECK(kind(before + "BZh91AY&SY\x12") == "bzip2 data");
        CHECK(kind(before + "plain") == "text");
        CHECK(kind(before) == "text");
    }
    CHECK(kind("PK\x03\x04x") == "a ZIP container");
    CHECK(kind("\xD0\xCF\x11\xE0") == "an OLE container");
    CHECK(kind("\x89PNG\r\n") == "a PNG image");
    CHECK(kind("age-encryption.org/v1\n") == "an encrypted message");
    CHECK(kind("BZh91AY&SY\x12") == "bzip2 data");
    CHECK(kind("BZh1\x17\x72\x45\x38\x50\x90"sv) == "bzip2 data");
    CHECK(kind("\x04\x22\x4D\x18\x64") == "lz4 data");
    CHECK(kind("Rar!\x1A\x07\x01\0"sv) == "a RAR container");
    CHECK(kind("MSCF\0\0\0\0\x01"sv) == "a cabinet file");
    CHECK(kind("MZ\x90\0\x03\0"sv) == "a Windows program");
    CHECK(kind("SQLite format 3\0\x10"sv) == "an SQLite database");
    CHECK(kind("HWP Document File V3.00 \x1A\x01") == "an HWP document");
    CHECK(kind("a\0b"sv) == "binary data, or not UTF-8");
    CHECK(kind("caf\xE9 au lait") == "binary data, or not UTF-8"); // ISO 8859-1
}

TEST_CASE("text of UTF-16 and UTF-32 is called so, with a byte-order mark and without")
{
    CHECK(kind("\xFF\xFEk\x01") == "UTF-16 text");
    CHECK(kind("\xFE\xFF\x01k") == "UTF-16 text");
    CHECK(kind("\xFF\xFE\0\0k\0\0\0"sv) == "UTF-32 text");
    CHECK(kind("\0\0\xFE\xFF\0\0\0k"sv) == "UTF-32 text");
    for (const bool is_big : {false, true}) {
        for (const auto* text : {u"plain\r\n", u"한국어 보고\n", u"a"}) {
            CHECK(kind(in_units(text, 2, is_big)) == "UTF-16 text");
            CHECK(kind(in_units(text, 4, is_big)) == "UTF-32 text");
        }
        // A surrogate pair, and one that the sample cuts.
        CHECK(kind(in_units(u"a \xD83D\xDE00", 2, is_big)) == "UTF-16 text");
        CHECK(kind(in_units(u"a \xD83D", 2, is_big)) == "UTF-16 text");
        CHECK(kind(in_units(u"a \xDE00\xD83D", 2, is_big)) == "binary data, or not UTF-8");
        CHECK(kind(in_units(u"a\x0001 b", 2, is_big)) == "binary data, or not UTF-8");
    }
}

TEST_CASE("text of EUC-KR and CP949 is called so, and what only resembles it is not")
{
    CHECK(kind(cp949_word) == cp949_name);
    CHECK(kind("name,\"" + std::string(cp949_word) + "\"\r\n") == cp949_name);
    CHECK(kind(std::string(cp949_word) + "\xC7") == cp949_name);   // cut in a character
    CHECK(kind("\xB6\xCA\x8C\x63\xB9\xE6\xB0\xA2") == cp949_name); // 똠 of CP949 only is among them
    CHECK(kind(std::string(cp949_word) + "\x01") == "binary data, or not UTF-8");
    CHECK(kind(std::string(cp949_word) + "\xFF") == "binary data, or not UTF-8");
    CHECK(kind("\xC7\xD1 \xC7 \xD1") == "binary data, or not UTF-8"); // lead bytes alone
    CHECK(kind("\xA1\xA1\xA4\xA2") == "binary data, or not UTF-8");   // no syllable
}
