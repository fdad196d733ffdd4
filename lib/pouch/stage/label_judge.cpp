#include "pouch/stage/label_judge.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/class_floor.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/dominance.hpp"
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
            const auto& one = demand.policies[i];
            const auto& other = demand.policies[j];
            if (one.id == other.id)
                throw usage_error("policy.repeated", "policy '{}' ({}) is given twice", one.name, one.id);
            if (label::same_name(one.name, other.name)) {
                throw usage_error("policy.repeated", "two policies ({} and {}) have the name '{}'", other.id,
                                  one.id, one.name)
                    .with_hint("a label may say its policy by name alone: judge by one of them at a time");
            }
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

std::size_t cut_short(std::vector<label::Finding>& findings)
{
    if (findings.size() <= kept_findings) return 0;
    const auto more = findings.size() - kept_findings;
    findings.resize(kept_findings);
    findings.shrink_to_fit();
    return more;
}

Explanation explanation_of(std::string where, const LabelVerdict& verdict, bool has_clearance)
{
    Explanation told{std::move(where), verdict.policy == nullptr ? std::string() : verdict.policy->id,
                     verdict.untranslatable, false, verdict.denied};
    auto& findings = told.findings;
    if (verdict.unknown) findings.push_back(*verdict.unknown);
    findings.insert(findings.end(), verdict.invalid.begin(), verdict.invalid.end());
    if (verdict.loosened) findings.push_back(*verdict.loosened);
    told.more_findings = verdict.more_findings;
    told.is_judged = has_clearance && findings.empty();
    return told;
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
    if (!demand.clearance) return;
    home_ = policy_of_clearance(demand);
    if (home_ != nullptr) held_ = label::resolve(*home_, *demand.clearance);
}

void LabelJudge::settle(const label::Policy* policy)
{
    if (home_ == nullptr) home_ = policy;
}

LabelVerdict LabelJudge::judge(const format::Bdo& bdo) const
{
    LabelVerdict verdict;
    choose(bdo, verdict);
    const auto examine = [&](const label::Policy& policy, const label::Resolution& resolved) {
        for (auto& finding : label::findings_of(policy, resolved, demand_.at, label::Mode::existing)) {
            finding.policy = policy.id;
            verdict.invalid.push_back(std::move(finding));
        }
    };
    const auto& original = label::label_at(bdo.originator, demand_.at);
    const auto* own = policy_of(original);
    if (own != nullptr && own != verdict.policy && verdict.untranslatable.empty()) {
        examine(*own, label::resolve(*own, original));
        if (verdict.invalid.empty() && verdict.is_alternative) compare(original, *own, verdict);
    }
    if (own == nullptr && verdict.is_alternative) {
        verdict.remarks.push_back(
            {"label.uncompared",
             fmt::format("the alternative label in policy '{}' could not be compared with that of the "
                         "originator in policy '{}', which is not given",
                         verdict.policy->name, original.policy_name)});
    }
    remark(original, own, verdict);
    verdict.more_findings += cut_short(verdict.untranslatable) + cut_short(verdict.invalid);
    if (verdict.policy == nullptr) return verdict;
    const auto resolved = label::resolve(*verdict.policy, verdict.label);
    examine(*verdict.policy, resolved);
    verdict.more_findings += cut_short(verdict.invalid);
    if (!demand_.clearance || !verdict.invalid.empty()) return verdict;
    auto decision = label::decide(resolved, held_);
    if (decision.permitted) return verdict;
    verdict.denied = std::move(decision.finding);
    verdict.denied->policy = verdict.policy->id;
    return verdict;
}

/// Whoever made the alternative was to translate as a sender; equivalences for receivers say the same as well.
void LabelJudge::compare(const label::Label& original, const label::Policy& own, LabelVerdict& verdict) const
{
    const auto& home = *verdict.policy;
    auto today = original; // what is to come is judged when it has come
    today.succession.reset();
    today.successor.clear();
    bool is_comparable = false;
    std::string obstacle;
    for (const auto direction : {label::Direction::sending, label::Direction::receiving}) {
        auto said = label::translate(own, today, home, direction, demand_.at, label::Mode::existing);
        if (!said.label) {
            if (!said.findings.empty()) obstacle = std::move(said.findings.front().sentence);
            continue;
        }
        is_comparable = true;
        if (label::dominates(home, verdict.label, *said.label)) return;
    }
    // Where not all of it can be said, its classification may be: no category makes up for a lower one.
    const auto* floor = label::class_floor(own, today, home);
    const auto* given = home.find_class(verdict.label.classification);
    const bool is_lower = floor != nullptr && given != nullptr && given->hierarchy < floor->hierarchy;
    if (is_comparable || is_lower) {
        verdict.loosened = label::Finding{
            "label.loosened",
            fmt::format("the alternative label in policy '{}' admits readers whom the label of the "
                        "originator in policy '{}' does not",
                        home.name, own.name),
            verdict.label.classification,
            "an alternative label admits no more readers than what it stands for",
            0,
            "an alternative made anew by label translate",
            own.id};
    } else {
        verdict.remarks.push_back(
            {"label.uncompared",
             fmt::format("the alternative label in policy '{}' could not be compared with that of the "
                         "originator in policy '{}': {}",
                         home.name, own.name, obstacle)});
    }
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
        verdict.is_alternative = label != all.front();
        if (verdict.is_alternative) remark(*label, policy, verdict);
        return;
    }
    for (const auto* label : all) {
        if (const auto* policy = policy_of(*label)) return translate(*label, *policy, verdict);
    }
    const auto& name = all.front()->policy_name;
    verdict.unknown = label::Finding{
        "label.unknown-policy",
        fmt::format("a label in the policy {}, and no alternative in a policy given", name),
        name,
        "a label is judged in a policy that is given: by itself, by an alternative or by translation",
        0,
        fmt::format("give the policy file of '{}' too, or an alternative label in a policy that is given",
                    name)};
}

void LabelJudge::translate(const label::Label& label, const label::Policy& from, LabelVerdict& verdict) const
{
    auto translation =
        label::translate(from, label, *home_, label::Direction::receiving, demand_.at, label::Mode::existing);
    if (!translation.label) {
        for (auto& finding : translation.findings) {
            finding.sentence = fmt::format("a label in the policy {}, which cannot be said in {}: {}",
                                           from.name, home_->name, finding.sentence);
            verdict.untranslatable.push_back(std::move(finding));
        }
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
