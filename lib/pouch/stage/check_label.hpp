#pragma once
#include "pouch/stage/label_document.hpp"
#include "pouch/stage/label_judge.hpp"

/// label check: does a document with labels pass?
namespace pouch::stage {

/// Judges a bundle as judge_labels does; the label of any other document as a LabelJudge does. Throws Fault::policy: of a
/// bundle what judge_labels throws, else the reason of the first finding, or `label.denied`; Fault::refused
/// `label.malformed` for a clearance. Returns the remarks on what passed.
std::vector<label::Finding> check_label_document(const LabelDocument& document, const LabelDemand& demand);

} // namespace pouch::stage
