#pragma once
#include "pouch/redact/stix/labelling.hpp"

/// Objects that are added to what is left of a bundle: the identity of the desk, and the definitions of markings that the
/// rules give.
namespace pouch::redact::stix {

/// What an addition looks at.
struct AdditionInput {
    const json::Tree& tree;
    const Bundle& bundle;
    const Target& target;
    const Remains& remains;
};

/// Adds, behind the last object that is left, what no object left is: the identity if `is_by_desk`, marked as the target is, and
/// the definitions that `labelling` or the identity refers to. Nothing to a bundle of which nothing is left. Appends to
/// `replacements`.
void add_objects(const AdditionInput& input, const Labelling& labelling, bool is_by_desk,
                 std::vector<TextCut>& replacements);

} // namespace pouch::redact::stix
