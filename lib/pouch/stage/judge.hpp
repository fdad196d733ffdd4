#pragma once
#include "pouch/format/checked_head.hpp"
#include "pouch/stage/judge_labels.hpp"
#include "pouch/stage/judge_signatures.hpp"
#include "pouch/stage/quotas.hpp"

#include <optional>
#include <string>

/// The verdict on a head, before any byte of payload is read.
namespace pouch::stage {

/// What the command line demands, and what it answers.
struct Demand {
    SignatureDemand signatures;
    LabelDemand labels;
    std::optional<std::string> recipient; ///< Who we are.
    Instant at;
    bool ignore_recipient = false;
    bool ignore_channel = false;
    Quotas quotas;
};

struct Verdict {
    format::CheckedHead checked;
    std::vector<Approval> approvals;
    std::vector<label::Finding> remarks; ///< On labels: see judge_labels.
};

/// Judges in the order of the format: signatures first, then digests and grammar of the tag files, then
/// roles, recipient, expiry, labels, channel, quotas. What the head demands and the caller does not answer is
/// refused, and so is an answer that nothing in the head asks for. Throws what judge_signatures, check_head
/// and judge_labels throw; policy `recipient.unanswered`, `recipient.other`, `recipient.missing`,
/// `bundle.expired`, `channel.unanswered`; and what the quotas throw.
[[nodiscard]] Verdict judge(const format::Head& head, const Demand& demand);

} // namespace pouch::stage
