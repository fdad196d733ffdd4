#pragma once
#include "pouch/label/policy.hpp"

/// Comparison of labels by who may read them.
namespace pouch::label {

/// True if everybody who may read what bears `whole` may read what bears `part`, for every clearance whose
/// classifications are closed downwards: class no lower, every restrictive value of `part` in `whole`, and
/// each permissive tag of `part` in `whole` too, with no value there that `part` lacks. (A permissive tag
/// that is absent limits nobody, so one absent from `whole` does not dominate one in `part`.) False if either
/// label does not resolve in the policy.
[[nodiscard]] bool dominates(const Policy& policy, const Label& whole, const Label& part);

} // namespace pouch::label
