#pragma once
#include <string>
#include <string_view>

/// Values that a policy leaves to the user to type in (`userInput` of a SPIF's tagCategory).
namespace pouch::label {

/// What may be typed in.
struct UserInput {
    enum class Kind {
        text,    ///< 1 to 256 bytes without control characters, blanks at the ends, or two blanks in a row.
        integer, ///< A decimal number without leading zeros, at most 18 digits, `-` allowed.
        date,    ///< A day of the calendar, written as `date_format` says.
    };
    Kind kind = Kind::text;
    std::string date_format = "YYYY-MM-DD";
};

/// True for a date format that is understood: YYYY, MM and DD (or yyyy and dd) once each in any order, with the same
/// one of `-`, `/`, `.`, blank, or nothing, between them.
[[nodiscard]] bool is_date_format(std::string_view format);

/// True if `value` is what `input` asks for.
[[nodiscard]] bool accepts(const UserInput& input, std::string_view value);

/// `a date YYYY-MM-DD`: what may be typed in, for people.
[[nodiscard]] std::string text_of(const UserInput& input);

} // namespace pouch::label
