#include "pouch/redact/json/reader.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace pouch::redact::json {

namespace {

constexpr std::uint32_t no_value = 0xFFFFFFFF;

constexpr std::uint32_t hex_value(char c)
{
    if (is_digit(c)) return static_cast<std::uint32_t>(c - '0');
    const char lower = to_lower(c);
    return lower >= 'a' && lower <= 'f' ? static_cast<std::uint32_t>(lower - 'a') + 10 : no_value;
}

/// The four hexadecimal digits at `at`, or no_value.
std::uint32_t unit_at(std::string_view text, std::size_t at)
{
    std::uint32_t unit = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const auto digit = hex_value(at_or_nul(text, i));
        if (digit == no_value) return no_value;
        unit = unit * 16 + digit;
    }
    return unit;
}

std::size_t skip_digits(std::string_view text, std::size_t at)
{
    while (is_digit(at_or_nul(text, at))) ++at;
    return at;
}

/// True for digits of a whole number of at most 64 bits.
bool is_in_range(std::string_view digits, bool is_negative)
{
    constexpr std::string_view most = "18446744073709551615";
    constexpr std::string_view least = "9223372036854775808";
    const auto limit = is_negative ? least : most;
    return digits.size() < limit.size() || (digits.size() == limit.size() && digits <= limit);
}

} // namespace

Reader::Reader(std::string_view text, std::uint64_t origin) : text_(text), origin_(origin) {}

void Reader::fail(std::string_view what) const
{
    throw refused("json.syntax", "byte {}: {}", origin_ + at_, what);
}

void Reader::fail_depth() const
{
    throw refused("json.depth", "byte {}: more than {} containers in one another", origin_ + at_, most_depth);
}

/// Of the string that begins here, whose plain bytes end at `at`.
void Reader::fail_string(std::size_t at) const
{
    const bool is_open = at >= text_.size();
    throw refused("json.syntax", "byte {}: {}", origin_ + (is_open ? at_ : at),
                  is_open ? "a string does not end" : "a control character in a string");
}

/// A number or a word.
Token Reader::other_value()
{
    const char c = text_[at_];
    if (c == '-' || is_digit(c)) return {TokenKind::number, at_, number_end()};
    Token token{TokenKind::word, at_, at_};
    for (const std::string_view word : {"true", "false", "null"}) {
        if (text_.substr(at_, word.size()) == word) token.end = at_ + word.size();
    }
    if (token.end == at_ || is_word(at_or_nul(text_, token.end))) fail("no value");
    return token;
}

std::size_t Reader::escape_end(std::size_t at) const
{
    const auto place = origin_ + at;
    const char c = at_or_nul(text_, at + 1);
    if (c != 'u') {
        if (std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos) {
            throw refused("json.syntax", "byte {}: no such escape", place);
        }
        return at + 2;
    }
    const auto unit = unit_at(text_, at + 2);
    if (unit == no_value) throw refused("json.syntax", "byte {}: no such escape", place);
    if (unit == 0) throw refused("json.escape", "byte {}: a zero character", place);
    if (is_low_surrogate(unit)) throw refused("json.escape", "byte {}: half of a surrogate pair", place);
    if (!is_high_surrogate(unit)) return at + 6;
    const bool is_pair =
        text_.substr(std::min(at + 6, text_.size()), 2) == "\\u" && is_low_surrogate(unit_at(text_, at + 8));
    if (!is_pair) throw refused("json.escape", "byte {}: half of a surrogate pair", place);
    return at + 12;
}

std::size_t Reader::number_end() const
{
    const auto digits = at_ + (text_[at_] == '-' ? 1U : 0U);
    auto at = skip_digits(text_, digits);
    if (at == digits) fail("a number without digits");
    if (text_[digits] == '0' && at > digits + 1) fail("a number with a zero in front");
    bool is_whole = true;
    const auto digits_follow = [&] {
        const auto end = skip_digits(text_, at);
        if (end == at) fail("a number without digits");
        at = end;
        is_whole = false;
    };
    if (at_or_nul(text_, at) == '.') {
        ++at;
        digits_follow();
    }
    if (to_lower(at_or_nul(text_, at)) == 'e') {
        ++at;
        if (at_or_nul(text_, at) == '+' || at_or_nul(text_, at) == '-') ++at;
        digits_follow();
    }
    if (is_word(at_or_nul(text_, at)) || at_or_nul(text_, at) == '.') fail("no number");
    check_range(text_.substr(at_, at - at_), is_whole);
    return at;
}

void Reader::check_range(std::string_view number, bool is_whole) const
{
    const auto fail_range = [&](std::string_view what) {
        throw refused("json.number", "byte {}: {}", origin_ + at_, what)
            .with_hint("readers differ about it; a string can hold it");
    };
    if (number.size() > longest_number) fail_range("a number too long");
    if (is_whole) {
        const bool is_negative = number.front() == '-';
        if (!is_in_range(number.substr(is_negative ? 1 : 0), is_negative))
            fail_range("a whole number of more than 64 bits");
        return;
    }
    double value = 0;
    const auto result = std::from_chars(number.data(), number.data() + number.size(), value);
    if (result.ec != std::errc::result_out_of_range) return;
    // Too small is zero to all readers.
    if (std::isinf(std::strtod(std::string(number).c_str(), nullptr)))
        fail_range("a number beyond the range of a double");
}

std::string decoded(std::string_view raw)
{
    std::string out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size();) {
        if (raw[i] != '\\') {
            const auto next = std::min(raw.find('\\', i), raw.size());
            out += raw.substr(i, next - i);
            i = next;
            continue;
        }
        const char c = at_or_nul(raw, i + 1);
        i += 2;
        constexpr std::string_view letters = "bfnrt";
        constexpr std::string_view signs = "\b\f\n\r\t";
        if (c != 'u') {
            const auto known = letters.find(c);
            out += known == std::string_view::npos ? c : signs[known];
            continue;
        }
        auto value = unit_at(raw, i);
        i += 4;
        if (is_high_surrogate(value)) {
            value = joined_surrogates(value, unit_at(raw, i + 2));
            i += 6;
        }
        append_utf8(out, value);
    }
    return out;
}

} // namespace pouch::redact::json
