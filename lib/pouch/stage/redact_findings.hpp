#pragma once
#include "pouch/redact/engine.hpp"
#include "pouch/redact/finding.hpp"
#include "pouch/redact/ooxml/document.hpp"
#include "pouch/redact/place_map.hpp"
#include "pouch/redact/structure.hpp"
#include "pouch/stage/redact.hpp"
#include "pouch/stage/redact_ledger.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>

/// Where redact reports all that it does: it is counted, explained to who asked, and put down in the ledger.
namespace pouch::stage {

class Findings {
  public:
    /// All must outlive it.
    Findings(const redact::Rulebook& book, const RedactOptions& options);

    /// Whether anybody wants to know where something stood.
    [[nodiscard]] redact::PlaceMap::Use places() const;

    /// Something in the member `member`, or in the document if that is empty. Any thread may report.
    void take(const std::string& member, const redact::Finding& finding);
    /// The same of a cut of a structure.
    void take(const std::string& member, const redact::FieldCut& cut);
    /// The same of a removal; `origin_of(place)` is where a place of what the engine read stood in the input, and is
    /// asked only if somebody wants to know.
    template <typename OriginOf>
    void take(const std::string& member, const redact::Removal& removal, OriginOf origin_of)
    {
        using redact::FindingKind;
        const bool is_kept = rules_[removal.rule].action == redact::Action::keep;
        redact::Finding finding{is_kept             ? FindingKind::kept
                                : removal.is_repeat ? FindingKind::repeat
                                                    : FindingKind::text,
                                removal.rule, removal.offset, removal.end, removal.output};
        finding.digest = removal.digest;
        if (!removal.is_repeat && places() == redact::PlaceMap::Use::wanted) {
            finding.begin = origin_of(removal.offset);
            if (is_kept) return take(member, finding); // what is removed may lie in it
            finding.end = removal.end > removal.offset ? origin_of(removal.end - 1) + 1 : finding.begin;
        }
        take(member, finding);
    }
    /// The same of a document of Word.
    void take(const std::string& member, const redact::ooxml::DocumentRemoval& removal);
    /// A cell of CSV at `place` of the output may be a formula.
    void formula(const std::string& member, std::uint64_t place);
    /// What may stand over what is left, for a person to decide.
    void propose(const std::string& member, const std::string& text);
    /// A change anywhere in the document breaks what stands at `begin`.
    void note(const std::string& member, std::string_view what, std::uint64_t begin);
    /// The member has been read to its end. `has_outputs`: its output is what the engine wrote, byte for byte.
    void end(const std::string& member, bool has_outputs);

    void wrote_image_anew(const std::string& member);
    void left_out(const std::string& member, std::string_view why);
    void passed_unread(const std::string& member);

    [[nodiscard]] const RedactResult& result() const { return result_; }
    /// Null if none is wanted.
    [[nodiscard]] RedactLedger* ledger() { return ledger_ ? &*ledger_ : nullptr; }

  private:
    [[nodiscard]] std::uint64_t& count_of(const redact::Finding& finding);
    [[nodiscard]] std::string text_of(const redact::Finding& finding) const;
    template <typename Text> void explain(const std::string& member, Text text) const
    {
        if (explain_) explain_({member, text()});
    }

    const std::vector<redact::Rule>& rules_;
    const std::function<void(const Explained&)>& explain_;
    std::mutex lock_;
    RedactResult result_;
    std::optional<RedactLedger> ledger_;
};

} // namespace pouch::stage
