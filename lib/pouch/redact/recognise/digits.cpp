#include "pouch/redact/recognise/digits.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// The count of bytes of `set` at `i`, up to `limit`.
std::size_t run_of(std::string_view set, std::string_view text, std::size_t i, std::size_t limit)
{
    std::size_t size = 0;
    while (size < limit && i + size < text.size() && set.find(text[i + size]) != std::string_view::npos)
        ++size;
    return size;
}

Joint gap_at(std::string_view text, std::size_t i)
{
    constexpr std::size_t most_beside_break = 8;
    constexpr std::size_t most_blanks = 3;
    if (at_or_nul(text, i) == '+') return {1, false, false, false};
    const auto lead = run_of(" \t", text, i, most_beside_break);
    auto end = i + lead;
    if (at_or_nul(text, end) == '\r') ++end;
    if (at_or_nul(text, end) == '\n') {
        ++end;
        return {end + run_of(" \t", text, end, most_beside_break) - i, false, true, false};
    }
    const auto blanks = run_of(" ", text, i, most_blanks);
    return {blanks, false, false, blanks == 1};
}

/// The bytes of a letter that is typed for a dash between digits, 010ㅡ0000, or 0: U+3161 of Hangul, U+30FC of Katakana.
std::size_t lookalike_dash_size(std::string_view text, std::size_t i)
{
    const auto letter = text.substr(std::min(text.size(), i), 3);
    return letter == "\xE3\x85\xA1" || letter == "\xE3\x83\xBC" ? 3 : 0;
}

} // namespace

std::size_t digit_run(std::string_view text, std::size_t i, std::size_t limit)
{
    std::size_t size = 0;
    while (size < limit && is_digit(at_or_nul(text, i + size))) ++size;
    return size;
}

std::size_t dash_size(std::string_view text, std::size_t i)
{
    if (at_or_nul(text, i) == '-') return 1;
    if (text.substr(i, 2) != "\xE2\x80") return 0;
    const auto last = static_cast<unsigned char>(at_or_nul(text, i + 2));
    return last >= 0x90 && last <= 0x95 ? 3 : 0;
}

Joint joint_at(std::string_view text, std::size_t i)
{
    const auto before = gap_at(text, i);
    auto dash = dash_size(text, i + before.size);
    if (dash == 0) dash = lookalike_dash_size(text, i + before.size);
    if (dash == 0) return before;
    const auto behind = gap_at(text, i + before.size + dash);
    const auto is_plain = [](const Joint& gap) { return gap.size == 0 || gap.is_plain; };
    return {before.size + dash + behind.size, true, before.has_break || behind.has_break,
            is_plain(before) && is_plain(behind)};
}

std::optional<Groups> groups_at(std::string_view text, std::size_t at,
                                std::initializer_list<std::size_t> sizes)
{
    if (!starts_number(text, at)) return std::nullopt;
    Groups groups;
    for (const auto size : sizes) {
        if (groups.count > 0) {
            const auto joint = joint_at(text, at);
            if (joint.size == 0) return std::nullopt;
            groups.is_dashed = groups.is_dashed && joint.has_dash;
            at += joint.size;
        }
        if (groups.count + size > groups.digits.size() || digit_run(text, at, size + 1) != size) {
            return std::nullopt;
        }
        text.copy(groups.digits.data() + groups.count, size, at);
        groups.count += size;
        at += size;
    }
    groups.end = at;
    return groups;
}

std::optional<Groups> bare_number_at(std::string_view text, std::size_t at, std::size_t size)
{
    const auto number = groups_at(text, at, {size});
    const bool is_alone = number && is_border_before(text, at) && is_border_after(text, number->end);
    return is_alone && !is_fraction(text, at) ? number : std::nullopt;
}

bool has_luhn_digit(std::string_view digits)
{
    unsigned sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const auto digit = digit_at(digits, digits.size() - 1 - i);
        const auto twice = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += i % 2 == 1 ? twice : digit;
    }
    return sum % 10 == 0;
}

bool is_fraction(std::string_view text, std::size_t i)
{
    return i > 1 && text[i - 1] == '.' && is_digit(text[i - 2]);
}

bool is_date(unsigned year, unsigned month, unsigned day)
{
    constexpr std::array<unsigned, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1) return false;
    return day <= days[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U);
}

} // namespace pouch::redact::recognise
