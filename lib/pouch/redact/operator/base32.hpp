#pragma once
#include "pouch/base/bytes.hpp"

#include <string>

/// base32 of RFC 4648 section 6, in upper case, without padding.
namespace pouch::redact {

[[nodiscard]] inline std::string base32(ByteView bytes)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    unsigned held = 0; // bits not written yet
    unsigned bits = 0;
    for (const auto byte : bytes) {
        held = (held << 8U) | std::to_integer<unsigned>(byte);
        for (bits += 8; bits >= 5; bits -= 5) text += alphabet[held >> (bits - 5) & 31U];
        held &= 31U;
    }
    if (bits > 0) text += alphabet[held << (5 - bits) & 31U];
    return text;
}

} // namespace pouch::redact
