#include "pouch/redact/builtin.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

/// How many digits stand at `i`, counted up to `limit`.
std::size_t digit_run(std::string_view text, std::size_t i, std::size_t limit)
{
    std::size_t size = 0;
    while (size < limit && is_digit(at_or_nul(text, i + size))) ++size;
    return size;
}

unsigned digit_at(std::string_view text, std::size_t i)
{
    return static_cast<unsigned>(text[i] - '0');
}

unsigned two_digits(std::string_view text, std::size_t i)
{
    return digit_at(text, i) * 10 + digit_at(text, i + 1);
}

/// The bytes of a dash at `i`: the ASCII hyphen or U+2010 to U+2015; else 0.
std::size_t dash_size(std::string_view text, std::size_t i)
{
    if (at_or_nul(text, i) == '-') return 1;
    if (text.substr(i, 2) != "\xE2\x80") return 0;
    const auto last = static_cast<unsigned char>(at_or_nul(text, i + 2));
    return last >= 0x90 && last <= 0x95 ? 3 : 0;
}

/// The bytes of a dash at `i` with at most one blank on each side; else 0.
std::size_t loose_dash_size(std::string_view text, std::size_t i)
{
    const std::size_t before = at_or_nul(text, i) == ' ' ? 1 : 0;
    const auto dash = dash_size(text, i + before);
    if (dash == 0) return 0;
    return before + dash + (at_or_nul(text, i + before + dash) == ' ' ? 1 : 0);
}

/// True if `i` stands behind `digit.`, as the fraction of a number does.
bool is_fraction(std::string_view text, std::size_t i)
{
    return i > 1 && text[i - 1] == '.' && is_digit(text[i - 2]);
}

bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool is_date(unsigned year, unsigned month, unsigned day)
{
    constexpr std::array<unsigned, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1) return false;
    return day <= days[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U);
}

// ---- Korean resident and foreigners' registration numbers ----

/// First year of the century that the seventh digit stands for.
unsigned century_of(unsigned code)
{
    if (code == 9 || code == 0) return 1800;
    return code == 1 || code == 2 || code == 5 || code == 6 ? 1900 : 2000;
}

