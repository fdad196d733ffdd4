#pragma once
#include "pouch/redact/characters.hpp"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
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

/// What stands between two groups of a number.
struct Joint {
    std::size_t size = 0; ///< Bytes; 0 if there is none.
    bool has_dash = false;
    bool has_break = false;
    /// As forms print it: one dash with at most a blank on each side, or one blank.
    bool is_plain = false;
};

/// The joint at `i`: a dash, with or without a gap on each side, or a gap alone. A gap is one to three blanks, a line
/// break with up to eight blanks or tabs on each side, or the `+` that stands for a blank in form data.
[[nodiscard]] Joint joint_at(std::string_view text, std::size_t i);

/// Bytes of the longest joint.
inline constexpr std::size_t longest_joint = (8 + 2 + 8) + 3 + (8 + 2 + 8);

/// Groups of digits of the sizes that were asked for.
struct Groups {
    std::array<char, 24> digits{};
    std::size_t count = 0; ///< Digits.
    std::size_t end = 0;
    bool is_dashed = true; ///< A dash stands in every joint.

    [[nodiscard]] std::string_view view() const { return {digits.data(), count}; }
};

/// Groups of exactly `sizes` digits from `at`, at most 24 in all, with joints between; none if another stands there.
[[nodiscard]] std::optional<Groups> groups_at(std::string_view text, std::size_t at,
                                              std::initializer_list<std::size_t> sizes);

/// The run of exactly `size` digits at `at`, with borders of words and no fraction; none if another stands there.
[[nodiscard]] std::optional<Groups> bare_number_at(std::string_view text, std::size_t at, std::size_t size);

/// True if the last of `digits` is the check digit of ISO/IEC 7812 (Luhn).
[[nodiscard]] bool has_luhn_digit(std::string_view digits);

/// True if `i` stands behind `digit.`, as the fraction of a number does.
[[nodiscard]] bool is_fraction(std::string_view text, std::size_t i);

/// True for a day of the Gregorian calendar.
[[nodiscard]] bool is_date(unsigned year, unsigned month, unsigned day);

} // namespace pouch::redact::recognise
