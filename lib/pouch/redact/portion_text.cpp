#include "pouch/redact/portion_text.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/portion.hpp"

#include <algorithm>
#include <array>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace pouch::redact {

/// It does with a bracket of ASCII, or one of the characters among which others are.
bool may_hold_mark(std::string_view text)
{
    static constexpr auto may_begin = [] {
        std::array<bool, 256> table{};
        for (const char c : std::string_view("([{<\\&\xC2\xE2\xE3"))
            table[static_cast<unsigned char>(c)] = true;
        for (std::size_t byte = 0xEF; byte < table.size(); ++byte) table[byte] = true;
        return table;
    }();
    // Most texts hold none of them, nor anything beside ASCII.
    std::size_t at = 0;
#ifdef __SSE2__
    constexpr std::size_t width = sizeof(__m128i);
    for (bool is_last = text.size() < width; !is_last; at += width) {
        if (text.size() - at <= width) {
            is_last = true;
            at = text.size() - width; // some twice
        }
        const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
        const auto is = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
        const auto brackets = _mm_or_si128(_mm_or_si128(is('('), is('<')), _mm_or_si128(is('['), is('{')));
        // The highest bit of each byte counts.
        const auto found = _mm_or_si128(_mm_or_si128(bytes, brackets), _mm_or_si128(is('\\'), is('&')));
        if (_mm_movemask_epi8(found) != 0) break;
    }
#endif
    return std::any_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                       [](char c) { return may_begin[static_cast<unsigned char>(c)]; });
}

bool holds_withheld_portion(std::string_view text, PortionJudge& judge, std::uint64_t place)
{
    if (!may_hold_mark(text) || text == portion_token) return false;
    io::MemorySource in(as_bytes(text));
    PortionFilter filter(
        in, judge, {Unmarked::keep}, [](auto, auto, auto) {}, PortionFilter::Places::unwanted);
    Bytes buffer(4096);
    try {
        while (filter.withheld() == 0 && filter.read(buffer) > 0) {
        }
    } catch (const Error& error) {
        throw error.in(fmt::format("byte {}", place));
    }
    return filter.withheld() > 0;
}

} // namespace pouch::redact
