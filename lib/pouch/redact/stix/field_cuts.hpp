#pragma once
#include "pouch/redact/stix/remains.hpp"

/// What rules about fields take out of a bundle, and what that means for its objects.
namespace pouch::redact::stix {

/// Takes note of `cuts` (json::Editor) in `remains`: what goes with them, and objects that cannot be without what a cut
/// takes or replaces. Appends those that replace something to `replacements`. False if they leave no bundle.
[[nodiscard]] bool take_field_cuts(const json::Tree& tree, const Bundle& bundle,
                                   const std::vector<TextCut>& cuts, Remains& remains,
                                   std::vector<TextCut>& replacements);

} // namespace pouch::redact::stix
