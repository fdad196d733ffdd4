#pragma once
#include "pouch/base/error.hpp"
#include "pouch/label/resolve.hpp"

/// Giving data a label: from what a person asks for to a label in the policy's own words.
namespace pouch::label {

/// Values asked for in one tag set, in any spelling of case and any order.
struct WantedCategory {
    std::string tag_set; ///< Name, or dotted OID.
    std::vector<std::string> values;
};

struct WantedLabel {
    std::string classification;
    std::vector<WantedCategory> categories;
    std::optional<OriginatorId> originator;
    Instant created;               ///< What is stamped on it.
    Instant at;                    ///< When it is to be valid.
    std::optional<Instant> review; ///< default_review() if not given.
};

/// `TAG SET=V1,V2`. Throws Fault::usage `usage.category` for any other form.
[[nodiscard]] WantedCategory parse_wanted_category(std::string_view text);

/// `TYPE:ID`. Throws Fault::usage `usage.originator` for any other form and unknown types.
[[nodiscard]] OriginatorId parse_originator(std::string_view text);

/// The review date of a label that was given none: ten years after `created`, or the last there is.
[[nodiscard]] Instant default_review(Instant created);

/// The label, in the spelling and order of the policy, one Category for each tag set and kind. Throws Fault::usage:
/// `usage.classification` and `usage.category` for names the policy does not have (the hint tells those it has) and for a
/// value that a tag set has in two kinds, `usage.review` for a review that is not after the creation; Fault::policy if the
/// label is not valid at `at`, and the hint tells what would make it so.
[[nodiscard]] Label new_label(const Policy& policy, const WantedLabel& wanted);

/// Fault::policy with the reason of the first of `findings`, of which there is one; with several, each is a detail. `what`
/// begins the message.
[[nodiscard]] Error error_of(const std::vector<Finding>& findings, std::string_view what);

/// Throws error_of, if there are findings.
void throw_findings(const std::vector<Finding>& findings, std::string_view what);

} // namespace pouch::label
