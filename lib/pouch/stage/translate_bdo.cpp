#include "pouch/stage/translate_bdo.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/new_label.hpp"
#include "pouch/stage/label_judge.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::stage {

namespace {

bool says_the_same(const label::Label& a, const label::Label& b)
{
    return a.classification == b.classification && a.categories == b.categories &&
           a.privacy_mark == b.privacy_mark && a.succession == b.succession && a.successor == b.successor;
}

/// A successor has no review date of its own.
label::Label with_its_review(const format::Bdo& bdo, const label::Label& source)
{
    auto label = source;
    if (!label.review) label.review = bdo.originator.review;
    return label;
}

} // namespace

std::vector<label::Finding> with_count(const TranslationPlan& plan)
{
    auto findings = plan.findings;
    if (plan.more_findings > 0)
        findings.push_back({"label.invalid", fmt::format("and {} more findings", plan.more_findings)});
    return findings;
}

void BdoTranslator::check_until(const label::Label& label) const
{
    if (options_.downgrade == Downgrade::allowed) return;
    const auto& then = label::label_at(label, options_.at);
    for (const auto* before : labels_until(label, options_.at)) {
        if (label::dominates(*options_.from, then, *before)) continue;
        throw not_allowed("label.downgrade",
                          "until {} the label admits fewer readers than its translation would",
                          format_rfc3339(options_.at))
            .with_hint("--downgrade, if that is meant");
    }
}

label::Label BdoTranslator::translated(const label::Label& label, std::vector<label::Finding>& findings)
{
    auto result = label::translate(*options_.from, label, *options_.to, options_.direction, options_.at,
                                   label::Mode::created);
    for (auto& sentence : result.discarded) discard({"label.discarded", std::move(sentence)});
    for (auto& sentence : result.added) discard({"label.added", std::move(sentence)});
    findings = std::move(result.findings);
    if (!result.label) return {};
    auto made = std::move(*result.label);
    made.created = options_.created;
    made.originator = options_.originator;
    if (!made.review && !made.succession) made.review = label::default_review(options_.created);
    return made;
}

TranslationPlan BdoTranslator::plan(ByteView document, const format::Bdo& bdo)
{
    TranslationPlan plan;
    if (label::is_under(*options_.to, bdo.originator)) {
        plan.label = label::label_at(bdo.originator, options_.at);
        return plan;
    }
    const auto* source = label_under(*options_.from, bdo, options_.at);
    if (source == nullptr) {
        plan.findings.push_back(
            {"label.other-policy", fmt::format("a label in policy '{}', and none in '{}'",
                                               bdo.originator.policy_name, options_.from->name)});
        return plan;
    }
    check_until(today_of(bdo, *source));
    auto made = translated(with_its_review(bdo, *source), plan.findings);
    plan.more_findings = cut_short(plan.findings);
    if (!plan.findings.empty()) return plan;
    const auto old = std::find_if(bdo.alternatives.begin(), bdo.alternatives.end(),
                                  [&](const auto& one) { return label::is_under(*options_.to, one); });
    if (old == bdo.alternatives.end()) {
        plan.insertion = format::insertion_of(document, bdo, made);
    } else if (!says_the_same(*old, made)) {
        check_downgrade(*old, made);
        if (bdo.has_signature) {
            throw not_allowed("label.signed",
                              "the label has an XML signature, which would not hold any more");
        }
        plan.replaced = static_cast<std::size_t>(old - bdo.alternatives.begin());
    }
    plan.label = std::move(made);
    return plan;
}

Bytes BdoTranslator::carry_out(const TranslationPlan& plan, ByteView document, format::Bdo bdo,
                               std::string_view data_uri)
{
    if (plan.insertion) return plan.insertion->into(document);
    if (!plan.replaced) return {document.begin(), document.end()};
    bdo.alternatives[*plan.replaced] = *plan.label;
    bdo.data_uri = data_uri;
    return format::write_bdo(bdo);
}

/// The label of `bdo` of which `current` is what holds at the day asked about.
const label::Label& BdoTranslator::today_of(const format::Bdo& bdo, const label::Label& current) const
{
    for (const auto& one : bdo.alternatives) {
        if (&label::label_at(one, options_.at) == &current) return one;
    }
    return bdo.originator;
}

void BdoTranslator::check_downgrade(const label::Label& old, const label::Label& made) const
{
    if (options_.downgrade == Downgrade::allowed) return;
    for (const auto* before : labels_from(old, options_.at)) {
        for (const auto* after : labels_from(made, options_.at)) {
            if (label::dominates(*options_.to, *after, *before)) continue;
            throw not_allowed("label.downgrade",
                              "the translation admits readers whom the alternative label that is "
                              "there does not")
                .with_hint("--downgrade, if that is meant");
        }
    }
}

void BdoTranslator::discard(label::Finding finding)
{
    if (std::find(discarded_.begin(), discarded_.end(), finding) == discarded_.end()) {
        discarded_.push_back(std::move(finding));
    }
}

} // namespace pouch::stage
