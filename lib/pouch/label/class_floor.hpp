#pragma once
#include "pouch/label/label.hpp"
#include "pouch/label/policy.hpp"

namespace pouch::label {

/// The lowest classification of `to` that `from` names as an equivalent of that of `label`, for whatever direction; null if
/// it names none that `to` has.
[[nodiscard]] const Class* class_floor(const Policy& from, const Label& label, const Policy& to);

} // namespace pouch::label
