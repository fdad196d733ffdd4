#include "pouch/redact/line_mark.hpp"

#include "pouch/redact/mark_shape.hpp"
#include "pouch/redact/portion_mark.hpp"
#include "pouch/redact/stray_mark.hpp"

namespace pouch::redact {

std::optional<LineMark> read_line_mark(std::string_view line, PortionJudge& judge)
{
    const auto mark = find_mark(line);
    if (!mark) return std::nullopt;
    const auto verdict = judge.verdict(mark->inside);
    const auto inside = folded(mark->inside);
    const bool is_upper = is_upper_mark(mark->inside) || is_upper_mark(inside);
    if (verdict == PortionVerdict::unknown && !is_upper && !judge.names_class(inside)) return std::nullopt;
    if (!judge.has_policy() && !is_upper) return std::nullopt;
    const auto with = [&](std::string_view fault) { return LineMark{mark->inside, verdict, fault}; };
    switch (mark->form) {
    case MarkForm::regular:
        return with(verdict == PortionVerdict::unknown ? "the policy knows no such portion mark" : "");
    case MarkForm::attached:
        // `(NATO)-led`: not a mark. `(NS)Text`: one that would be overlooked.
        if (!judge.has_policy()) return std::nullopt;
        if (verdict == PortionVerdict::unknown && !is_mark_like(mark->inside, judge)) return std::nullopt;
        return with("no blank behind a portion mark");
    case MarkForm::unclosed:
        return with("a portion mark is not closed");
    case MarkForm::wide_bracket:
        break;
    }
    return with("a portion mark in full-width brackets");
}

} // namespace pouch::redact
