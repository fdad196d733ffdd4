#include "pouch/stage/explanations.hpp"

namespace pouch::stage {

namespace {

std::size_t size_of(const label::Finding& finding)
{
    return finding.reason.size() + finding.sentence.size() + finding.value.size() + finding.rule.size() +
           finding.remedy.size() + finding.policy.size();
}

} // namespace

void Explanations::add(Explanation told)
{
    auto& kind = told.passes() ? passing_ : refused_;
    if (kind.size > explanation_budget) {
        ++kind.more;
        return;
    }
    kind.size += told.where.size() + told.policy.size();
    if (told.denial) kind.size += size_of(*told.denial);
    std::size_t kept = 0;
    while (kept < told.findings.size() && kind.size <= explanation_budget)
        kind.size += size_of(told.findings[kept++]);
    if (kept == 0 && !told.findings.empty()) kept = 1; // why it does not pass
    told.more_findings += told.findings.size() - kept;
    told.findings.resize(kept);
    labels_.push_back(std::move(told));
}

} // namespace pouch::stage
