#pragma once
#include "pouch/redact/rules.hpp"
#include "pouch/redact/scanner.hpp"

#include <algorithm>

/// The scope of rules: formats in which they count. The scanner knows all rules; what it found is sorted out here.
namespace pouch::redact {

/// Takes the matches of rules out that do not count in a text of that format.
inline void keep_in_scope(const std::vector<Rule>& rules, FormatKind kind, std::vector<Match>& matches)
{
    const auto is_out = [&](const Match& match) { return !rules[match.rule].scope.has(kind); };
    matches.erase(std::remove_if(matches.begin(), matches.end(), is_out), matches.end());
}

} // namespace pouch::redact
