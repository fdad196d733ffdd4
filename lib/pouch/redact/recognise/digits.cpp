#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
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

std::size_t loose_dash_size(std::string_view text, std::size_t i)
{
    const std::size_t before = at_or_nul(text, i) == ' ' ? 1 : 0;
    const auto dash = dash_size(text, i + before);
    if (dash == 0) return 0;
    return before + dash + (at_or_nul(text, i + before + dash) == ' ' ? 1 : 0);
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
