#pragma once
#include "pouch/redact/stix/marking.hpp"
#include "pouch/redact/stix/remains.hpp"

namespace pouch::redact::stix {

/// Takes out of definitions of markings that are left what does not define: nothing says who may see it. Not where
/// `target` keeps what is unmarked, nor of a definition that is marked with a colour itself.
void trim_definitions(const json::Tree& tree, const Bundle& bundle, const Target& target,
                      const Markings& markings, Remains& remains);

} // namespace pouch::redact::stix
