#pragma once
#include "pouch/label/policy.hpp"

/// The words a label shows on a page, in the order and spelling its policy says.
namespace pouch::label {

/// The marking of `label` at `where` in `language` (a language tag such as `fr-CA`, or empty for the policy's
/// own). The label must resolve in the policy: what does not is Fault::policy with the reason of its finding.
[[nodiscard]] std::string marking_of(const Policy& policy, const Label& label, Location where,
                                     std::string_view language);

/// The marking of a clearance: its classes in braces, lowest first, then its categories. What does not
/// resolve is Fault::policy.
[[nodiscard]] std::string marking_of(const Policy& policy, const Clearance& clearance, Location where,
                                     std::string_view language);

/// The colour of the label's classification as the policy gives it; empty if it gives none.
[[nodiscard]] std::string color_of(const Policy& policy, const Label& label);

/// The markings of one item in one language, picked as a reader of that language wants them: the exact
/// language, else its primary subtag, else those without a language.
struct PickedMarkings {
    std::vector<const MarkingData*> data;
    std::optional<std::string> prefix;
    std::optional<std::string> suffix;
    std::optional<std::string> separator;
    bool found = false; ///< The item has markings in that language.

    /// The first entry that covers `where`; null if none does.
    [[nodiscard]] const MarkingData* at(Location where) const;
    /// What the item called `name` shows at `where`; empty when it is hidden there.
    [[nodiscard]] std::string text(std::string_view name, Location where) const;
};

[[nodiscard]] PickedMarkings pick(const Markings& markings, Location where, std::string_view language);

} // namespace pouch::label
