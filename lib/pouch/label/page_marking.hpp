#pragma once
#include "pouch/label/policy.hpp"

/// Page markings read backwards: from the words to the label.
namespace pouch::label {

/// The words of a marking: what stands between blanks, commas, slashes, colons and dashes.
[[nodiscard]] std::vector<std::string> marking_words(std::string_view text);
/// Takes the first of them off `text`; empty if there is none.
[[nodiscard]] std::string_view take_marking_word(std::string_view& text);

/// The label that `text` is a page marking of, in any language of the policy: `NATO SECRET REL TO KOR`; nothing if it is not
/// exactly that, or could be read in two ways. Values of the label that the policy hides on pages may stand there too: `NATO
/// SECRET REL TO NATO, KOR`. Words count in their case; what stands between them and their order do not.
///
/// What markings never show is supplied as read_portion_mark() does. Times are not set, and nobody has looked whether the
/// label is valid.
[[nodiscard]] std::optional<Label> read_page_marking(const Policy& policy, std::string_view text);

/// True if `text` names a classification as a marking of the policy would, in any case and whatever stands beside it: one that
/// takes several words, or is a word by itself in the policy's own case. So does the name of one above the lowest alone, if
/// there is nothing beside it, or if it is written in capitals: `Classification: SECRET`. Any sign of ASCII ends a word: `NATO SECRET.`,
/// `NATO_SECRET`. Who has other signs makes them blanks first.
[[nodiscard]] bool names_classification(const Policy& policy, std::string_view text);

} // namespace pouch::label
