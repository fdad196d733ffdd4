#pragma once
#include "pouch/redact/json/editor.hpp"
#include "pouch/redact/json/tree.hpp"

/// What rules take out of a text that has been read into a tree.
namespace pouch::redact::json {

/// The cuts that an Editor makes in the text of `tree`, by the rules of `kind`; they are reported. Throws what it throws, but
/// for strings whose portion marks it refuses: those are put into `doubts`, since what holds them may go for another reason.
[[nodiscard]] std::vector<TextCut> field_cuts(FormatKind kind, std::string_view text, const Tree& tree,
                                              const StructureOptions& options, std::vector<Doubt>& doubts);

/// Throws the first of `doubts` that no cut takes out; both are in order.
void settle_doubts(const std::vector<Doubt>& doubts, const std::vector<TextCut>& cuts);

} // namespace pouch::redact::json
