#pragma once
#include <cstddef>
#include <string_view>

#ifdef __SSE2__
#include <bit>
#include <emmintrin.h>
#endif

/// What of a string of JSON stands there as it is.
namespace pouch::redact::json {

/// True for what a string holds as it is: no quote, no backslash, no control character.
[[nodiscard]] constexpr bool is_plain(char c)
{
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// The place of the first byte at or behind `at` that is not plain, or the end of the text.
[[nodiscard]] inline std::size_t plain_end(std::string_view text, std::size_t at)
{
#ifdef __SSE2__
    constexpr std::size_t width = sizeof(__m128i);
    for (; at + width <= text.size(); at += width) {
        const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
        const auto control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
        const auto quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
        const auto escape = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
        const auto stops =
            static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, escape))));
        if (stops != 0) return at + static_cast<std::size_t>(std::countr_zero(stops));
    }
#endif
    while (at < text.size() && is_plain(text[at])) ++at;
    return at;
}

/// A place from `at` on behind whole strings without escapes, found by counting quotes; `in_string` says whether one is
/// open at `at`, and then at that place.
[[nodiscard]] inline std::size_t behind_quotes(std::string_view text, std::size_t at, bool& in_string)
{
#ifdef __SSE2__
    constexpr std::size_t width = sizeof(__m128i);
    for (auto place = at; place + width <= text.size(); place += width) {
        const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + place));
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))) != 0) break;
        const auto quotes =
            static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))));
        if (quotes == 0) continue;
        at = place + static_cast<std::size_t>(std::bit_width(quotes));
        in_string = in_string != (__builtin_parity(quotes) != 0);
    }
#endif
    return at;
}

/// The place of the first quote or backslash at or behind `at`, or the end of the text.
[[nodiscard]] inline std::size_t string_stop(std::string_view text, std::size_t at)
{
#ifdef __SSE2__
    constexpr std::size_t width = sizeof(__m128i);
    for (; at + width <= text.size(); at += width) {
        const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
        const auto quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
        const auto escape = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
        const auto stops = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(quote, escape)));
        if (stops != 0) return at + static_cast<std::size_t>(std::countr_zero(stops));
    }
#endif
    while (at < text.size() && text[at] != '"' && text[at] != '\\') ++at;
    return at;
}

} // namespace pouch::redact::json
