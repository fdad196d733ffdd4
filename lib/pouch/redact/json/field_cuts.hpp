#pragma once
#include "pouch/redact/json/portion_cut.hpp"
#include "pouch/redact/json/tree.hpp"

/// What rules take out of a text that has been read into a tree.
namespace pouch::redact::json {

/// The cuts that an Editor makes in the text of `tree`, by the rules of `kind`; they are reported. What it
/// doubts is added to `doubts`. Throws what it throws.
[[nodiscard]] std::vector<TextCut> field_cuts(FormatKind kind, std::string_view text, const Tree& tree,
                                              const StructureOptions& options, std::vector<Doubt>& doubts);

} // namespace pouch::redact::json
