#include "pouch/label/nato_profile.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::label {

namespace {

constexpr std::string_view policy_id = "1.3.26.1.3.1";
constexpr std::string_view context_id = "1.3.26.1.4.4";
constexpr std::string_view releasable_to_id = "1.3.26.1.4.2";
constexpr std::string_view administrative_id = "1.3.26.1.4.3";
constexpr std::string_view releasable = "Releasable";
constexpr std::string_view default_owner = "NATO";

/// The values of a label, sorted by what they are for.
struct Sorted {
    std::vector<std::string> owners;
    bool is_releasable = false;
    std::vector<std::string> readers; ///< Releasable To.
    bool is_administrative = false;
};

Sorted sorted(const std::vector<CategoryRef>& refs)
{
    Sorted values;
    for (const auto& ref : refs) {
        const auto& name = ref.value();
        if (ref.set->id == context_id) {
            if (same_name(name, releasable)) {
                values.is_releasable = true;
            } else {
                values.owners.push_back(name);
            }
        } else if (ref.set->id == releasable_to_id) {
            values.readers.push_back(name);
        } else if (ref.set->id == administrative_id) {
            values.is_administrative = true;
        }
    }
    return values;
}

bool contains(const std::vector<std::string>& names, std::string_view name)
{
    return std::any_of(names.begin(), names.end(), [&](const auto& one) { return same_name(one, name); });
}

/// Adds the permissive value called `name`, if the tag set has it and it is not there yet.
void add(const Policy& policy, std::string_view set_id, std::string_view name, std::vector<CategoryRef>& refs)
{
    const auto* set = policy.find_tag_set(set_id, {});
    if (set == nullptr) return;
    const auto ref = find_category(*set, TagKind::permissive, name);
    if (ref && std::find(refs.begin(), refs.end(), *ref) == refs.end()) refs.push_back(*ref);
}

} // namespace

bool is_nato(const Policy& policy)
{
    return policy.id == policy_id && policy.find_tag_set(context_id, {}) != nullptr;
}

std::vector<Finding> nato_findings(const Policy& policy, const Class& own_class,
                                   const std::vector<CategoryRef>& refs)
{
    std::vector<Finding> findings;
    if (!is_nato(policy)) return findings;
    const auto require = [&](bool holds, std::string sentence, std::string_view value, std::string remedy) {
        if (holds) return;
        findings.push_back({"label.required", std::move(sentence), std::string(value),
                            "a rule of the NATO policy that its file leaves unsaid", 0, std::move(remedy)});
    };
    const auto values = sorted(refs);
    require(values.owners.size() == 1, "a NATO label requires exactly one Context besides Releasable",
            "Context", "one of the owners in Context, as 'Context=NATO'");
    require(values.is_releasable == !values.readers.empty(),
            "a NATO label requires 'Context=Releasable' with 'Releasable To', and neither without the other",
            "Context=Releasable",
            values.is_releasable ? "add 'Releasable To', or leave out 'Context=Releasable'"
                                 : "add 'Context=Releasable', or leave out 'Releasable To'");
    if (!values.readers.empty() && values.owners.size() == 1) {
        require(
            contains(values.readers, values.owners.front()),
            fmt::format("'Releasable To' requires the value of Context, '{}', too", values.owners.front()),
            "Releasable To", "add " + quoted_value("Releasable To", values.owners.front()));
        require(values.readers.size() >= 2, "'Releasable To' requires a value besides that of Context",
                "Releasable To", "add a nation or an organisation to 'Releasable To'");
    }
    if (values.is_administrative && !same_name(own_class.name, "UNCLASSIFIED")) {
        findings.push_back({"label.required-class",
                            "'Administrative' is allowed only at classification 'UNCLASSIFIED'",
                            "Administrative", "a rule of the NATO policy that its file leaves unsaid", 0,
                            "classification 'UNCLASSIFIED', or leave it out"});
    }
    return findings;
}

void complete_nato(const Policy& policy, std::vector<CategoryRef>& refs)
{
    if (!is_nato(policy)) return;
    if (sorted(refs).owners.empty()) add(policy, context_id, default_owner, refs);
    const auto values = sorted(refs);
    if (values.readers.empty() || values.owners.size() != 1) return;
    add(policy, context_id, releasable, refs);
    add(policy, releasable_to_id, values.owners.front(), refs);
}

} // namespace pouch::label
