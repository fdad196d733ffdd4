#include "pouch/stage/judge_labels.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/bdo.hpp"
#include "pouch/io/file.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/validity.hpp"

#include <fmt/core.h>

namespace pouch::stage {

namespace {

/// The label to judge by, and the policy it is in.
struct Judged {
    std::string where; ///< Which file, or `the bundle`.
    label::Label label;
    const label::Policy* policy;
};

const label::Policy* policy_of(const label::Label& label, const std::vector<label::Policy>& policies)
{
    for (const auto& policy : policies) {
        if (label::is_under(policy, label)) return &policy;
    }
    return nullptr;
}

format::Bdo read_bound(ByteView bytes, const std::string& path)
{
    const auto where = path.empty() ? std::string("the bundle label") : path;
    try {
        auto bdo = format::read_bdo(bytes);
        const bool bound = path.empty() ? bdo.data_uri == format::bundle_reference
                                        : format::referenced_file(bdo.data_uri) == io::base_name_of(path);
        if (!bound)
            throw refused("label.reference", "the label names {}, not what it stands beside", bdo.data_uri);
        return bdo;
    } catch (const Error& error) {
        throw error.in(where);
    }
}

/// Collects offences of one kind and throws them together.
class Offences {
  public:
    Offences(std::string reason, std::string sentence)
        : reason_(std::move(reason)), sentence_(std::move(sentence))
    {
    }
    void add(const std::string& where, const std::string& why) { found_.push_back(where + ": " + why); }
    void throw_if_any() const
    {
        if (found_.empty()) return;
        if (found_.size() == 1) throw Error(Fault::policy, reason_, found_.front());
        throw Error(Fault::policy, reason_, fmt::format("{} ({} offenders)", sentence_, found_.size()))
            .with_details(found_);
    }

  private:
    std::string reason_;
    std::string sentence_;
    std::vector<std::string> found_;
};

/// The label that holds, in a policy we know.
Judged choose(const std::string& where, const format::Bdo& bdo, const LabelDemand& demand, Offences& unknown)
{
    const auto& original = label::label_at(bdo.originator, demand.at);
    if (const auto* policy = policy_of(original, demand.policies)) return {where, original, policy};
    for (const auto& alternative : bdo.alternatives) {
        const auto& current = label::label_at(alternative, demand.at);
        if (const auto* policy = policy_of(current, demand.policies)) return {where, current, policy};
    }
    unknown.add(where, fmt::format("a label in the policy {}, and no alternative in a policy given",
                                   original.policy_name));
    return {where, original, nullptr};
}

} // namespace

label::Label read_bound_label(ByteView bdo, const std::string& path)
{
    return read_bound(bdo, path).originator;
}

void judge_file_label(ByteView bdo, const std::string& path, const LabelDemand& demand)
{
    const auto read = read_bound(bdo, path);
    Offences unknown("label.unknown-policy", "labels in policies that were not given");
    const auto judged = choose(path, read, demand, unknown);
    unknown.throw_if_any();
    Offences invalid("label.invalid", "labels that their policy does not allow");
    const auto findings = label::findings_of(*judged.policy, judged.label, demand.at, label::Mode::existing);
    for (const auto& finding : findings) invalid.add(path, finding.sentence);
    invalid.throw_if_any();
    if (!demand.clearance) return;
    const auto decision = label::decide(*judged.policy, judged.label, *demand.clearance);
    if (!decision.permitted) throw not_allowed("label.denied", "{}: {}", path, decision.clause);
}

void judge_labels(const format::Head& head, const LabelDemand& demand)
{
    if (!head.label() && !demand.unlabelled) throw not_allowed("label.missing", "the bundle has no label");

    std::vector<std::pair<std::string, format::Bdo>> read;
    if (head.label()) read.emplace_back("the bundle", read_bound(*head.label(), ""));
    for (const auto& file : head.file_labels())
        read.emplace_back(file.path, read_bound(file.content, file.path));
    if (demand.ignored || read.empty()) return;
    if (demand.policies.empty()) {
        throw not_allowed("label.unanswered", "the bundle is labelled, and no --policy was given to judge it")
            .with_hint("--policy SPIF, or --ignore label");
    }

    Offences unknown("label.unknown-policy", "labels in policies that were not given");
    std::vector<Judged> labels;
    for (const auto& [where, bdo] : read) labels.push_back(choose(where, bdo, demand, unknown));
    unknown.throw_if_any();

    Offences invalid("label.invalid", "labels that their policy does not allow");
    for (const auto& [where, value, policy] : labels) {
        for (const auto& finding : label::findings_of(*policy, value, demand.at, label::Mode::existing)) {
            invalid.add(where, finding.sentence);
        }
    }
    invalid.throw_if_any();

    Offences above("label.dominance", "files labelled above their bundle");
    if (head.label()) {
        const auto& whole = labels.front();
        for (std::size_t i = 1; i < labels.size(); ++i) {
            const auto& part = labels[i];
            if (part.policy != whole.policy || !label::dominates(*whole.policy, whole.label, part.label)) {
                above.add(part.where, "the bundle label does not dominate the label of this file");
            }
        }
    }
    above.throw_if_any();

    if (!demand.clearance) return;
    Offences denied("label.denied", "the clearance does not permit this bundle");
    for (const auto& [where, value, policy] : labels) {
        const auto decision = label::decide(*policy, value, *demand.clearance);
        if (!decision.permitted) denied.add(where, decision.clause);
    }
    denied.throw_if_any();
}

} // namespace pouch::stage
