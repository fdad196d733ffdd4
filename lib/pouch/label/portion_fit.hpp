#pragma once
#include "pouch/label/policy.hpp"

namespace pouch::label {

/// True if a document with the label `whole` may hold a portion with the label `portion`: if that of the whole dominates it
/// (dominance.hpp).
///
/// Under the NATO policy a portion that is releasable to more than its owner also fits a whole that is releasable to nobody
/// else: `(NR//REL TO KOR)` in a document of NATO RESTRICTED. By their lists of values neither is above the other, but who may
/// read what is the owner's may read what the owner releases: Releasable To always repeats the owner, in labels and in
/// clearances.
[[nodiscard]] bool fits(const Policy& policy, const Label& whole, const Label& portion);

} // namespace pouch::label
