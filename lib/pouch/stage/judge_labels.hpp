#pragma once
#include "pouch/format/head.hpp"
#include "pouch/label/policy.hpp"

#include <optional>
#include <vector>

/// Do the labels of a bundle allow it to pass?
namespace pouch::stage {

struct LabelDemand {
    std::vector<label::Policy> policies; ///< The policies this side knows.
    std::optional<label::Clearance> clearance;
    Instant at;
    bool ignored = false;    ///< --ignore label: labels must be well formed, nothing more.
    bool unlabelled = false; ///< A bundle without a label passes.
};

/// Judges the bundle label and every file label: well formed, bound to what it stands beside, in a policy we
/// know (the originator's label, else its alternative), valid there, the bundle label dominating every file
/// label, each permitted for the clearance. One denial refuses the whole bundle; the details name every
/// offender. Throws refused `label.malformed`, `label.reference`; policy `label.missing`, `label.unanswered`,
/// `label.unknown-policy`, `label.invalid`, `label.dominance`, `label.denied`.
void judge_labels(const format::Head& head, const LabelDemand& demand);

/// Judges the label of the file `path` alone, as judge_labels does.
void judge_file_label(ByteView bdo, const std::string& path, const LabelDemand& demand);

/// Reads a label file and checks that it stands for `path` of the payload (for the bundle if empty).
[[nodiscard]] label::Label read_bound_label(ByteView bdo, const std::string& path);

} // namespace pouch::stage
