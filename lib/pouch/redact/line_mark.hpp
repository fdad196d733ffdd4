#pragma once
#include "pouch/redact/portion_judge.hpp"

#include <optional>
#include <string_view>

/// The portion mark that a line starts with, judged.
namespace pouch::redact {

struct LineMark {
    std::string_view inside;
    PortionVerdict verdict;
    std::string_view fault; ///< Why it is not a mark as it should be, for a message; empty if it is.
};

/// The mark of `line`, which ends before its line end or after mark_reach bytes; nothing if what it starts with is none. Text in
/// brackets is a mark if the policy says so, and, with a fault, if it looks like one: is_upper_mark() (mark_shape.hpp) or
/// PortionJudge::names_class().
[[nodiscard]] std::optional<LineMark> read_line_mark(std::string_view line, PortionJudge& judge);

} // namespace pouch::redact
