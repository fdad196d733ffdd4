#pragma once
#include <cstdint>
#include <string>

/// What becomes of single characters in fold.hpp, before it is looked at what stands beside them.
namespace pouch::redact {

/// True for `c` from `first` to `last`.
[[nodiscard]] constexpr bool is_within(std::uint32_t c, std::uint32_t first, std::uint32_t last)
{
    return c >= first && c <= last;
}

/// True for what nothing shows.
[[nodiscard]] constexpr bool is_invisible(std::uint32_t c)
{
    return c == 0x00AD || c == 0x034F || c == 0x061C || is_within(c, 0x115F, 0x1160) ||
           is_within(c, 0x17B4, 0x17B5) || is_within(c, 0x180B, 0x180F) || is_within(c, 0x200B, 0x200F) ||
           is_within(c, 0x202A, 0x202E) || is_within(c, 0x2060, 0x206F) || c == 0x3164 ||
           is_within(c, 0xFE00, 0xFE0F) || c == 0xFEFF || c == 0xFFA0 || is_within(c, 0xFFF9, 0xFFFB) ||
           is_within(c, 0x13430, 0x1343F) || is_within(c, 0x1BCA0, 0x1BCA3) ||
           is_within(c, 0x1D173, 0x1D17A) || is_within(c, 0xE0000, 0xE0FFF);
}

/// True if `c` may join the character before it.
[[nodiscard]] bool may_join(std::uint32_t c);

/// True for combining marks.
[[nodiscard]] bool is_combining(std::uint32_t c);

/// True for what is inert in the Basic Multilingual Plane.
[[nodiscard]] bool is_inert(std::uint32_t c);

/// Appends what `c` decomposes to.
void append_decomposed(std::string& out, std::uint32_t c);

/// `text` composed (NFC), with look-alikes as ASCII.
[[nodiscard]] std::string composed_form(const std::string& text);

} // namespace pouch::redact
