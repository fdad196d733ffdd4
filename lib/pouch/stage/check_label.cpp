#include "pouch/stage/check_label.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/new_label.hpp"
#include "pouch/stage/judge_labels.hpp"

#include <fmt/core.h>

namespace pouch::stage {

namespace {

std::vector<label::Finding> check_bdo(const format::Bdo& bdo, std::string where, const LabelDemand& demand)
{
    const auto verdict = LabelJudge(demand).judge(bdo);
    const auto told = explanation_of(std::move(where), verdict, demand.clearance.has_value());
    if (demand.when_judged) {
        Explanations all;
        all.add(told);
        demand.when_judged(all);
    }
    label::throw_findings(verdict.invalid, "the label is not valid");
    label::throw_findings(told.findings, "the label cannot be accepted");
    if (told.denial)
        throw Error(Fault::policy, told.denial->reason, placed(*told.denial), told.denial->remedy);
    return verdict.remarks;
}

} // namespace

std::vector<label::Finding> check_label_document(const LabelDocument& document, const LabelDemand& demand)
{
    if (const auto* head = std::get_if<format::Head>(&document)) return judge_labels(*head, demand);
    if (const auto* bdo = std::get_if<format::Bdo>(&document)) return check_bdo(*bdo, bdo->data_uri, demand);
    if (const auto* embedded = std::get_if<format::EmbeddedLabel>(&document))
        return check_bdo(embedded->binding.bdo, "the label in the document", demand);
    if (const auto* label = std::get_if<label::Label>(&document)) {
        format::Bdo bdo;
        bdo.originator = *label;
        return check_bdo(bdo, "the label", demand);
    }
    throw refused("label.malformed", "a clearance, not a label");
}

} // namespace pouch::stage
