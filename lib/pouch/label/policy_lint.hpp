#pragma once
#include "pouch/label/finding.hpp"
#include "pouch/label/policy.hpp"

/// What is wrong with a policy, for the people who write it.
namespace pouch::label {

struct Lint {
    std::vector<Finding> findings; ///< In the order of the policy's lines; each with a remedy.
    bool usable = true;            ///< False if no label can be given under the policy at all.
};

/// Examines a policy that was read, so that what does not even load is not among the findings:
///
///     policy.odd          what the reader warned of, or mended
///     policy.unreachable  a classification or value that no valid label can have
///     policy.selection    more values wanted than allowed, or than there are
///     policy.window       ends before it begins, or has ended at `at`
///     policy.ambiguous    two items that rules, marks or translations cannot tell apart
///     policy.marking      a classification without colour or portion mark; a value that decides and is never shown
///     policy.equivalence  a policy of equivalents that nothing is equivalent to
///     policy.input        a restrictive value that is typed in: hardly a clearance can hold it
[[nodiscard]] Lint lint(const Policy& policy, Instant at);

} // namespace pouch::label
