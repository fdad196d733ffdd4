#pragma once
#include "pouch/format/bdo.hpp"
#include "pouch/label/resolve.hpp"
#include "pouch/stage/explanations.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// One label against the policies and the clearance of a side.
namespace pouch::stage {

struct LabelDemand {
    std::vector<label::Policy> policies; ///< The policies this side knows, each once.
    std::optional<label::Clearance> clearance;
    Instant at;
    bool ignored = false;    ///< --ignore label: labels must be well formed, nothing more.
    bool unlabelled = false; ///< A bundle without a label passes.
    /// Told of all labels once they are judged, before anything is thrown for one.
    std::function<void(const Explanations&)> when_judged = {};
};

/// Throws Fault::usage `policy.repeated` for two policies of one identifier or one name, `clearance.unknown` for a clearance of a
/// policy that is not among them or that names what its policy does not have.
void check_demand(const LabelDemand& demand);

/// Adds to the clearance of a demand that was checked the groups that its policy counts the reader to; a sentence each.
std::vector<std::string> expand_memberships(LabelDemand& demand);

/// Of one label: each of thousands of values may have several findings, and the verdicts on labels that recur are kept.
inline constexpr std::size_t kept_findings = 50;

/// Cuts `findings` to kept_findings; returns how many it took off.
std::size_t cut_short(std::vector<label::Finding>& findings);

struct LabelVerdict {
    const label::Policy* policy = nullptr;      ///< That it was judged by; null if there is none.
    label::Label label;                         ///< What was judged: as it came, or translated.
    bool is_alternative = false;                ///< It is one that came beside the originator's.
    std::optional<label::Finding> unknown;      ///< No label of it is in a policy this side knows.
    std::vector<label::Finding> untranslatable; ///< One is, and cannot be said in the policy to judge by.
    std::vector<label::Finding> invalid; ///< What its policy, or that of the originator, does not allow.
    std::size_t more_findings = 0;       ///< Of either kind, beside the first kept_findings, which are told.
    std::optional<label::Finding> loosened; ///< The alternative admits whom the originator's label does not.
    std::optional<label::Finding> denied;   ///< Why the clearance does not permit it.
    std::vector<label::Finding> remarks;    ///< What a person should know of it though it passes.
};

/// The verdict on the label of `where`, under a demand with a clearance or without.
[[nodiscard]] Explanation explanation_of(std::string where, const LabelVerdict& verdict, bool has_clearance);

/// What a person should know of a label though it passes: `label.review` for a review date that has passed,
/// `label.edition` where it was given under another edition of `policy` (null: a policy that is not known).
[[nodiscard]] std::vector<label::Finding> remarks_on(const label::Label& label, const label::Policy* policy,
                                                     Instant at);

/// Judges labels in one policy: that of the clearance if there is one, else the one settled on. The label to judge is the
/// originator's if it is in that policy, else the first alternative in it, else the translation (as the receiver's) of the
/// first label in another policy that is known. What the originator says must be valid too where its policy is known; then
/// an alternative must also admit no more readers than a translation of it, as the sender's or as the receiver's.
///
/// Findings name the policy that judged. Remarks are those of remarks_on(), `label.translated` and `label.discarded` for a
/// translation, and `label.uncompared` for an alternative that the equivalences of the originator's policy do not give, or
/// where that policy is not known.
class LabelJudge {
  public:
    /// `demand` must outlive it. Throws as check_demand.
    explicit LabelJudge(const LabelDemand& demand);

    [[nodiscard]] LabelVerdict judge(const format::Bdo& bdo) const;

    /// Without a clearance: all labels from now on are judged by `policy`, that of the bundle.
    void settle(const label::Policy* policy);

  private:
    [[nodiscard]] const label::Policy* policy_of(const label::Label& label) const;
    void compare(const label::Label& original, const label::Policy& own, LabelVerdict& verdict) const;
    void choose(const format::Bdo& bdo, LabelVerdict& verdict) const;
    void translate(const label::Label& label, const label::Policy& from, LabelVerdict& verdict) const;
    void remark(const label::Label& label, const label::Policy* policy, LabelVerdict& verdict) const;

    const LabelDemand& demand_;
    const label::Policy* home_ = nullptr; ///< The policy to judge by; null: the first that is known.
    label::Resolution held_;              ///< What the clearance holds in it.
};

} // namespace pouch::stage
