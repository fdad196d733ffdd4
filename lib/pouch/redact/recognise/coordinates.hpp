#pragma once
#include "pouch/redact/recognise/tokens.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

/// What latitudes and longitudes are written with: hemispheres, numbers, signs and keys.
namespace pouch::redact::recognise {

enum class Axis { latitude, longitude };

constexpr unsigned most_of(Axis axis)
{
    return axis == Axis::latitude ? 90 : 180;
}

/// The axis of a letter N, S, E or W.
[[nodiscard]] std::optional<Axis> axis_of(char c);

/// A word or letter of a hemisphere, with the places where it begins and ends.
struct Hemisphere {
    Axis axis;
    std::size_t begin;
    std::size_t end;
};

/// The hemisphere written before `i`, with a blank or without.
[[nodiscard]] std::optional<Hemisphere> hemisphere_before(std::string_view text, std::size_t i);

/// The letter of the hemisphere at `i`, with a blank before it or without.
[[nodiscard]] std::optional<Hemisphere> hemisphere_after(std::string_view text, std::size_t i);

/// The bytes of one of `signs` at `i`; 0 if there is none.
[[nodiscard]] std::size_t sign_size(std::string_view text, std::size_t i,
                                    std::span<const std::string_view> signs);

/// A decimal number.
struct Number {
    std::size_t begin = 0;  ///< With its sign.
    std::size_t digits = 0; ///< Where its digits begin.
    std::size_t end = 0;
    unsigned whole = 0;
    std::size_t decimals = 0;
    bool has_sign = false;

    [[nodiscard]] bool is_at_most(unsigned most) const
    {
        return whole < most || (whole == most && decimals > 0);
    }
};

inline constexpr std::size_t most_decimals = 20;

/// One to three digits at `i`, perhaps with decimals.
[[nodiscard]] std::optional<Number> number_at(std::string_view text, std::size_t i);

/// The number that ends in the digit before `i`, of which one is a part.
[[nodiscard]] std::optional<Number> number_before(std::string_view text, std::size_t i);

/// The axis that a key before the value at `i` names: `lat=`, `"longitude": `, `위도 `.
[[nodiscard]] std::optional<Axis> key_before(std::string_view text, std::size_t i);

} // namespace pouch::redact::recognise
