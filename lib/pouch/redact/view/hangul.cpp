#include "pouch/redact/view/hangul.hpp"

#include <array>
#include <cstdint>

namespace pouch::redact {

namespace {

constexpr std::int8_t none = -1;

/// U+3131 to U+314E as the lead (0-18) and as the tail (1-27) of a syllable.
constexpr std::array<std::int8_t, 30> leads{0,    1,    none, 2,    none, none, 3,  4,  5,  none,
                                            none, none, none, none, none, none, 6,  7,  8,  none,
                                            9,    10,   11,   12,   13,   14,   15, 16, 17, 18};
constexpr std::array<std::int8_t, 30> tails{1,  2,  3,  4,    5,  6,  7,  none, 8,  9,    10, 11, 12, 13, 14,
                                            15, 16, 17, none, 18, 19, 20, 21,   22, none, 23, 24, 25, 26, 27};
/// The lead as a tail.
constexpr std::array<std::int8_t, 19> tails_of_leads{1,  2,  4,  7,    none, 8,  16, 17, none, 19,
                                                     20, 21, 22, none, 23,   24, 25, 26, 27};

template <std::size_t N>
std::optional<unsigned> entry(const std::array<std::int8_t, N>& table, std::uint32_t i)
{
    if (table[i] == none) return std::nullopt;
    return static_cast<unsigned>(table[i]);
}

/// The compatibility letter of a half-width one.
std::uint32_t full_width(std::uint32_t c)
{
    if (c >= 0xFFA1 && c <= 0xFFBE) return c - 0xFFA1 + 0x3131;
    if (c >= 0xFFC2 && c <= 0xFFC7) return c - 0xFFC2 + 0x314F;
    if (c >= 0xFFCA && c <= 0xFFCF) return c - 0xFFCA + 0x3155;
    if (c >= 0xFFD2 && c <= 0xFFD7) return c - 0xFFD2 + 0x315B;
    if (c >= 0xFFDA && c <= 0xFFDC) return c - 0xFFDA + 0x3161;
    return c;
}

} // namespace

Jamo jamo_of(std::uint32_t c)
{
    c = full_width(c);
    if (c >= 0x3131 && c <= 0x314E) return {entry(leads, c - 0x3131), {}, entry(tails, c - 0x3131)};
    if (c >= 0x314F && c <= 0x3163) return {{}, c - 0x314F, {}};
    if (c >= 0x1100 && c <= 0x1112) return {c - 0x1100, {}, entry(tails_of_leads, c - 0x1100)};
    if (c >= 0x1161 && c <= 0x1175) return {{}, c - 0x1161, {}};
    if (c >= 0x11A8 && c <= 0x11C2) return {{}, {}, c - 0x11A8 + 1};
    return {};
}

} // namespace pouch::redact