/// The check digit over the first twelve digits; `base` is 11 for residents, 13 for foreigners.
bool has_check_digit(std::string_view front, std::string_view back, unsigned base)
{
    constexpr std::array<unsigned, 12> weights{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    unsigned sum = 0;
    for (std::size_t i = 0; i < 12; ++i) {
        sum += weights[i] * (i < 6 ? digit_at(front, i) : digit_at(back, i - 6));
    }
    return (base - sum % 11) % 10 == digit_at(back, 6);
}

enum class Registered { resident, foreigner };

std::optional<Hit> judge_registration(std::string_view text, std::size_t at, Registered kind)
{
    auto run = digit_run(text, at, 14);
    const auto begin = at;
    const bool is_whole_date = run == 8 && loose_dash_size(text, at + 8) > 0;
    if (is_whole_date) {
        at += 2;
        run = 6;
    }
    std::size_t back = at + 6;
    std::size_t joint = 0;
    if (run == 6) {
        joint = loose_dash_size(text, back);
        if (joint == 0 && at_or_nul(text, back) == ' ') joint = 1;
        if (joint == 0 || digit_run(text, back + joint, 8) != 7) return std::nullopt;
        back += joint;
    } else if (run != 13) {
        return std::nullopt;
    }
    const auto end = back + 7;
    const bool is_joined = joint == 0;
    const bool is_blank = joint == 1 && text[at + 6] == ' ';
    if (is_joined || is_blank) {
        if (!is_border_before(text, at) || !is_border_after(text, end) || is_fraction(text, at)) {
            return std::nullopt;
        }
    }
    const auto code = digit_at(text, back);
    if ((code >= 5 && code <= 8) != (kind == Registered::foreigner)) return std::nullopt;
    const auto year = century_of(code) + two_digits(text, at);
    // Eight digits are a birth date in full if its century is that of the code; else some other number.
    if (is_whole_date && two_digits(text, begin) != year / 100) return std::nullopt;
    if (!is_date(year, two_digits(text, at + 2), two_digits(text, at + 4))) return std::nullopt;

    const bool is_checked =
        has_check_digit(text.substr(at, 6), text.substr(back, 7), kind == Registered::resident ? 11 : 13);
    return Hit{begin, end, is_blank || (is_joined && !is_checked)};
}

// ---- Korean telephone numbers ----

/// The bytes of the area or network code at `i`, without its leading zero; 0 if there is none.
std::size_t area_size(std::string_view text, std::size_t i)
{
    const char a = at_or_nul(text, i);
    const char b = at_or_nul(text, i + 1);
    switch (a) {
    case '1':
        return is_digit(b) && b != '2' && b != '3' && b != '4' && b != '5' ? 2 : 0;
    case '2':
        return 1;
    case '3':
        return b >= '1' && b <= '3' ? 2 : 0;
    case '4':
    case '6':
        return b >= '1' && b <= '4' ? 2 : 0;
    case '5':
        if (b == '0' && is_digit(at_or_nul(text, i + 2))) return 3;
        return b >= '1' && b <= '5' ? 2 : 0;
    case '7':
    case '8':
        return b == '0' ? 2 : 0;
    default:
        return 0;
    }
}

/// The bytes of a separator between groups at `i`; 0 if a digit follows at once.
std::size_t separator_size(std::string_view text, std::size_t i)
{
    if (const auto dash = loose_dash_size(text, i); dash > 0) return dash;
    const char c = at_or_nul(text, i);
    return i < text.size() && (c == ' ' || c == '.') ? 1 : 0;
}

/// The bytes of the country code of Korea at `i`: `+82`, `0082`, `00-82`, or `82` with a dash behind it.
std::size_t country_prefix_size(std::string_view text, std::size_t i)
{
    const auto rest = text.substr(i);
    if (rest.starts_with("+82")) return 3;
    if (rest.starts_with("82")) return loose_dash_size(text, i + 2) > 0 ? 2 : 0;
    if (!rest.starts_with("00")) return 0;
    const auto code = 2 + separator_size(text, i + 2);
    return text.substr(std::min(text.size(), i + code)).starts_with("82") ? code + 2 : 0;
}

} // namespace

std::optional<Hit> judge_rrn_kr(std::string_view text, std::size_t at)
{
    return judge_registration(text, at, Registered::resident);
}

std::optional<Hit> judge_frn_kr(std::string_view text, std::size_t at)
{
    return judge_registration(text, at, Registered::foreigner);
}

std::optional<Hit> judge_phone_kr(std::string_view text, std::size_t at)
{
    std::size_t begin = at;
    std::size_t i = at;
    const bool is_bracketed = at > 0 && text[at - 1] == '(';
    bool is_closed = false;
    const auto close = [&] {
        if (is_closed || at_or_nul(text, i) != ')') return;
        is_closed = true;
        ++i;
    };
    // `+82`, `0082`, or `82-` alone.
    const auto prefix = country_prefix_size(text, i);
    const bool is_international = prefix > 0;
    bool has_gap = text[at] == '+';
    if (is_international) {
        i += prefix;
        close();
        const auto gap = separator_size(text, i);
        has_gap = has_gap || gap > 0;
        i += gap;
        if (text.substr(i, 3) == "(0)") {
            i += 3;
            i += separator_size(text, i);
        } else if (at_or_nul(text, i) == '0') {
            ++i;
        }
    } else if (text[at] == '0') {
        ++i;
    } else {
        return std::nullopt;
    }
    const bool is_mobile = at_or_nul(text, i) == '1';
    const auto area = area_size(text, i);
    if (area == 0) return std::nullopt;
    i += area;
    close();
    bool is_separated = is_closed || has_gap;
    const auto first_gap = separator_size(text, i);
    i += first_gap;
    const auto first = digit_run(text, i, 9);
    i += first;
    if (first == 7 || first == 8) {
        is_separated = is_separated || first_gap > 0;
    } else {
        if (first != 3 && first != 4) return std::nullopt;
        const auto second_gap = separator_size(text, i);
        if (second_gap == 0 || digit_run(text, i + second_gap, 5) != 4) return std::nullopt;
        i += second_gap + 4;
        is_separated = true;
    }
    if (is_closed && is_bracketed) --begin;
    if (begin > 0 && is_digit(text[begin - 1])) return std::nullopt;
    if (!is_separated) {
        if (!is_border_before(text, begin) || !is_border_after(text, i) || is_fraction(text, begin)) {
            return std::nullopt;
        }
    }
    return Hit{begin, i, !is_separated && !is_mobile};
}

