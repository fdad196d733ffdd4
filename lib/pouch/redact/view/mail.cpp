#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/base64_run.hpp"
#include "pouch/redact/view/charset.hpp"
#include "pouch/redact/view/encoded_bytes.hpp"
#include "pouch/redact/view/unit.hpp"

#include <algorithm>
#include <cstring>

namespace pouch::redact {

namespace {

constexpr std::size_t longest_word = 8192; ///< RFC 2047 says 75; mailers say more.
constexpr std::size_t most_blanks = 8;     ///< Between the sign of a soft line break and the line end.

constexpr bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/// The bytes of the text of a `Q` word, or nothing if it is malformed.
std::optional<std::string> unquoted(std::string_view text)
{
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            bytes += text[i] == '_' ? ' ' : text[i];
            continue;
        }
        if (!is_hex(at_or_nul(text, i + 1)) || !is_hex(at_or_nul(text, i + 2))) return std::nullopt;
        bytes += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
        i += 2;
    }
    return bytes;
}

/// The same of a `B` word; padding may be missing.
std::optional<std::string> unpacked(std::string_view text)
{
    for (int count = 0; count < 2 && text.ends_with('='); ++count) text.remove_suffix(1);
    const bool is_whole = std::all_of(text.begin(), text.end(), is_base64) && text.size() % 4 != 1;
    if (!is_whole) return std::nullopt;
    std::string bytes;
    append_base64_decoded(text, 0, bytes);
    return bytes;
}

/// Where the white space before `at` begins, if an encoded word ends there; else `at`.
std::size_t gap_before(std::string_view text, std::size_t floor, std::size_t at)
{
    auto begin = at;
    while (begin > floor && at - begin < 64 &&
           (is_blank(text[begin - 1]) || text[begin - 1] == '\n' || text[begin - 1] == '\r'))
        --begin;
    // The word before ends where this unit may begin.
    return begin == floor && floor >= 2 && text.substr(floor - 2, 2) == "?=" ? begin : at;
}

/// `=?charset?B?text?=`
std::optional<Unit> encoded_word_at(std::string_view text, std::size_t floor, std::size_t at,
                                    std::string& out)
{
    const auto word = text.substr(at, longest_word);
    const auto charset_end = word.find('?', 2);
    if (charset_end == std::string_view::npos || charset_end + 2 >= word.size()) return std::nullopt;
    auto charset = word.substr(2, charset_end - 2);
    const bool is_name = !charset.empty() && std::all_of(charset.begin(), charset.end(), [](char c) {
        return is_word(c) || c == '-' || c == '*' || c == '.' || c == ':' || c == '+';
    });
    const char how = to_lower(word[charset_end + 1]);
    if (!is_name || (how != 'b' && how != 'q') || word[charset_end + 2] != '?') return std::nullopt;
    const auto begin = charset_end + 3;
    const auto end = word.find_first_of("?\r\n", begin);
    if (end == std::string_view::npos || word.substr(end, 2) != "?=") return std::nullopt;
    const auto content = word.substr(begin, end - begin);

    charset = charset.substr(0, charset.find('*')); // a language may follow, RFC 2231
    const auto bytes = how == 'b' ? unpacked(content) : unquoted(content);
    const auto decoded = bytes ? utf8_from(charset, *bytes) : std::nullopt;
    if (!decoded)
        throw refused("redact.charset", "an encoded word in a charset that cannot be read, or malformed");
    for (const char c : *decoded) {
        if (c != '\0') out += c;
    }
    return Unit{gap_before(text, floor, at), at + end + 2};
}

/// `=`, a few blanks, a line end.
std::optional<Unit> soft_break_at(std::string_view text, std::size_t at)
{
    auto i = at + 1;
    while (i - at <= most_blanks && is_blank(at_or_nul(text, i))) ++i;
    if (at_or_nul(text, i) == '\r') ++i;
    if (at_or_nul(text, i) != '\n') return std::nullopt;
    return Unit{at, i + 1};
}

