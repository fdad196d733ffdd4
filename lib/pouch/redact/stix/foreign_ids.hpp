#pragma once
#include "pouch/redact/stix/handling.hpp"
#include "pouch/redact/stix/remains.hpp"

namespace pouch::redact::stix {

/// Takes out ids that refer to what is not in the bundle, or not any more, though the names of their properties do not say
/// so, as lists of other ids that an object goes by do: as References does it, what `external` has it to. True if there were any.
bool drop_foreign_ids(const json::Tree& tree, const Bundle& bundle, ExternalRefs external, Remains& remains);

} // namespace pouch::redact::stix
