#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/// One pass over the bytes of a text that raises every place where a built-in recogniser must look: 64 bytes
/// at a time become bit masks of character classes, and shifts of the masks against each other find dots
/// between digits, digit runs of a length, colons in a row. It costs the same whatever the rules are, and far
/// less than the same as regular expressions.
namespace pouch::redact {

/// What raises a place. Bits, so that a caller can name the kinds it wants.
enum Event : std::uint8_t {
    event_dotted = 1, ///< a dot between digits, the first of three such dots at most four bytes apart
    event_colons = 2, ///< a colon of `::`, or the first of three at most five bytes apart
    event_at = 4,     ///< an @ sign
    event_scheme = 8, ///< the colon of `://`
    event_six = 16,   ///< the first digit of a run of six or more
    event_four = 32,  ///< the first digit of a run of four or more
    event_zero = 64,  ///< a 0 that begins a run of two digits or more
    event_plus = 128, ///< a plus sign before a digit, or an 8 that begins a run of two digits
};

namespace detail {

/// Bit i of each mask tells of byte i.
struct Masks {
    std::uint64_t digit = 0;
    std::uint64_t dot = 0;
    std::uint64_t colon = 0;
    std::uint64_t at = 0;
    std::uint64_t slash = 0;
    std::uint64_t zero = 0;
    std::uint64_t plus = 0;
    std::uint64_t eight = 0;
};

#ifdef __SSE2__
[[nodiscard]] inline std::uint64_t bits_of(__m128i a, __m128i b, __m128i c, __m128i d)
{
    const auto word = [](__m128i v) {
        return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(v)));
    };
    return word(a) | (word(b) << 16U) | (word(c) << 32U) | (word(d) << 48U);
}

[[nodiscard]] inline Masks masks_of(const char* bytes)
{
    const auto load = [&](std::size_t i) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
    };
    const __m128i v0 = load(0);
    const __m128i v1 = load(16);
    const __m128i v2 = load(32);
    const __m128i v3 = load(48);
    const auto equal = [&](char c) {
        const __m128i k = _mm_set1_epi8(c);
        return bits_of(_mm_cmpeq_epi8(v0, k), _mm_cmpeq_epi8(v1, k), _mm_cmpeq_epi8(v2, k),
                       _mm_cmpeq_epi8(v3, k));
    };
    const auto digits = [](__m128i v) {
        // Bytes from '0' to '9' moved to the bottom of the signed range.
        const __m128i moved = _mm_add_epi8(v, _mm_set1_epi8(static_cast<char>(-128 - '0')));
        return _mm_cmplt_epi8(moved, _mm_set1_epi8(-128 + 10));
    };
    Masks m;
    m.digit = bits_of(digits(v0), digits(v1), digits(v2), digits(v3));
    m.dot = equal('.');
    m.colon = equal(':');
    m.at = equal('@');
    m.slash = equal('/');
    m.zero = equal('0');
    m.plus = equal('+');
    m.eight = equal('8');
    return m;
}
#else
[[nodiscard]] inline Masks masks_of(const char* bytes)
{
    Masks m;
    for (unsigned i = 0; i < 64; ++i) {
        const char c = bytes[i];
        const auto bit = std::uint64_t{1} << i;
        if (c >= '0' && c <= '9') m.digit |= bit;
        if (c == '.') m.dot |= bit;
        if (c == ':') m.colon |= bit;
        if (c == '@') m.at |= bit;
        if (c == '/') m.slash |= bit;
        if (c == '0') m.zero |= bit;
        if (c == '+') m.plus |= bit;
        if (c == '8') m.eight |= bit;
    }
    return m;
}
#endif

/// Masks of the chunk at `i`; blanks beyond the end of the text.
[[nodiscard]] inline Masks masks_at(std::string_view text, std::size_t i)
{
    if (i + 64 <= text.size()) return masks_of(text.data() + i);
    if (i >= text.size()) return {};
    char padded[64];
    std::memset(padded, ' ', sizeof padded);
    std::memcpy(padded, text.data() + i, text.size() - i);
    return masks_of(padded);
}

