#pragma once
#include "pouch/redact/portion_judge.hpp"

#include <string_view>

/// Texts by which a producer says how something else is marked: a statement of STIX, a tag of MISP.
namespace pouch::redact {

/// True if `text` is a marking that the reader may not see, or names a classification in a way that nobody understands; as a
/// whole, in what stands between its quotes, colons and equals signs, or by a portion mark at the start of a line. What is a
/// readable marking as a whole is asked no further; what has hundreds of such parts is withheld.
[[nodiscard]] bool is_withheld_marking(std::string_view text, PortionJudge& judge);

} // namespace pouch::redact
