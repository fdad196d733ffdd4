#pragma once
#include "pouch/label/finding.hpp"
#include "pouch/stage/label_document.hpp"

#include <optional>
#include <string>
#include <vector>

/// Why labels pass or do not: what check_label_document decides, told label by label instead of thrown.
namespace pouch::stage {

/// One label of a document, judged.
struct Explanation {
    std::string where; ///< The file it is for, `the bundle`, or `the label`.
    label::Label label;
    std::vector<label::Finding> findings; ///< Why it is not valid; empty if it is.
    bool is_judged = false;               ///< A clearance was asked, and the label is valid.
    std::optional<label::Finding> denial; ///< Why that clearance does not permit it.
};

/// Explains every label of the document, as check_label_document judges it. Throws what that throws for a document that
/// has no label or whose label cannot be read.
[[nodiscard]] std::vector<Explanation> explain(const LabelDocument& document, const label::Policy& policy,
                                               const std::optional<label::Clearance>& clearance, Instant at);

} // namespace pouch::stage
