#include "fuzz/policy.hpp"

#include "pouch/base/error.hpp"
#include "pouch/cli/explanation.hpp"
#include "pouch/format/bdo.hpp"
#include "pouch/format/clearance.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/label_mend.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/io/file.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/policy_diff.hpp"
#include "pouch/label/policy_search.hpp"
#include "pouch/label/policy_show.hpp"
#include "pouch/label/validity.hpp"

namespace pouch::fuzz {

namespace {

constexpr Instant at = {1767225600};

const label::Policy& fixed_policy()
{
    static const auto policy = format::read_spif(io::read_small_file(
        POUCH_SOURCE_DIR "/lib/policies/consultation-sample.spif.xml", format::spif_limit));
    return policy;
}

/// The label in the name of the fixed policy, so that its other words are looked at.
label::Label adopted(label::Label label)
{
    label.policy_id = fixed_policy().id;
    label.policy_name = fixed_policy().name;
    return label;
}

void check_explained(const std::vector<label::Finding>& findings)
{
    for (const auto& finding : findings) {
        const bool explained = !finding.reason.empty() && !finding.sentence.empty() &&
                               !finding.rule.empty() && !finding.remedy.empty();
        if (!explained) throw bug("a finding is not explained: {}", finding.sentence);
    }
}

} // namespace

void policy_tools(ByteView bytes)
{
    const auto policy = format::read_untidy_spif(bytes);
    static_cast<void>(label::text_of(policy));
    static_cast<void>(cli::lint_json(label::lint(policy, at), "policy"));
    if (!label::diff(policy, policy, 20).is_empty()) throw bug("a policy differs from itself");
}

void label_judged(ByteView bytes)
{
    const auto& policy = fixed_policy();
    const auto label = adopted(format::read_label(bytes));
    const auto findings = label::findings_of(policy, label, at, label::Mode::existing);
    check_explained(findings);
    if (!findings.empty()) return;
    static_cast<void>(label::marking_of(policy, label, label::Location::page_top, {}));
    label::Clearance all{policy.id, policy.name, {label.classification}, label.categories};
    if (!label::decide(policy, label, all).permitted) throw bug("who holds all of a valid label is denied");
}

void label_mended(ByteView bytes)
{
    const auto once = format::mend_label(bytes);
    const auto twice = format::mend_label(as_bytes(once.text));
    if (!twice.mended.empty()) throw bug("a mended document is mended again: {}", twice.mended.front());
    if (once.mended.empty()) return;
    static_cast<void>(format::read_bdo(as_bytes(once.text)));
}

void clearance_judged(ByteView bytes)
{
    const auto& policy = fixed_policy();
    auto clearance = format::read_clearance(bytes);
    clearance.policy_id = policy.id;
    clearance.policy_name = policy.name;
    label::LabelSearch search(policy);
    for (const auto& one : policy.classes) {
        const auto found = search.find(one, {});
        if (!found.found) throw bug("no label with classification {}", one.name);
        const auto decision = label::decide(policy, label_with(policy, one, found.categories), clearance);
        if (!decision.permitted) check_explained({decision.finding});
    }
}

} // namespace pouch::fuzz
