#pragma once
#include "pouch/label/resolve.hpp"

/// Is a label allowed by its policy? (reference: the SPIF's rules; ADatP-4774.1)
namespace pouch::label {

enum class Mode {
    existing, ///< A label that came with its data.
    created,  ///< A label being given now: obsolete items are refused too.
};

/// Everything that is wrong with `label` under `policy` at `at`; empty means valid. The findings of
/// resolve(), and `label.excluded`, `label.required`, `label.required-class`, `label.selection`,
/// `label.not-in-force`, `label.obsolete`. A label that does not resolve is not examined further; one of the
/// NATO policy must also keep the rules that its SPIF leaves unsaid (nato_profile.hpp).
[[nodiscard]] std::vector<Finding> findings_of(const Policy& policy, const Label& label, Instant at,
                                               Mode mode);

/// The same of a label that was resolved.
[[nodiscard]] std::vector<Finding> findings_of(const Policy& policy, const Resolution& resolved, Instant at,
                                               Mode mode);

/// True if the categories satisfy `required`.
[[nodiscard]] bool is_satisfied(const RequiredCategory& required, const std::vector<CategoryRef>& present);

/// True if it is enough that so many of the groups of `required` are there.
[[nodiscard]] bool is_satisfied(const RequiredCategory& required, std::size_t present);

/// `Releasable To=KOR`, or `any of Releasable To`: what `group` names, for people.
[[nodiscard]] std::string text_of(const CategoryGroup& group, const Policy& policy);
/// `exactly one of`, `at least one of`, `all of`.
[[nodiscard]] std::string word_of(RequiredCategory::Operation operation);
/// `at least one of 'Releasable To=KOR', 'Releasable To=JPN'`.
[[nodiscard]] std::string text_of(const RequiredCategory& required, const Policy& policy);

} // namespace pouch::label
