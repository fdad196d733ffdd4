#pragma once
#include "pouch/redact/lint.hpp"

#include <vector>

/// Rules that do nothing, or not what they say, because of other rules.
namespace pouch::redact {

/// Of rules that compile:
/// - literals that another literal makes pointless: the same text, found at least as loosely, and named before;
/// - literals that hold another one with the same replacement, and so only widen what it removes;
/// - rules with the matcher of another: they do nothing, or each removes what the other spares.
[[nodiscard]] std::vector<LintFinding> overlaps_of(const std::vector<Rule>& rules);

} // namespace pouch::redact
