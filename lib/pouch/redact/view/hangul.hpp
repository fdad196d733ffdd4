#pragma once
#include <cstdint>
#include <optional>

/// The letters of Hangul in their three blocks: conjoining (U+1100), compatibility (U+3131) and half-width (U+FFA1).
/// Arithmetic of syllables: The Unicode Standard, section 3.12.
namespace pouch::redact {

/// What one letter can be in a syllable: an index of the modern letters, or none.
struct Jamo {
    std::optional<unsigned> lead;  ///< 0 to 18
    std::optional<unsigned> vowel; ///< 0 to 20
    std::optional<unsigned> tail;  ///< 1 to 27
};

[[nodiscard]] Jamo jamo_of(std::uint32_t c);

[[nodiscard]] constexpr std::uint32_t syllable_of(unsigned lead, unsigned vowel, unsigned tail)
{
    return 0xAC00 + (lead * 21 + vowel) * 28 + tail;
}

/// True for a syllable without a consonant at its end.
[[nodiscard]] constexpr bool is_open_syllable(std::uint32_t c)
{
    return c >= 0xAC00 && c <= 0xD7A3 && (c - 0xAC00) % 28 == 0;
}

} // namespace pouch::redact
