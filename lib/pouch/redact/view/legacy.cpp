#include "pouch/base/text.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/charset.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/view/encoded_bytes.hpp"
#include "pouch/redact/view/unit.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t longest_row = 1024; ///< Bytes that are read as one.

std::optional<EncodedByte> kind_at(std::string_view text, std::size_t at)
{
    if (text[at] == '%') return EncodedByte::percent;
    if (text[at] != '\\') return std::nullopt;
    return at_or_nul(text, at + 1) == 'x' ? EncodedByte::backslash_x : EncodedByte::octal;
}

/// The byte beyond ASCII written at `at`.
std::optional<unsigned char> high_byte_at(std::string_view text, std::size_t at, EncodedByte kind)
{
    const auto byte = encoded_byte(text, at, kind);
    return byte && *byte >= 0x80 ? byte : std::nullopt;
}

/// `bytes` as ISO-8859-1, with the dashes of Windows-1252, but for what is UTF-8 among them.
void append_latin(std::string& out, std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size();) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        const auto size = std::max<std::size_t>(1, utf8_size(byte));
        if (const auto c = code_point_of(bytes.substr(i, size))) {
            append_utf8(out, *c);
            i += size;
            continue;
        }
        const bool is_dash = byte == 0x96 || byte == 0x97;
        append_utf8(out, is_dash ? byte - 0x96 + 0x2013U : byte);
        ++i;
    }
}

} // namespace

std::optional<Unit> decode_legacy(std::string_view text, std::size_t, std::size_t at, std::string& out)
{
    const auto kind = kind_at(text, at);
    if (!kind || !high_byte_at(text, at, *kind)) return std::nullopt;
    const auto size = written_size(*kind);
    if (at >= size && high_byte_at(text, at - size, *kind)) return std::nullopt; // inside a row
    std::string bytes;
    auto end = at;
    for (; bytes.size() < longest_row; end += size) {
        const auto byte = high_byte_at(text, end, *kind);
        if (!byte) break;
        bytes += static_cast<char>(*byte);
    }
    if (is_utf8(bytes)) return std::nullopt;
    const bool is_wide =
        std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) > 0xA0; });
    if (const auto wide = is_wide ? utf8_from("euc-kr", bytes) : std::nullopt) {
        out += *wide;
    } else {
        append_latin(out, bytes);
    }
    return Unit{at, end};
}

} // namespace pouch::redact