/// Where `c` stands last in `text`: at the speed of memrchr, which rfind has not.
std::optional<std::size_t> last_of(std::string_view text, char c)
{
    const auto* found = static_cast<const char*>(::memrchr(text.data(), c, text.size()));
    return found == nullptr ? std::nullopt : std::optional(static_cast<std::size_t>(found - text.data()));
}

/// True for a sign of mail at `i`: of a byte, of the end of a line or the text, or of an encoded word.
bool is_sign_of_mail(std::string_view text, std::size_t i)
{
    const char next = at_or_nul(text, i + 1);
    if (next == '?' || next == '\0' || (i > 0 && text[i - 1] == '?')) return true;
    return is_hex(next) ? is_hex(at_or_nul(text, i + 2)) : soft_break_at(text, i).has_value();
}

/// True if the byte written at `at` stands by itself in a line, as far as it is near, with signs that are none of mail,
/// which writes every other `=` as `=3D`: `level=info took=60`.
bool means_itself(std::string_view text, std::size_t at)
{
    constexpr std::size_t reach = 256;
    constexpr std::size_t written = 3; // bytes: =XX
    const auto value_at = [&](std::size_t i) -> unsigned {
        const bool is_byte =
            at_or_nul(text, i) == '=' && is_hex(at_or_nul(text, i + 1)) && is_hex(at_or_nul(text, i + 2));
        return is_byte ? hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]) : 0;
    };
    if (value_at(at + written) != 0 || (at >= written && value_at(at - written) != 0)) return false;

    // From sign to sign, away from the byte, up to the end of the line.
    const auto first = at - std::min(at, reach);
    auto before = text.substr(first, at - first);
    for (auto sign = last_of(before, '='); sign; sign = last_of(before, '=')) {
        if (before.find('\n', *sign) != std::string_view::npos) break;
        before.remove_suffix(before.size() - *sign);
        const auto i = first + *sign;
        if (value_at(i) == '\n' || value_at(i) == '\r') break;
        if (!is_sign_of_mail(text, i)) return true;
    }
    const auto behind = text.substr(std::min(text.size(), at + written), reach);
    const auto line_end = std::min(behind.size(), behind.find('\n'));
    for (auto i = behind.find('='); i < line_end; i = behind.find('=', i + 1)) {
        const auto value = value_at(at + written + i);
        if (value == '\n' || value == '\r') break;
        if (!is_sign_of_mail(text, at + written + i)) return true;
    }
    return false;
}

} // namespace

std::optional<Unit> decode_mail(std::string_view text, std::size_t floor, std::size_t at, std::string& out)
{
    if (text[at] != '=') return std::nullopt;
    const char next = at_or_nul(text, at + 1);
    if (next == '?') return encoded_word_at(text, floor, at, out);
    if (!is_hex(next))
        return is_blank(next) || next == '\r' || next == '\n' ? soft_break_at(text, at) : std::nullopt;
    const char last = at_or_nul(text, at + 2);
    if (!is_hex(last)) return std::nullopt;
    const auto value = hex_value(next) * 16 + hex_value(last);
    if (value >= 0x80) return encoded_character(text, at, EncodedByte::equals, out);
    // By `ESC $` wide characters of ISO 2022 are called in: see unseen_text.hpp.
    const auto behind = text.substr(std::min(text.size(), at + 3));
    if (value == 0x1B && (behind.starts_with('$') || behind.starts_with("=24"))) {
        out += '\x1B';
        return Unit{at, at + 3};
    }
    // What is written so is text; a control character says that the sign meant itself: `pid=1234`.
    const bool is_control = value < ' ' || value == 0x7F;
    const bool is_space = value == '\t' || value == '\n' || value == '\r';
    if ((is_control && !is_space) || means_itself(text, at)) return std::nullopt;
    out += static_cast<char>(value);
    return Unit{at, at + 3};
}

} // namespace pouch::redact
