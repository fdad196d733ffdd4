#pragma once
#include "pouch/label/resolve.hpp"

/// The rules of the NATO security policy that its SPIF does not state (ADatP-4774 Edition A, the value domain
/// of the NATO policy), for policies with its identifier:
///
///     Context         1.3.26.1.4.4  mandatory: exactly one owner (NATO, EAPC, KFOR, ...); Releasable beside
///     it
///                                   when, and only when, Releasable To is there
///     Releasable To   1.3.26.1.4.2  repeats the owner and adds at least one more
///     Administrative  1.3.26.1.4.3  only with UNCLASSIFIED
namespace pouch::label {

/// True if `policy` is the NATO policy, by identifier, and has the tag set Context.
[[nodiscard]] bool is_nato(const Policy& policy);

/// What `refs` at classification `own_class` have against these rules, as `label.required` and
/// `label.required-class`. Nothing for other policies.
[[nodiscard]] std::vector<Finding> nato_findings(const Policy& policy, const Class& own_class,
                                                 const std::vector<CategoryRef>& refs);

/// Adds what a NATO marking never shows: the Context NATO where no owner is given; beside Releasable To, the
/// Context Releasable and the owner among those it is releasable to. Does nothing for other policies.
void complete_nato(const Policy& policy, std::vector<CategoryRef>& refs);

} // namespace pouch::label
