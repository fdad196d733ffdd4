#pragma once
#include "pouch/label/resolve.hpp"

#include <span>

/// The label of a whole that has parts: no reader may see the whole who may not see each part. (reference:
/// ADatP-4774.1, dominant labels, but for permissive tags, see below)
namespace pouch::label {

struct RollUp {
    std::optional<Label> label;    ///< Nothing if there is no such label that is valid.
    std::vector<Finding> findings; ///< Why not, then.
};

/// The roll-up of `parts`, of which there is at least one, all of them in `policy`: the highest classification, every
/// restrictive and informative value, and of each permissive tag the values that all parts have which have the tag. A
/// permissive tag that is absent limits nobody, so what the other parts say of it stays; the guidance would drop the tag,
/// and so admit readers whom a part denies. Times, originator and privacy mark are not set.
///
/// There is none if a part does not resolve, if a permissive tag would have no value left (`label.roll-up`), or if the
/// policy does not allow what comes out at `at`: then a person decides.
[[nodiscard]] RollUp roll_up(const Policy& policy, std::span<const Label> parts, Instant at);

} // namespace pouch::label
