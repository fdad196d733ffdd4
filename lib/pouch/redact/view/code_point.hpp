#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Code points of Unicode in UTF-8.
namespace pouch::redact {

/// True for what a character may be: no surrogate, at most U+10FFFF.
[[nodiscard]] constexpr bool is_scalar(std::uint32_t c)
{
    return c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF);
}

/// The halves of surrogate pairs in UTF-16, and what a pair stands for.
[[nodiscard]] constexpr bool is_high_surrogate(std::uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}
[[nodiscard]] constexpr bool is_low_surrogate(std::uint32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}
[[nodiscard]] constexpr std::uint32_t joined_surrogates(std::uint32_t high, std::uint32_t low)
{
    return 0x10000 + ((high - 0xD800) << 10U) + (low - 0xDC00);
}

/// Appends the scalar value `c`; a NUL, which no text holds, is left out.
inline void append_utf8(std::string& out, std::uint32_t c)
{
    const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
    if (c == 0) return;
    if (c < 0x80) return byte(c);
    if (c < 0x800) {
        byte(0xC0U | (c >> 6U));
    } else {
        if (c < 0x10000) {
            byte(0xE0U | (c >> 12U));
        } else {
            byte(0xF0U | (c >> 18U));
            byte(0x80U | ((c >> 12U) & 0x3FU));
        }
        byte(0x80U | ((c >> 6U) & 0x3FU));
    }
    byte(0x80U | (c & 0x3FU));
}

/// The code point at `i` of valid UTF-8.
[[nodiscard]] constexpr std::uint32_t code_point_at(std::string_view text, std::size_t i)
{
    const auto byte = [&](std::size_t k) {
        return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
    };
    if (byte(0) < 0x80) return byte(0);
    if (byte(0) < 0xE0) return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    if (byte(0) < 0xF0) return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    return ((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
           (byte(3) & 0x3FU);
}

/// Bytes of the character that begins with `first`, 2 to 4, or 1 for ASCII; 0 if none begins so.
[[nodiscard]] constexpr std::size_t utf8_size(unsigned char first)
{
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// The code point of a whole character, or nothing if `bytes` is not one in its shortest form.
[[nodiscard]] constexpr std::optional<std::uint32_t> code_point_of(std::string_view bytes)
{
    if (bytes.empty() || bytes.size() != utf8_size(static_cast<unsigned char>(bytes[0]))) return std::nullopt;
    for (std::size_t i = 1; i < bytes.size(); ++i) {
        if ((static_cast<unsigned char>(bytes[i]) & 0xC0U) != 0x80) return std::nullopt;
    }
    const auto c = code_point_at(bytes, 0);
    const bool is_short = (bytes.size() == 3 && c < 0x800) || (bytes.size() == 4 && c < 0x10000);
    if (is_short || !is_scalar(c)) return std::nullopt;
    return c;
}

} // namespace pouch::redact
