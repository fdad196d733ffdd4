#pragma once
#include "pouch/redact/view/unit.hpp"
#include "support/support.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What the tests of decoded views share.
namespace pouch::test {

/// A text and what it reads as.
struct Reading {
    std::string_view written;
    std::string_view meant;
};

/// `text` with all units decoded, tried at every byte. A unit stands in angle brackets if `is_marked`.
inline std::string decoded(redact::Decoder decode, std::string_view text, bool is_marked = false)
{
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at < copied || (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) continue;
        std::string part;
        const auto unit = decode(text, copied, at, part);
        if (!unit) continue;
        out += text.substr(copied, unit->begin - copied);
        out += is_marked ? "<" + part + ">" : part;
        copied = unit->end;
    }
    return out += text.substr(copied);
}

/// `count` characters of `alphabet`, the same for the same seed.
inline std::string random_characters(const std::vector<std::string>& alphabet, std::size_t count,
                                     std::uint64_t seed)
{
    std::string text;
    for (const auto b : noise(count, seed))
        text += alphabet[std::to_integer<std::size_t>(b) % alphabet.size()];
    return text;
}

inline std::string repeated(std::string_view piece, std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

} // namespace pouch::test
