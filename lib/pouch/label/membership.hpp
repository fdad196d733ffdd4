#pragma once
#include "pouch/label/policy.hpp"

/// Groups of nations, as a policy's extension `memberships` lists them (reference: ADatP-4774.1).
namespace pouch::label {

/// Adds to each permissive tag of `clearance`, which must resolve in `policy`, the groups of which it holds a member: a
/// reader who may see what is releasable to KOR may see what is releasable to a group that KOR is in. A member counts
/// where name and lacv are those of the value held, and a group where the same tag has a value of its name. What is added
/// adds nothing in turn. Returns a sentence for each value added.
std::vector<std::string> expand_memberships(const Policy& policy, Clearance& clearance);

} // namespace pouch::label
