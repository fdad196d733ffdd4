#include "pouch/redact/portion_text.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/mark_text.hpp"
#include "pouch/redact/portion.hpp"
#include "pouch/redact/portion_mark.hpp"

#include <algorithm>
#include <array>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace pouch::redact {

/// It does with a bracket of ASCII, one of the characters among which others are, or what may write either of them.
bool may_hold_mark(std::string_view text)
{
    enum class Kind : std::uint8_t { none, mark, hexadecimal };
    static constexpr auto kinds = [] {
        std::array<Kind, 256> table{};
        for (const char c : std::string_view("([{<\\&\xC2\xE2\xE3"))
            table[static_cast<unsigned char>(c)] = Kind::mark;
        for (std::size_t byte = 0xEF; byte < table.size(); ++byte) table[byte] = Kind::mark;
        for (const char c : std::string_view("%=")) table[static_cast<unsigned char>(c)] = Kind::hexadecimal;
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
        const auto escapes = _mm_or_si128(_mm_or_si128(is('\\'), is('&')), _mm_or_si128(is('%'), is('=')));
        // The highest bit of each byte counts.
        if (_mm_movemask_epi8(_mm_or_si128(bytes, _mm_or_si128(brackets, escapes))) != 0) break;
    }
#endif
    for (std::size_t i = at; i < text.size(); ++i) {
        const auto kind = kinds[static_cast<unsigned char>(text[i])];
        if (kind == Kind::mark || (kind == Kind::hexadecimal && is_hex(at_or_nul(text, i + 1)))) return true;
    }
    return false;
}

bool has_words(std::string_view text)
{
    const auto plain = upper(without_wide_signs(folded(text.substr(0, mark_reach))));
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const auto rest = std::string_view(plain).substr(i);
        const auto reference = rest.find(';'); // of HTML, mostly to a blank
        if (rest.front() == '&' && reference < 10) {
            i += reference;
        } else if (rest.starts_with("N/A")) {
            i += 2;
        } else if (!is_digit(rest.front()) ? is_alnum(rest.front()) || !is_ascii(rest.front())
                                           : is_alnum(at_or_nul(rest, 1))) {
            return true;
        }
    }
    return false;
}

bool is_bare_mark(std::string_view text)
{
    bool has_mark = false;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of("\r\n"), text.size());
        const auto line = folded(text.substr(0, std::min(end, mark_reach)));
        text.remove_prefix(std::min(end + 1, text.size()));
        std::string_view rest = line;
        if (const auto mark = find_mark(line)) // behind signs of a list
            rest.remove_prefix(static_cast<std::size_t>(mark->inside.data() - line.data()) - 1);
        std::string words;
        for (auto open = rest.find('('); open != std::string_view::npos; open = rest.find('(')) {
            has_mark = true;
            words.append(rest.substr(0, open)).append(" ");
            rest.remove_prefix(std::min(rest.find(')', open), rest.size()));
        }
        if (has_words(words.append(rest))) return false;
    }
    return has_mark;
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

Error mark_alone()
{
    return not_allowed("portion.unknown", "a portion mark by itself: what it is of stands elsewhere");
}

Error mark_alone(std::uint64_t place)
{
    return mark_alone().in(fmt::format("byte {}", place));
}

std::optional<Error> lost_mark(std::string_view text, PortionJudge& judge, std::uint64_t place)
{
    if (!may_hold_mark(text) || !is_bare_mark(text)) return std::nullopt;
    try {
        if (!holds_withheld_portion(text, judge, place)) return std::nullopt;
    } catch (const Error& error) {
        return error;
    }
    return mark_alone(place);
}

bool is_withheld_value(std::string_view text, PortionJudge& judge, std::uint64_t place)
{
    if (!holds_withheld_portion(text, judge, place)) return false;
    if (is_bare_mark(text)) throw mark_alone(place);
    return true;
}

} // namespace pouch::redact
