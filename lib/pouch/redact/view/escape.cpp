#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/view/encoded_bytes.hpp"
#include "pouch/redact/view/entity_names.hpp"
#include "pouch/redact/view/unit.hpp"

#include <array>

namespace pouch::redact {

namespace {

constexpr std::size_t most_zeros = 64;       ///< Before the number of an entity.
constexpr std::size_t most_backslashes = 64; ///< That are looked past.

constexpr bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7F && !is_letter(c) && !is_digit(c);
}

/// Digits in `base` at `i`, `least` to `most` of them, as a number; `i` moves behind them.
std::optional<std::uint32_t> number_at(std::string_view text, std::size_t& i, unsigned base,
                                       std::size_t least, std::size_t most)
{
    std::uint64_t value = 0;
    std::size_t size = 0;
    while (size < most) {
        const char c = at_or_nul(text, i + size);
        if (!(base == 16 ? is_hex(c) : is_digit(c))) break;
        value = value * base + hex_value(c);
        if (value > 0xFFFFFFFF) return std::nullopt;
        ++size;
    }
    if (size < least) return std::nullopt;
    i += size;
    return static_cast<std::uint32_t>(value);
}

std::optional<Unit> unit_of(std::size_t begin, std::size_t end, std::uint32_t c, std::string& out)
{
    if (!is_scalar(c)) return std::nullopt;
    append_utf8(out, c);
    return Unit{begin, end};
}

/// Four hexadecimal digits behind `mark` (`\u`, `%u`), or two such halves of a surrogate pair.
std::optional<Unit> utf16_at(std::string_view text, std::size_t at, std::string_view mark, std::string& out)
{
    auto i = at + mark.size();
    const auto high = number_at(text, i, 16, 4, 4);
    if (!high) return std::nullopt;
    if (!is_high_surrogate(*high) || text.substr(i, mark.size()) != mark) return unit_of(at, i, *high, out);
    i += mark.size();
    const auto low = number_at(text, i, 16, 4, 4);
    if (!low || !is_low_surrogate(*low)) return std::nullopt;
    return unit_of(at, i, joined_surrogates(*high, *low), out);
}

/// `{H}` at `i`, 1 to 6 digits.
std::optional<Unit> braced_at(std::string_view text, std::size_t begin, std::size_t i, std::string& out)
{
    ++i;
    const auto c = number_at(text, i, 16, 1, 6);
    if (!c || at_or_nul(text, i) != '}') return std::nullopt;
    return unit_of(begin, i + 1, *c, out);
}

/// The control character that a letter behind a backslash names, or NUL.
constexpr char control_of(char letter)
{
    switch (letter) {
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'f':
        return '\f';
    case 'b':
        return '\b';
    case 'v':
        return '\v';
    default:
        return '\0';
    }
}

bool opens_unit(std::string_view text, std::size_t at);

std::optional<Unit> backslash_at(std::string_view text, std::size_t at, std::string& out)
{
    const char kind = at_or_nul(text, at + 1);
    const bool is_braced = at_or_nul(text, at + 2) == '{';
    if (kind == 'u') return is_braced ? braced_at(text, at, at + 2, out) : utf16_at(text, at, "\\u", out);
    if (kind == 'x') {
        return is_braced ? braced_at(text, at, at + 2, out)
                         : encoded_character(text, at, EncodedByte::backslash_x, out);
    }
    if (kind == 'U') {
        auto i = at + 2;
        const auto c = number_at(text, i, 16, 8, 8);
        return c ? unit_of(at, i, *c, out) : std::nullopt;
    }
    if (is_digit(kind)) return encoded_character(text, at, EncodedByte::octal, out);
    if (const char control = control_of(kind); control != '\0') {
        out += control;
        return Unit{at, at + 2, true};
    }
    if (!is_punctuation(kind) && kind != ' ') return std::nullopt;
    out += kind;
    return Unit{at, at + 2, !opens_unit(text, at + 1)};
}

/// Behind zeros that another digit follows: they do not count.
std::size_t behind_zeros(std::string_view text, std::size_t i, bool is_hexadecimal)
{
    for (std::size_t count = 0; count < most_zeros && at_or_nul(text, i) == '0'; ++count) {
        const char next = at_or_nul(text, i + 1);
        if (!(is_hexadecimal ? is_hex(next) : is_digit(next))) break;
        ++i;
    }
    return i;
}

std::optional<Unit> entity_at(std::string_view text, std::size_t at, std::string& out)
{
    auto i = at + 1;
    if (at_or_nul(text, i) == '#') {
        const bool is_hexadecimal = (at_or_nul(text, i + 1) | 0x20) == 'x';
        i += is_hexadecimal ? 2 : 1;
        i = behind_zeros(text, i, is_hexadecimal);
        const auto c = is_hexadecimal ? number_at(text, i, 16, 1, 8) : number_at(text, i, 10, 1, 10);
        if (!c) return std::nullopt;
        return unit_of(at, at_or_nul(text, i) == ';' ? i + 1 : i, *c, out);
    }
    const auto begin = i;
    while (i - begin <= longest_entity_name &&
           (is_letter(at_or_nul(text, i)) || is_digit(at_or_nul(text, i))))
        ++i;
    const auto c = entity_named(text.substr(begin, i - begin));
    const char next = at_or_nul(text, i);
    if (!c || next == '=') return std::nullopt;
    return unit_of(at, next == ';' ? i + 1 : i, *c, out);
}

std::optional<Unit> percent_at(std::string_view text, std::size_t at, std::string& out)
{
    if (at_or_nul(text, at + 1) == 'u') return utf16_at(text, at, "%u", out);
    return encoded_character(text, at, EncodedByte::percent, out);
}

bool is_folded(std::string_view text, std::string_view lower)
{
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (to_lower(text[i]) != lower[i]) return false;
    }
    return true;
}

