#pragma once
#include <cstdint>

/// What a picture may have at most: a header of a few bytes must not ask for hours, or for all memory.
namespace pouch::format {

inline constexpr std::uint64_t image_pixels_limit = std::uint64_t{1} << 28U;
inline constexpr std::uint32_t image_side_limit = 1'000'000;

} // namespace pouch::format
