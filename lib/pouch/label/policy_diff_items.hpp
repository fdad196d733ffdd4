#pragma once
#include "pouch/label/policy.hpp"

namespace pouch::label {

/// The `items` of a PolicyDiff: what is written differently in two policies, one item a line.
[[nodiscard]] std::vector<std::string> differing_items(const Policy& before, const Policy& after);

} // namespace pouch::label
