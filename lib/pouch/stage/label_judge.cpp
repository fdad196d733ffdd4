#include "pouch/stage/label_judge.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/membership.hpp"
#include "pouch/label/translate.hpp"
#include "pouch/label/validity.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::stage {

namespace {

const label::Policy* policy_of_clearance(const LabelDemand& demand)
{
    const auto& clearance = *demand.clearance;
    for (const auto& policy : demand.policies) {
        const bool is_its = clearance.policy_id.empty() ? label::same_name(clearance.policy_name, policy.name)
                                                        : clearance.policy_id == policy.id;
        if (is_its) return &policy;
    }
    return nullptr;
}

} // namespace

void check_demand(const LabelDemand& demand)
{
    for (std::size_t i = 0; i < demand.policies.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (demand.policies[i].id != demand.policies[j].id) continue;
            throw usage_error("policy.repeated", "policy '{}' ({}) is given twice", demand.policies[i].name,
                              demand.policies[i].id);
        }
    }
    if (!demand.clearance || demand.policies.empty()) return;
    const auto* policy = policy_of_clearance(demand);
    if (policy == nullptr) {
        throw usage_error("clearance.unknown", "the clearance is in policy '{}', which no --policy gives",
                          demand.clearance->policy_name);
    }
    label::check_clearance(*policy, *demand.clearance);
}

std::vector<std::string> expand_memberships(LabelDemand& demand)
{
    const auto* policy = demand.clearance ? policy_of_clearance(demand) : nullptr;
    return policy == nullptr ? std::vector<std::string>()
                             : label::expand_memberships(*policy, *demand.clearance);
}

std::vector<label::Finding> remarks_on(const label::Label& label, const label::Policy* policy, Instant at)
{
    std::vector<label::Finding> remarks;
    if (label.review && *label.review <= at) {
        remarks.push_back({"label.review",
                           fmt::format("the label was to be reviewed at {}", format_rfc3339(*label.review))});
    }
    if (policy != nullptr && !label::is_of_edition(*policy, label)) {
        remarks.push_back(
            {"label.edition",
             fmt::format("the label was given under another edition of policy '{}'", policy->name)});
    }
    return remarks;
}

LabelJudge::LabelJudge(const LabelDemand& demand) : demand_(demand)
{
    check_demand(demand);
    if (demand.clearance) home_ = policy_of_clearance(demand);
}

void LabelJudge::settle(const label::Policy* policy)
{
    if (home_ == nullptr) home_ = policy;
}

LabelVerdict LabelJudge::judge(const format::Bdo& bdo) const
{
    LabelVerdict verdict;
    choose(bdo, verdict);
    const auto invalid = [&](const label::Policy& policy, const label::Label& label) {
        for (const auto& finding : label::findings_of(policy, label, demand_.at, label::Mode::existing)) {
            verdict.invalid.push_back(finding.sentence);
        }
    };
    const auto& original = label::label_at(bdo.originator, demand_.at);
    const auto* own = policy_of(original);
    if (own != nullptr && own != verdict.policy && verdict.untranslatable.empty()) invalid(*own, original);
    remark(original, own, verdict);
    if (verdict.policy == nullptr) return verdict;
    invalid(*verdict.policy, verdict.label);
    if (!demand_.clearance || !verdict.invalid.empty()) return verdict;
    const auto decision = label::decide(*verdict.policy, verdict.label, *demand_.clearance);
    if (!decision.permitted) verdict.denied = decision.clause;
    return verdict;
}

const label::Policy* LabelJudge::policy_of(const label::Label& label) const
{
    for (const auto& policy : demand_.policies) {
        if (label::is_under(policy, label)) return &policy;
    }
    return nullptr;
}

void LabelJudge::choose(const format::Bdo& bdo, LabelVerdict& verdict) const
{
    std::vector<const label::Label*> all = {&label::label_at(bdo.originator, demand_.at)};
    for (const auto& alternative : bdo.alternatives) all.push_back(&label::label_at(alternative, demand_.at));

    for (const auto* label : all) {
        const auto* policy = policy_of(*label);
        if (policy == nullptr || (home_ != nullptr && policy != home_)) continue;
        verdict.policy = policy;
        verdict.label = *label;
        if (label != all.front()) remark(*label, policy, verdict);
        return;
    }
    for (const auto* label : all) {
        if (const auto* policy = policy_of(*label)) return translate(*label, *policy, verdict);
    }
    verdict.unknown = fmt::format("a label in the policy {}, and no alternative in a policy given",
                                  all.front()->policy_name);
}

void LabelJudge::translate(const label::Label& label, const label::Policy& from, LabelVerdict& verdict) const
{
    auto translation =
        label::translate(from, label, *home_, label::Direction::receiving, demand_.at, label::Mode::existing);
    if (!translation.label) {
        verdict.untranslatable = fmt::format("a label in the policy {}, which cannot be said in {}: {}",
                                             from.name, home_->name, translation.findings.front().sentence);
        return;
    }
    verdict.policy = home_;
    verdict.label = std::move(*translation.label);
    verdict.remarks.push_back(
        {"label.translated",
         fmt::format("judged by a translation from policy '{}' into '{}'", from.name, home_->name)});
    for (auto& sentence : translation.discarded) {
        verdict.remarks.push_back({"label.discarded", fmt::format("in the translation, {}", sentence)});
    }
    for (auto& sentence : translation.added) {
        verdict.remarks.push_back({"label.added", fmt::format("in the translation, {}", sentence)});
    }
}

void LabelJudge::remark(const label::Label& label, const label::Policy* policy, LabelVerdict& verdict) const
{
    for (auto& remark : remarks_on(label, policy, demand_.at)) verdict.remarks.push_back(std::move(remark));
}

} // namespace pouch::stage
