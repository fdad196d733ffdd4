#pragma once
#include "pouch/redact/characters.hpp"

#include <array>
#include <cstddef>
#include <string_view>

/// What recognisers of numbers share: runs of digits, the signs between groups, dates, check digits.
namespace pouch::redact::recognise {

/// How many digits stand at `i`, counted up to `limit`.
[[nodiscard]] std::size_t digit_run(std::string_view text, std::size_t i, std::size_t limit);

/// The value of the digit, or of the two digits, at `i`.
[[nodiscard]] constexpr unsigned digit_at(std::string_view text, std::size_t i)
{
    return static_cast<unsigned>(text[i] - '0');
}
[[nodiscard]] constexpr unsigned two_digits(std::string_view text, std::size_t i)
{
    return digit_at(text, i) * 10 + digit_at(text, i + 1);
}

/// True if `at` is the first digit of a run.
[[nodiscard]] constexpr bool starts_number(std::string_view text, std::size_t at)
{
    return is_digit(at_or_nul(text, at)) && (at == 0 || !is_digit(text[at - 1]));
}

/// The bytes of a dash at `i`: the ASCII hyphen or U+2010 to U+2015; else 0.
[[nodiscard]] std::size_t dash_size(std::string_view text, std::size_t i);

/// The bytes of a dash at `i` with at most one blank on each side; else 0.
[[nodiscard]] std::size_t loose_dash_size(std::string_view text, std::size_t i);

/// True if `i` stands behind `digit.`, as the fraction of a number does.
[[nodiscard]] bool is_fraction(std::string_view text, std::size_t i);

/// True for a day of the Gregorian calendar.
[[nodiscard]] bool is_date(unsigned year, unsigned month, unsigned day);

} // namespace pouch::redact::recognise
