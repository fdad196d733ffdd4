#pragma once
#include "pouch/format/bdo_insertion.hpp"
#include "pouch/stage/translate_labels.hpp"

/// Translation of one label, as translate_labels() does it with each of a bundle.
namespace pouch::stage {

/// What becomes of one BDO.
struct TranslationPlan {
    std::vector<label::Finding> findings; ///< Why nothing can; the rest is empty then.
    std::size_t more_findings = 0;        ///< Beside the first kept_findings.
    std::optional<label::Label> label;    ///< What it says in the other policy.
    std::optional<format::Insertion> insertion;
    std::optional<std::size_t> replaced; ///< The alternative whose place the label takes.
};

/// Its findings; the last says how many there are more.
[[nodiscard]] std::vector<label::Finding> with_count(const TranslationPlan& plan);

class BdoTranslator {
  public:
    /// `options` must outlive it.
    explicit BdoTranslator(const TranslateOptions& options) : options_(options) {}

    /// A translation of what is to hold at a later day must not admit more than what holds until then: the other policy
    /// would have the later one at once. Throws Fault::policy `label.downgrade`.
    void check_until(const label::Label& label) const;

    /// The label in the other policy; nothing of use where there are `findings`.
    [[nodiscard]] label::Label translated(const label::Label& label, std::vector<label::Finding>& findings);

    /// What is to become of `document`, which reads as `bdo`. Throws Fault::policy `label.downgrade` and `label.signed`, and
    /// what insertion_of throws.
    [[nodiscard]] TranslationPlan plan(ByteView document, const format::Bdo& bdo);

    /// The document with its new label.
    [[nodiscard]] static Bytes carry_out(const TranslationPlan& plan, ByteView document, format::Bdo bdo,
                                         std::string_view data_uri);

    /// What vanished and what was added so far, each once.
    [[nodiscard]] const std::vector<label::Finding>& discarded() const { return discarded_; }

  private:
    [[nodiscard]] const label::Label& today_of(const format::Bdo& bdo, const label::Label& current) const;
    void check_downgrade(const label::Label& old, const label::Label& made) const;
    void discard(label::Finding finding);

    const TranslateOptions& options_;
    std::vector<label::Finding> discarded_;
};

} // namespace pouch::stage
