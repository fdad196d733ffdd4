#pragma once
#include "pouch/redact/stix/marking.hpp"
#include "pouch/redact/stix/remains.hpp"

/// Markings of what stands within objects: objects in properties of one's own, in extensions, and observables of STIX 2.0.
/// STIX knows none there, but who wrote them meant them.
namespace pouch::redact::stix {

/// Takes out what is nested in an object and bears a marking that is closed, in `object_marking_refs` or in
/// `granular_markings` of its own: as a whole, since nobody could tell what the latter's selectors mean there.
void withhold_nested(const json::Tree& tree, const Bundle& bundle, const Markings& markings,
                     Remains& remains);

} // namespace pouch::redact::stix
