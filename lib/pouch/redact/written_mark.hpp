#pragma once
#include "pouch/redact/portion_judge.hpp"

#include <string_view>

/// Portion marks of which a bracket or a letter is written in another way, as `&#40;NS&#41;`: what shows the text may decode it.
namespace pouch::redact {

/// True if `head`, the first bytes of a line, with references of HTML, escapes of programs, percent-encoding and quoted-printable
/// decoded up to three times, begins with a mark that the reader may not see or that has a fault (line_mark.hpp), or has a
/// stray one (stray_mark.hpp).
[[nodiscard]] bool has_written_mark(std::string_view head, PortionJudge& judge);

} // namespace pouch::redact