/// `[.]`, `(dot)` and the like.
std::optional<Unit> defanged_at(std::string_view text, std::size_t floor, std::size_t at, std::string& out)
{
    struct Sign {
        std::string_view written;
        std::string_view meant;
    };
    constexpr std::array<Sign, 7> signs{
        {{".", "."}, {"dot", "."}, {"@", "@"}, {"at", "@"}, {":", ":"}, {"://", "://"}, {"/", "/"}}};
    // Nearly every bracket is one of ordinary text.
    if (defanged_begins.find(at_or_nul(text, at + 1)) == std::string_view::npos) return std::nullopt;
    const char close = text[at] == '(' ? ')' : text[at] == '[' ? ']' : '}';
    for (const auto& sign : signs) {
        const auto end = at + 1 + sign.written.size();
        if (at_or_nul(text, end) != close ||
            !is_folded(text.substr(at + 1, sign.written.size()), sign.written))
            continue;
        out += sign.meant;
        const bool has_blank_before = at > floor && text[at - 1] == ' ';
        const bool has_blank_behind = at_or_nul(text, end + 1) == ' ';
        return Unit{has_blank_before ? at - 1 : at, has_blank_behind ? end + 2 : end + 1};
    }
    return std::nullopt;
}

/// The beginning of a CDATA section, whose first bracket is at `at`.
std::optional<Unit> section_at(std::string_view text, std::size_t floor, std::size_t at)
{
    constexpr std::string_view opener = "<![CDATA[";
    constexpr std::size_t bracket = 2;
    if (at < floor + bracket || text.substr(at - bracket, opener.size()) != opener) return std::nullopt;
    return Unit{at - bracket, at - bracket + opener.size()};
}

/// The end of one.
std::optional<Unit> section_end_at(std::string_view text, std::size_t at)
{
    constexpr std::string_view closer = "]]>";
    if (text.substr(at, closer.size()) != closer) return std::nullopt;
    return Unit{at, at + closer.size()};
}

/// A tag character, U+E0020 to U+E007E, as the sign of ASCII that it stands for. Nothing shows it.
std::optional<Unit> tag_at(std::string_view text, std::size_t at, std::string& out)
{
    constexpr std::uint32_t tags = 0xE0000;
    const auto c = code_point_at(text, at);
    if (c < tags + ' ' || c > tags + '~') return std::nullopt;
    out += static_cast<char>(c - tags);
    return Unit{at, at + 4};
}

/// True if the punctuation at `at`, freed of the backslash before it, begins a unit that is not plain.
bool opens_unit(std::string_view text, std::size_t at)
{
    std::string ignored;
    if (text[at] == '=') return encoded_character(text, at, EncodedByte::equals, ignored).has_value();
    auto last = at; // of a row of backslashes, that frees what it stands before in the end
    for (std::size_t count = 0; at_or_nul(text, last) == '\\' && at_or_nul(text, last + 1) == '\\'; ++last) {
        if (++count == most_backslashes) return true;
    }
    const auto unit = decode_escape(text, last, last, ignored);
    return unit && !unit->is_plain;
}

} // namespace

std::optional<Unit> decode_escape(std::string_view text, std::size_t floor, std::size_t at, std::string& out)
{
    switch (text[at]) {
    case '\\':
        return backslash_at(text, at, out);
    case '&':
        return entity_at(text, at, out);
    case '%':
        return percent_at(text, at, out);
    case '[':
        if (const auto unit = section_at(text, floor, at)) return unit;
        return defanged_at(text, floor, at, out);
    case '(':
    case '{':
        return defanged_at(text, floor, at, out);
    case ']':
        return section_end_at(text, at);
    case '\xF3':
        return tag_at(text, at, out);
    default:
        return std::nullopt;
    }
}

} // namespace pouch::redact
