#include "pouch/stage/redact_ledger.hpp"

#include <algorithm>

namespace pouch::stage {

using namespace pouch::redact;

namespace {

/// What begins first of what comes next of two queues; null if both have ended.
const Finding* first_of(const Finding* cut, const Finding* match)
{
    if (cut == nullptr || match == nullptr) return cut == nullptr ? match : cut;
    return cut->begin <= match->begin ? cut : match;
}

} // namespace

RedactLedger::RedactLedger(const RedactOptions& options, const std::vector<Rule>& rules)
    : lines_(*options.ledger.to, rules, options.key), cuts_(options.spool), matches_(options.spool),
      repeats_(options.spool)
{
}

void RedactLedger::take(const Finding& finding)
{
    if (finding.kind == FindingKind::text) return matches_.push(finding);
    if (finding.kind != FindingKind::repeat) return cuts_.push(finding);
    has_repeats_ = true;
    repeats_.push(finding);
}

void RedactLedger::note(std::string_view what, std::uint64_t begin)
{
    const auto number = static_cast<std::uint32_t>(words_.size());
    const auto word = words_.emplace(what, number).first;
    cuts_.push({FindingKind::note, word->second, begin});
}

void RedactLedger::end_member(std::string_view member, bool has_outputs)
{
    const auto write = [&](const Finding& finding) {
        if (finding.kind != FindingKind::note) {
            return lines_.withheld(member, finding,
                                   finding.kind == FindingKind::text && has_outputs && !has_repeats_);
        }
        const auto word = std::find_if(words_.begin(), words_.end(),
                                       [&](const auto& entry) { return entry.second == finding.rule; });
        lines_.note(member, word->first, finding.begin);
    };
    FindingQueue::Cursor cut(cuts_);
    FindingQueue::Cursor match(matches_);
    while (const auto* next = first_of(cut.get(), match.get())) {
        write(*next);
        (next == cut.get() ? cut : match).next();
    }
    for (FindingQueue::Cursor repeat(repeats_); repeat.get() != nullptr; repeat.next()) write(*repeat.get());
    cuts_.clear();
    matches_.clear();
    repeats_.clear();
    has_repeats_ = false;
}

} // namespace pouch::stage
