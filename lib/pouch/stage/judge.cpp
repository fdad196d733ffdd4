#include "pouch/stage/judge.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::stage {

namespace {

void judge_recipient(const format::BagInfo& info, const Demand& demand)
{
    if (demand.ignore_recipient) return;
    if (demand.recipient && info.recipients.empty()) {
        throw not_allowed("recipient.missing", "the bundle names no recipient");
    }
    if (!demand.recipient && !info.recipients.empty()) {
        throw not_allowed("recipient.unanswered",
                          "the bundle names its recipients, and no --recipient was given")
            .with_hint("--recipient NAME, or --ignore recipient");
    }
    if (demand.recipient && std::find(info.recipients.begin(), info.recipients.end(), *demand.recipient) ==
                                info.recipients.end()) {
        throw not_allowed("recipient.other", "the bundle is not for {}", *demand.recipient);
    }
}

} // namespace

Verdict judge(const format::Head& head, const Demand& demand)
{
    Verdict verdict;
    check_quotas(head, demand.quotas);
    verdict.approvals = judge_signatures(head, demand.signatures);
    verdict.checked = format::check_head(head);
    const auto& info = verdict.checked.info;
    require_roles(verdict.approvals, demand.signatures);
    judge_recipient(info, demand);
    if (info.not_after && demand.at > *info.not_after) {
        throw not_allowed("bundle.expired", "the bundle was good until {}", format_rfc3339(*info.not_after));
    }
    verdict.remarks = judge_labels(head, demand.labels);
    if (info.channel && !demand.ignore_channel) {
        throw not_allowed("channel.unanswered",
                          "the bundle belongs to the channel {}, which nothing here follows", *info.channel)
            .with_hint("--ignore channel");
    }
    check_quotas(verdict.checked, demand.quotas);
    return verdict;
}

} // namespace pouch::stage
