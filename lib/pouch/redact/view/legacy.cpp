#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/encoding.hpp"
#include "pouch/redact/view/charset.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/view/encoded_bytes.hpp"
#include "pouch/redact/view/unit.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t longest_row = 1024; ///< Bytes that are read as one.
constexpr std::size_t least_pairs = 2;    ///< In a row, before pairs among other bytes are taken for Hangul.

/// A byte beyond ASCII, and how many signs it is written with.
struct HighByte {
    char value;
    std::size_t size;
};

std::optional<HighByte> high_byte_at(std::string_view text, std::size_t at)
{
    const char sign = at_or_nul(text, at);
    if (sign != '%' && sign != '\\') return std::nullopt;
    const auto kind = sign == '%'                      ? EncodedByte::percent
                      : at_or_nul(text, at + 1) == 'x' ? EncodedByte::backslash_x
                                                       : EncodedByte::octal;
    const auto byte = encoded_byte(text, at, kind);
    if (!byte || *byte < 0x80) return std::nullopt;
    return HighByte{static_cast<char>(*byte), written_size(kind)};
}

/// True if a byte beyond ASCII is written right before `at`.
bool is_inside_row(std::string_view text, std::size_t at)
{
    for (const std::size_t size : {3U, 4U}) {
        if (at < size) continue;
        const auto before = high_byte_at(text, at - size);
        if (before && before->size == size) return true;
    }
    return false;
}

/// How many bytes at `i` are pairs of EUC-KR, of syllables, letters and signs: others would take bytes of other charsets too.
std::size_t pairs_size(std::string_view bytes, std::size_t i)
{
    const auto is_in = [](char c, unsigned first, unsigned last) {
        return static_cast<unsigned char>(c) >= first && static_cast<unsigned char>(c) <= last;
    };
    const auto begin = i;
    while (i + 1 < bytes.size() && (is_in(bytes[i], 0xA1, 0xA4) || is_in(bytes[i], 0xB0, 0xC8)) &&
           is_in(bytes[i + 1], 0xA1, 0xFE))
        i += 2;
    return i - begin >= 2 * least_pairs ? i - begin : 0;
}

/// `bytes` as ISO-8859-1, with the dashes of Windows-1252, but for what is EUC-KR or UTF-8 among them.
void append_mixed(std::string& out, std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size();) {
        const auto wide_size = pairs_size(bytes, i);
        if (const auto wide =
                wide_size > 0 ? utf8_from("euc-kr", bytes.substr(i, wide_size)) : std::nullopt) {
            out += *wide;
            i += wide_size;
            continue;
        }
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

/// True if there may be EUC-KR in `bytes`, wherever in a row it begins.
bool may_hold_pairs(std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (pairs_size(bytes, i) > 0) return true;
    }
    return false;
}

constexpr std::size_t longest_word = 8192; ///< Of a header of mail, encoded.

/// The bytes of a soft line break of quoted-printable at `at`, or 0.
std::size_t soft_break_size(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(std::min(text.size(), at), 3);
    return rest.starts_with("=\r\n") ? 3 : rest.starts_with("=\n") ? 2 : 0;
}

/// True if a byte of quoted-printable beyond ASCII stands before `at`, with a soft line break between or none.
bool is_inside_mail_row(std::string_view text, std::size_t at)
{
    for (const std::size_t gap : {0U, 2U, 3U}) {
        if (at < gap + 3 || (gap > 0 && soft_break_size(text, at - gap) != gap)) continue;
        if (encoded_byte(text, at - gap - 3, EncodedByte::equals).value_or(0) >= 0x80) return true;
    }
    return false;
}

/// True if `at` lies in an encoded word of a header: what stands in it is for decode_mail, which knows its charset.
bool is_in_encoded_word(std::string_view text, std::size_t at)
{
    const auto first = at - std::min(at, longest_word);
    const auto before = text.substr(first, at - first);
    const auto question = before.rfind('?');
    if (question == std::string_view::npos || question < 2 ||
        before.find('\n', question) != std::string_view::npos)
        return false;
    const auto opening = before.rfind("=?", question - 2);
    if (to_lower(before[question - 1]) != 'q' || opening == std::string_view::npos) return false;
    std::string ignored;
    try {
        const auto word = decode_mail(text, first + opening, first + opening, ignored);
        return word && word->end > at;
    } catch (const Error&) {
        return true;
    }
}

/// A row of quoted-printable that is two or more pairs of EUC-KR and nothing else, and no UTF-8.
std::optional<Unit> mail_row_at(std::string_view text, std::size_t at, std::string& out)
{
    if (is_inside_mail_row(text, at)) return std::nullopt;
    std::string bytes;
    auto end = at;
    for (auto next = at; const auto byte = encoded_byte(text, next, EncodedByte::equals);) {
        if (*byte < 0x80) break;
        bytes += static_cast<char>(*byte);
        end = next + written_size(EncodedByte::equals);
        next = end + soft_break_size(text, end);
        if (bytes.size() > longest_row) break;
    }
    if (bytes.size() < 2 * least_pairs || is_utf8(bytes)) return std::nullopt;
    const auto size = pairs_size(bytes, 0);
    if (bytes.size() > longest_row) {
        if (size < longest_row) return std::nullopt;
        throw refused("redact.unit-length", "more than {} bytes in a row that are no UTF-8", longest_row);
    }
    const auto wide = size == bytes.size() ? utf8_from("euc-kr", bytes) : std::nullopt;
    if (!wide || is_in_encoded_word(text, at)) return std::nullopt;
    out += *wide;
    return Unit{at, end};
}

} // namespace

std::optional<Unit> decode_legacy(std::string_view text, std::size_t, std::size_t at, std::string& out)
{
    if (text[at] == '=') return mail_row_at(text, at, out);
    if (!high_byte_at(text, at) || is_inside_row(text, at)) return std::nullopt;
    std::string bytes;
    auto end = at;
    for (auto byte = high_byte_at(text, end); byte; byte = high_byte_at(text, end)) {
        bytes += byte->value;
        end += byte->size;
    }
    if (is_utf8(bytes)) return std::nullopt;
    if (bytes.size() > longest_row) {
        // The text may end within a character.
        const bool is_whole =
            is_utf8(std::string_view(bytes).substr(0, bytes.size() - incomplete_tail(bytes)));
        if (is_whole || !may_hold_pairs(bytes))
            return std::nullopt; // nor anything else that is not found by itself
        throw refused("redact.unit-length", "more than {} bytes in a row that are no UTF-8", longest_row);
    }
    const bool is_wide =
        std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) > 0xA0; });
    if (const auto wide = is_wide ? utf8_from("euc-kr", bytes) : std::nullopt) {
        out += *wide;
    } else {
        append_mixed(out, bytes);
    }
    return Unit{at, end};
}

} // namespace pouch::redact
