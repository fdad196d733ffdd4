#pragma once
#include "pouch/label/policy.hpp"

namespace pouch::label {

/// Every language that `policy` has markings in, and none, which comes first. The views live as long as the policy.
[[nodiscard]] std::vector<std::string_view> languages_of(const Policy& policy);

} // namespace pouch::label
