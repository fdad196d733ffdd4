#include "pouch/redact/content.hpp"

#include "pouch/redact/encoding.hpp"

#include <array>
#include <utility>

namespace pouch::redact {

namespace {

using namespace std::string_view_literals;

/// Formats that hold text where no rule of this version would see it, by their first bytes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> signatures{{
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
    {"\xFF\xFE"sv, "UTF-16 text"sv},
    {"\xFE\xFF"sv, "UTF-16 text"sv},
}};

} // namespace

std::optional<std::string_view> not_text(ByteView sample)
{
    const auto text = as_text(sample);
    for (const auto& [signature, kind] : signatures) {
        if (text.starts_with(signature)) return kind;
    }
    if (!is_text_so_far(text)) return "binary data, or not UTF-8";
    return std::nullopt;
}

} // namespace pouch::redact
