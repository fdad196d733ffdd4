#include "pouch/redact/spoken_marking.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/portion_text.hpp"
#include "pouch/redact/view/fold.hpp"

#include <algorithm>

namespace pouch::redact {

bool is_withheld_marking(std::string_view text, PortionJudge& judge)
{
    if (const auto verdict = judge.marking_verdict(text)) return *verdict != PortionVerdict::readable;
    constexpr std::string_view signs = "\"=:"; // nato:classification="NS"
    constexpr std::size_t most_parts = 256;    // no marking has so many, and each is judged
    const auto plain = plain_spelling(text);
    std::size_t parts = 0;
    for (std::size_t begin = 0; begin < plain.size();) {
        if (++parts > most_parts) return true;
        const auto end = std::min(plain.find_first_of(signs, begin), plain.size());
        const auto verdict = judge.marking_verdict(std::string_view(plain).substr(begin, end - begin));
        if (verdict && *verdict != PortionVerdict::readable) return true;
        begin = end + 1;
    }
    try {
        return holds_withheld_portion(text, judge, 0);
    } catch (const Error&) {
        return true; // a mark that nobody understands
    }
}

} // namespace pouch::redact