namespace {

/// Digits of a card with the place behind each.
struct CardDigits {
    std::array<unsigned char, 19> value{};
    std::array<std::size_t, 19> end{};
    std::size_t count = 0;
};

bool is_card(const CardDigits& digits, std::size_t count)
{
    const auto issuer = digits.value[0];
    if (issuer < 2 || issuer == 7 || issuer == 8) return false;
    if (count == 13 && issuer != 4) return false;
    unsigned sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        unsigned digit = digits.value[count - 1 - i];
        if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

/// True if the digits at `at` are no part of a digest: no hexadecimal digit stands before them.
bool is_card_border(std::string_view text, std::size_t at)
{
    return is_border_before(text, at) || !is_hex(text[at - 1]);
}

/// Appends the digit run at `i` while it fits; its length.
std::size_t take_group(std::string_view text, std::size_t i, CardDigits& digits)
{
    std::size_t size = 0;
    while (is_digit(at_or_nul(text, i + size)) && digits.count < digits.value.size()) {
        digits.value[digits.count] = static_cast<unsigned char>(text[i + size] - '0');
        ++size;
        digits.end[digits.count++] = i + size;
    }
    return size;
}

/// True if groups of these sizes are printed on cards: fours with a rest, 4-6-5 and 4-6-4.
bool is_grouping(const std::array<std::size_t, 8>& sizes, std::size_t count)
{
    if (count == 3 && sizes[1] == 6) return sizes[2] == 5 || sizes[2] == 4;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        if (sizes[i] != 4) return false;
    }
    return sizes[count - 1] <= 4;
}

} // namespace

std::optional<Hit> judge_pan(std::string_view text, std::size_t at)
{
    if (!is_card_border(text, at)) return std::nullopt;
    CardDigits digits;
    const auto run = take_group(text, at, digits);
    const auto ends_here = [&](std::size_t end) { return !is_hex(at_or_nul(text, end)); };
    if (run >= 13) {
        const auto end = at + run;
        if (is_fraction(text, at) || !ends_here(end) || !is_card(digits, run)) return std::nullopt;
        return Hit{at, end, false};
    }
    const char separator = at_or_nul(text, at + run);
    if (run != 4 || at + run >= text.size() || (separator != ' ' && separator != '-')) return std::nullopt;

    std::array<std::size_t, 8> sizes{4};
    std::size_t groups = 1;
    std::optional<Hit> best;
    for (std::size_t i = at + run; groups < sizes.size() && at_or_nul(text, i) == separator;) {
        const auto size = take_group(text, i + 1, digits);
        if (size == 0) break;
        i += 1 + size;
        sizes[groups++] = size;
        const bool is_long_enough = digits.count >= 13;
        if (is_long_enough && is_grouping(sizes, groups) && ends_here(i) && is_card(digits, digits.count)) {
            best = Hit{at, i, false};
        }
    }
    return best;
}

} // namespace pouch::redact