/// A mask together with the one behind it; shifting looks ahead.
struct Pair {
    std::uint64_t here;
    std::uint64_t next;

    [[nodiscard]] std::uint64_t ahead(unsigned k) const { return (here >> k) | (next << (64U - k)); }
    [[nodiscard]] std::uint64_t ahead_of_next(unsigned k) const { return next >> k; }
    /// This and the same, `k` bytes ahead. The last bits of the next mask may be missing.
    [[nodiscard]] Pair also_ahead(unsigned k) const { return {here & ahead(k), next & ahead_of_next(k)}; }
    /// This, where one stands again at a distance of `first` to `last` bytes.
    [[nodiscard]] Pair near(unsigned first, unsigned last) const
    {
        Pair found{0, 0};
        for (unsigned k = first; k <= last; ++k) {
            found.here |= ahead(k);
            found.next |= ahead_of_next(k);
        }
        return found;
    }
    [[nodiscard]] Pair operator&(const Pair& other) const { return {here & other.here, next & other.next}; }
};

} // namespace detail

/// Calls `action(place, events)` for every place that raises one of `wanted`, in order of place.
template <typename Action> void for_each_event(std::string_view text, std::uint8_t wanted, Action action)
{
    using detail::Pair;
    if (wanted == 0) return;
    auto here = detail::masks_at(text, 0);
    std::uint64_t digit_before = 0; // bit 0: the last byte of the chunk before was a digit
    for (std::size_t i = 0; i < text.size(); i += 64) {
        const auto next = detail::masks_at(text, i + 64);
        const Pair digit{here.digit, next.digit};
        const std::uint64_t behind_digit = (here.digit << 1U) | digit_before;
        const std::uint64_t starts = here.digit & ~behind_digit;
        const Pair two = digit.also_ahead(1);
        const Pair four = two.also_ahead(2);

        std::uint64_t dotted = 0;
        if ((wanted & event_dotted) != 0 && here.dot != 0) {
            const Pair between{here.dot & behind_digit & digit.ahead(1),
                               next.dot & ((next.digit << 1U) | (here.digit >> 63U)) &
                                   digit.ahead_of_next(1)};
            const Pair twice = between & between.near(2, 4);
            dotted = (between & twice.near(2, 4)).here;
        }
        std::uint64_t colons = 0;
        std::uint64_t scheme = 0;
        if (here.colon != 0) {
            const Pair colon{here.colon, next.colon};
            const Pair slash{here.slash, next.slash};
            const Pair twice = colon & colon.near(2, 5);
            colons = (colon.also_ahead(1).here | (colon & twice.near(2, 5)).here);
            scheme = here.colon & slash.ahead(1) & slash.ahead(2);
        }
        const auto on = [&](Event kind, std::uint64_t mask) { return (wanted & kind) != 0 ? mask : 0; };
        const std::uint64_t six = on(event_six, starts & four.here & two.ahead(4));
        const std::uint64_t fours = on(event_four, starts & four.here);
        const std::uint64_t zeros = on(event_zero, starts & here.zero & two.here);
        const std::uint64_t plus =
            on(event_plus, (here.plus & digit.ahead(1)) | (starts & here.eight & two.here & ~digit.ahead(2)));
        const std::uint64_t ats = on(event_at, here.at);
        colons = on(event_colons, colons);
        scheme = on(event_scheme, scheme);

        for (std::uint64_t all = dotted | colons | ats | scheme | six | fours | zeros | plus; all != 0;
             all &= all - 1) {
            const auto bit = static_cast<unsigned>(std::countr_zero(all));
            const auto has = [&](std::uint64_t mask, Event kind) {
                return static_cast<unsigned>(((mask >> bit) & 1U) != 0 ? kind : 0);
            };
            const unsigned events = has(dotted, event_dotted) | has(colons, event_colons) |
                                    has(ats, event_at) | has(scheme, event_scheme) | has(six, event_six) |
                                    has(fours, event_four) | has(zeros, event_zero) | has(plus, event_plus);
            action(i + bit, static_cast<std::uint8_t>(events));
        }
        digit_before = here.digit >> 63U;
        here = next;
    }
}

} // namespace pouch::redact
