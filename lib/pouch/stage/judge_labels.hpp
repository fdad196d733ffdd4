#pragma once
#include "pouch/format/head.hpp"
#include "pouch/stage/label_judge.hpp"

/// Do the labels of a bundle allow it to pass?
namespace pouch::stage {

/// Judges the bundle label and every file label: well formed, bound to what it stands beside, in a policy we
/// know, by itself, by an alternative or translated (LabelJudge), valid there, the bundle label dominating every file
/// label, each permitted for the clearance. One denial refuses the whole bundle; the details name every
/// offender. Returns the remarks, each once, with the first that it is about and how many there are.
///
/// Labels that differ in nothing but the file they name are judged once. Throws refused `label.malformed`,
/// `label.reference`; policy `label.missing`, `label.unanswered`, `label.unknown-policy`, `label.translation`,
/// `label.invalid`, `label.loosened`, `label.dominance`, `label.denied`; what check_demand throws.
std::vector<label::Finding> judge_labels(const format::Head& head, const LabelDemand& demand);

/// Judges the label of the file `path` alone, as judge_labels does.
std::vector<label::Finding> judge_file_label(ByteView bdo, const std::string& path,
                                             const LabelDemand& demand);

/// Judges a BDO by itself, as judge_labels does.
std::vector<label::Finding> judge_bdo(const format::Bdo& bdo, const LabelDemand& demand);

} // namespace pouch::stage
