#pragma once
#include "pouch/redact/finding_queue.hpp"
#include "pouch/redact/ledger.hpp"
#include "pouch/stage/redact.hpp"

#include <map>
#include <string>

/// Brings findings into the order of the input, in bounded memory, and writes the ledger.
///
/// What is cut is found by the thread that reads, what rules match behind it, what repeats last of all; how these mix
/// depends on luck, but each by itself comes in order. So each waits in a queue of its own until the member has ended;
/// then the first two are merged by where they begin, and repeats follow.
namespace pouch::stage {

class RedactLedger {
  public:
    /// `options.ledger.to` is there. All must outlive it.
    RedactLedger(const RedactOptions& options, const std::vector<redact::Rule>& rules);

    /// Something in the present member. One thread at a time.
    void take(const redact::Finding& finding);
    void note(std::string_view what, std::uint64_t begin);
    /// Writes what came of the member. `has_outputs`: see Findings::end.
    void end_member(std::string_view member, bool has_outputs);

    /// For lines about a member as a whole, between members, and for the first and the last lines.
    [[nodiscard]] redact::Ledger& lines() { return lines_; }

  private:
    redact::Ledger lines_;
    redact::FindingQueue cuts_;
    redact::FindingQueue matches_;
    redact::FindingQueue repeats_;
    bool has_repeats_ = false;
    std::map<std::string, std::uint32_t, std::less<>>
        words_; ///< Of notes, numbered: the few that the code knows.
};

} // namespace pouch::stage
