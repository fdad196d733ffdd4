#pragma once
#include "pouch/redact/record.hpp"
#include "pouch/stage/redact.hpp"

/// What the record and the ledger say of a run.
namespace pouch::stage {

/// What decided: rules, lists, policy, clearance and target.
[[nodiscard]] redact::RecordFacts grounds_in(const redact::Rulebook& book);

/// Adds how much was removed, by category.
void add_removals(redact::RecordFacts& facts, const RedactResult& result, const redact::Rulebook& book);

} // namespace pouch::stage
