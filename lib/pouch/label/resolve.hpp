#pragma once
#include "pouch/label/finding.hpp"
#include "pouch/label/policy.hpp"

/// From the names in a label to their places in the policy.
namespace pouch::label {

/// What the names of a label or clearance stand for. Pointers live as long as the policy.
struct Resolution {
    std::vector<const Class*> classes;   ///< Of a label: at most one.
    std::vector<CategoryRef> categories; ///< In the policy's order, each once.
    std::vector<Finding> findings;       ///< What could not be resolved. Empty: everything was.
};

/// True if `label` says that it is in `policy`: by identifier if it has one, else by name.
[[nodiscard]] bool is_under(const Policy& policy, const Label& label);

/// The names of all values of a tag set and kind; of every kind if none is given. One that is typed in stands as
/// `NAME (a date YYYY-MM-DD)`.
[[nodiscard]] std::vector<std::string> value_names(const TagSet& set, std::optional<TagKind> kind);

/// False if `label` says that it was given under another edition of `policy` than this one.
[[nodiscard]] bool is_of_edition(const Policy& policy, const Label& label);

/// Resolves a label. Unknown items are findings, never ignored: `label.other-policy`, `label.name-mismatch`
/// (an OID and a name that do not belong together), `label.unknown-class`, `label.unknown-category`,
/// `label.tag-type`, `label.duplicate`, `label.empty-category`, `label.unknown-privacy-mark`.
[[nodiscard]] Resolution resolve(const Policy& policy, const Label& label);

/// Resolves a clearance in the same way. What does not resolve grants nothing.
[[nodiscard]] Resolution resolve(const Policy& policy, const Clearance& clearance);

/// Throws Fault::usage `clearance.unknown` unless all of `clearance` resolves: a reader's clearance that says
/// what the policy does not know was written for another policy, or with a slip.
void check_clearance(const Policy& policy, const Clearance& clearance);

/// The categories of a label, in the policy's order and spelling: one Category for each tag set and kind.
[[nodiscard]] std::vector<Category> categories_of(std::vector<CategoryRef> refs, const Policy& policy);

/// Puts `refs` into the policy's order and drops repetitions.
void put_in_order(const Policy& policy, std::vector<CategoryRef>& refs);

} // namespace pouch::label
