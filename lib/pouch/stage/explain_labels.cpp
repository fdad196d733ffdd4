#include "pouch/stage/explain_labels.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/validity.hpp"

namespace pouch::stage {

namespace {

class Explainer {
  public:
    Explainer(const label::Policy& policy, const std::optional<label::Clearance>& clearance, Instant at)
        : policy_(policy), clearance_(clearance), at_(at)
    {
    }

    [[nodiscard]] Explanation of(std::string where, const label::Label& label) const
    {
        Explanation one{std::move(where), label, {}, false, {}};
        one.findings = label::findings_of(policy_, label, at_, label::Mode::existing);
        if (!clearance_ || !one.findings.empty()) return one;
        one.is_judged = true;
        auto decision = label::decide(policy_, label, *clearance_);
        if (!decision.permitted) one.denial = std::move(decision.finding);
        return one;
    }

    /// The label in our policy, or else the originator's, which is then found to be in another.
    [[nodiscard]] Explanation of(std::string where, const format::Bdo& bdo) const
    {
        const auto* ours = label_under(policy_, bdo, at_);
        return of(std::move(where), ours == nullptr ? label::label_at(bdo.originator, at_) : *ours);
    }

    [[nodiscard]] std::vector<Explanation> of(const format::Head& head) const
    {
        if (!head.label()) throw not_allowed("label.missing", "the bundle has no label");
        std::vector<Explanation> all = {of("the bundle", format::read_bdo(*head.label()))};
        for (const auto& file : head.file_labels()) {
            auto one = of(file.path, format::read_bdo(file.content));
            const auto& whole = all.front().label;
            if (one.findings.empty() && all.front().findings.empty() &&
                !label::dominates(policy_, whole, one.label)) {
                one.findings.push_back(
                    {"label.dominance", "the bundle label does not dominate the label of this file",
                     whole.classification, "who may read the bundle may read each of its files", 0,
                     "a stricter label of the bundle, or leave this file out"});
            }
            all.push_back(std::move(one));
        }
        return all;
    }

  private:
    const label::Policy& policy_;
    const std::optional<label::Clearance>& clearance_;
    Instant at_;
};

} // namespace

std::vector<Explanation> explain(const LabelDocument& document, const label::Policy& policy,
                                 const std::optional<label::Clearance>& clearance, Instant at)
{
    const Explainer explainer(policy, clearance, at);
    if (const auto* head = std::get_if<format::Head>(&document)) return explainer.of(*head);
    if (const auto* bdo = std::get_if<format::Bdo>(&document)) return {explainer.of(bdo->data_uri, *bdo)};
    if (const auto* embedded = std::get_if<format::EmbeddedLabel>(&document)) {
        return {explainer.of("the label in the document", embedded->binding.bdo)};
    }
    if (const auto* label = std::get_if<label::Label>(&document)) {
        return {explainer.of("the label", label::label_at(*label, at))};
    }
    throw refused("label.malformed", "a clearance, not a label");
}

} // namespace pouch::stage
