#pragma once
#include "pouch/label/policy.hpp"

/// Portion marks: the few letters in round brackets that stand before a paragraph, `(NR//REL TO KOR, JPN)`.
///
/// The form is not standardised. Here it is: the portion phrase of the classification (or the policy's name,
/// a space and the classification's name, where the policy gives no phrase); then for each tag that shows
/// something `//`, the tag's prefix, its values by their portion phrase or else their name with the tag's
/// separator (or `/`) between, the tag's suffix. Informative tags are not written, but are read.
namespace pouch::label {

/// The label that a portion mark stands for, given what is between its brackets, in any language of the
/// policy; nothing if it is not exactly such a mark, or could be read in two ways. Letters count in their
/// case; blanks around `//` and around values do not count, nor does the order of groups and values.
///
/// What a portion mark never shows is supplied: where the policy requires a category that is hidden in
/// portion marks and only one such category fits, it is added. So under the NATO policy `NR` has the Context
/// NATO, and `NR//REL TO KOR` the Context NATO and Releasable and is Releasable To NATO and KOR. What is
/// required but would have been shown is not supplied: the label then fails findings_of(), as it should.
/// Under the NATO policy the same is supplied where its SPIF states no such rule (nato_profile.hpp). Times
/// are not set.
///
/// The cost is that of a walk over the policy: keep the answers for marks that repeat.
[[nodiscard]] std::optional<Label> read_portion_mark(const Policy& policy, std::string_view inside_brackets);

/// The portion mark of `label` with its brackets. A label that does not resolve is Fault::policy.
[[nodiscard]] std::string portion_marking_of(const Policy& policy, const Label& label,
                                             std::string_view language);

} // namespace pouch::label
