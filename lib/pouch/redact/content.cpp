#include "pouch/redact/content.hpp"

#include "pouch/redact/encoding.hpp"
#include "pouch/redact/foreign_text.hpp"
#include "pouch/redact/text_line.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::redact {

namespace {

using namespace std::string_view_literals;

/// Formats that hold text where no rule of this version would see it, by their first bytes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 31> signatures{{
    {"%PDF-"sv, "PDF"sv},
    {"%!PS"sv, "PostScript"sv},
    {"{\\rtf"sv, "RTF"sv},
    {"PK\x03\x04"sv, "a ZIP container"sv},
    {"PK\x05\x06"sv, "a ZIP container"sv},
    {"\xD0\xCF\x11\xE0"sv, "an OLE container"sv},
    {"\x1F\x8B"sv, "gzip data"sv},
    {"\xFD"
     "7zXZ"sv,
     "xz data"sv},
    {"\x28\xB5\x2F\xFD"sv, "zstd data"sv},
    {"\x04\x22\x4D\x18"sv, "lz4 data"sv},
    {"\x02\x21\x4C\x18"sv, "lz4 data"sv},
    {"Rar!\x1A\x07"sv, "a RAR container"sv},
    {"MSCF\0\0\0\0"sv, "a cabinet file"sv},
    {"SQLite format 3\0"sv, "an SQLite database"sv},
    {"HWP Document File"sv, "an HWP document"sv},
    {"!<arch>\n"sv, "an ar archive"sv},
    {"\xCA\xFE\xBA\xBE"sv, "a program"sv},
    {"\xED\xAB\xEE\xDB"sv, "an RPM package"sv},
    {"7z\xBC\xAF"sv, "a 7-Zip container"sv},
    {"\x89PNG"sv, "a PNG image"sv},
    {"\xFF\xD8\xFF"sv, "a JPEG image"sv},
    {"GIF87a"sv, "a GIF image"sv},
    {"GIF89a"sv, "a GIF image"sv},
    {"\x7F"
     "ELF"sv,
     "a program"sv},
    {"-----BEGIN PGP MESSAGE"sv, "an encrypted message"sv},
    {"-----BEGIN AGE ENCRYPTED FILE"sv, "an encrypted message"sv},
    {"age-encryption.org/"sv, "an encrypted message"sv},
    {"\xFF\xFE\0\0"sv, "UTF-32 text"sv}, // before the mark of UTF-16, which begins it
    {"\0\0\xFE\xFF"sv, "UTF-32 text"sv},
    {"\xFF\xFE"sv, "UTF-16 text"sv},
    {"\xFE\xFF"sv, "UTF-16 text"sv},
}};

/// `BZh`, a digit, and what a block or an end of stream begins with.
bool is_bzip2(std::string_view text)
{
    if (!text.starts_with("BZh") || text.size() < 10 || text[3] < '1' || text[3] > '9') return false;
    const auto block = text.substr(4, 6);
    return block == "1AY&SY" || block == "\x17\x72\x45\x38\x50\x90";
}

} // namespace

std::string_view behind_blanks(std::string_view text)
{
    for (;;) {
        const auto rest = without_byte_order_mark(
            text.substr(std::min(text.size(), text.find_first_not_of(" \t\r\n\v\f"))));
        if (rest.size() == text.size()) return text;
        text = rest;
    }
}

std::optional<std::string_view> not_text(ByteView sample)
{
    const auto text = as_text(sample);
    for (const auto start : {text, behind_blanks(text)}) {
        for (const auto& [signature, kind] : signatures) {
            if (start.starts_with(signature)) return kind;
        }
        if (is_bzip2(start)) return "bzip2 data";
    }
    if (is_text_so_far(text)) return std::nullopt;
    if (text.starts_with("MZ")) return "a Windows program"; // a text may begin so, too
    if (const auto kind = foreign_text(text)) return kind;
    return "binary data, or not UTF-8";
}

} // namespace pouch::redact
