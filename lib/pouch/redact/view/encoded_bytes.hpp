#pragma once
#include "pouch/redact/view/unit.hpp"

/// Bytes written as signs, one after the other: `%EA%B5%AD`.
namespace pouch::redact {

enum class EncodedByte {
    percent,     ///< `%EA`
    backslash_x, ///< `\xEA`
    octal,       ///< `\352`, three digits
    equals,      ///< `=EA`
};

/// The value of a hexadecimal digit.
[[nodiscard]] constexpr unsigned hex_value(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte <= '9' ? byte - unsigned{'0'} : (byte | 0x20U) - unsigned{'a'} + 10;
}

/// How many signs one byte takes.
[[nodiscard]] constexpr std::size_t written_size(EncodedByte kind)
{
    return kind == EncodedByte::percent || kind == EncodedByte::equals ? 3 : 4;
}

/// The byte written at `i`.
[[nodiscard]] std::optional<unsigned char> encoded_byte(std::string_view text, std::size_t i,
                                                        EncodedByte kind);

/// The unit of the written bytes at `at` that make one character of UTF-8; appends it to `out`, a NUL not. Nothing if
/// they make none.
[[nodiscard]] std::optional<Unit> encoded_character(std::string_view text, std::size_t at, EncodedByte kind,
                                                    std::string& out);

} // namespace pouch::redact
