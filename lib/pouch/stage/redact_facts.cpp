#include "pouch/stage/redact_facts.hpp"

namespace pouch::stage {

redact::RecordFacts grounds_in(const redact::Rulebook& book)
{
    redact::RecordFacts facts;
    facts.rules = book.rules_digests;
    facts.lists = book.list_digests;
    facts.policy = book.policy_digest;
    facts.clearance = book.clearance_digest;
    facts.target = book.target.name;
    return facts;
}

void add_removals(redact::RecordFacts& facts, const RedactResult& result, const redact::Rulebook& book)
{
    for (std::size_t i = 0; i < result.removed.size(); ++i) {
        if (result.removed[i] > 0) facts.removed[book.scanner.rules()[i].category] += result.removed[i];
    }
    if (result.portions > 0) facts.removed["portion"] += result.portions;
    if (result.fields > 0) facts.removed["field"] += result.fields;
    if (result.comments > 0) facts.removed["comment"] += result.comments;
    if (result.members > 0) facts.removed["member"] += result.members;
    if (result.metadata > 0) facts.removed["metadata"] += result.metadata;
    if (result.images > 0) facts.removed["image"] += result.images;
}

} // namespace pouch::stage
