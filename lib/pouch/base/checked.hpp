#pragma once
#include "pouch/base/error.hpp"

#include <concepts>
#include <cstdint>

/// Arithmetic on sizes that come from input: an overflow is a refusal, never a wrap.
namespace pouch {

/// a + b, or Fault::refused with reason `limit.overflow`.
template <std::unsigned_integral T> [[nodiscard]] constexpr T checked_add(T a, T b)
{
    T sum{};
    if (__builtin_add_overflow(a, b, &sum)) throw refused("limit.overflow", "a size overflows");
    return sum;
}

/// a * b, or Fault::refused with reason `limit.overflow`.
template <std::unsigned_integral T> [[nodiscard]] constexpr T checked_mul(T a, T b)
{
    T product{};
    if (__builtin_mul_overflow(a, b, &product)) throw refused("limit.overflow", "a size overflows");
    return product;
}

} // namespace pouch
