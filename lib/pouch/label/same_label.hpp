#pragma once
#include "pouch/label/policy.hpp"

/// Two labels that say the same.
namespace pouch::label {

/// True if both resolve in `policy`, to the same classification, categories and privacy mark. Who gave them, and when, does
/// not matter.
[[nodiscard]] bool same_label(const Policy& policy, const Label& a, const Label& b);

} // namespace pouch::label
