#pragma once
#include "pouch/label/finding.hpp"
#include "pouch/label/resolve.hpp"

/// The access control decision function (ACDF): may a reader with this clearance see what bears this label?
namespace pouch::label {

struct Decision {
    bool permitted = false;
    std::string clause; ///< Why not: the first clause that failed, in a sentence. Empty when permitted.
    Finding finding;    ///< The same as a finding, `label.denied`, with what explains it.
};

/// Permits if the clearance is of the same policy and lists the classification, every restrictive value, and
/// for each permissive tag of the label at least one of its values. Informative values do not matter; a
/// permissive tag that the label does not use limits nobody. Denied by default: whatever does not resolve in
/// the policy denies. The caller makes sure that the label is valid (validity.hpp): this function does not.
[[nodiscard]] Decision decide(const Policy& policy, const Label& label, const Clearance& clearance);

/// The same of a label and a clearance that were resolved in one policy: where many labels meet one clearance.
[[nodiscard]] Decision decide(const Resolution& wanted, const Resolution& held);

} // namespace pouch::label
