#include "pouch/label/resolve.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <tuple>

namespace pouch::label {

namespace {

void check_policy(const Policy& policy, std::string_view id, std::string_view name, Resolution& result)
{
    const bool same = id.empty() ? same_name(policy.name, name) : policy.id == id;
    if (!same) {
        result.findings.push_back(
            {"label.other-policy", fmt::format("policy '{}' ({}) is not '{}' ({})", name,
                                               id.empty() ? "no identifier" : id, policy.name, policy.id)});
    } else if (!same_name(policy.name, name)) {
        result.findings.push_back(
            {"label.name-mismatch",
             fmt::format("policy identifier {} belongs to '{}', not to '{}'", id, policy.name, name)});
    }
}

void add_class(const Policy& policy, std::string_view name, Resolution& result)
{
    const auto* found = policy.find_class(name);
    if (found == nullptr) {
        result.findings.push_back(
            {"label.unknown-class",
             fmt::format("classification '{}' is unknown to policy '{}'", name, policy.name)});
    } else if (std::find(result.classes.begin(), result.classes.end(), found) != result.classes.end()) {
        result.findings.push_back({"label.duplicate", fmt::format("classification '{}' is repeated", name)});
    } else {
        result.classes.push_back(found);
    }
}

void add_value(const Policy& policy, const TagSet& set, TagKind kind, std::string_view value,
               Resolution& result)
{
    const auto ref = find_category(set, kind, value);
    if (ref) {
        if (std::find(result.categories.begin(), result.categories.end(), *ref) != result.categories.end()) {
            result.findings.push_back(
                {"label.duplicate", fmt::format("value '{}' of tag set '{}' is repeated", value, set.name)});
        }
        result.categories.push_back(*ref);
        return;
    }
    for (const auto other : {TagKind::restrictive, TagKind::permissive, TagKind::informative}) {
        if (find_category(set, other, value)) {
            result.findings.push_back(
                {"label.tag-type", fmt::format("value '{}' of tag set '{}' is {} in policy '{}', not {}",
                                               value, set.name, name_of(other), policy.name, name_of(kind))});
            return;
        }
    }
    result.findings.push_back(
        {"label.unknown-category",
         fmt::format("value '{}' is unknown to tag set '{}' of policy '{}'", value, set.name, policy.name)});
}

void add_category(const Policy& policy, const Category& category, Resolution& result)
{
    const auto* set = policy.find_tag_set(category.tag_set_id, category.tag_name);
    if (set == nullptr) {
        result.findings.push_back(
            {"label.unknown-category",
             fmt::format("tag set '{}'{} is unknown to policy '{}'", category.tag_name,
                         category.tag_set_id.empty() ? "" : fmt::format(" ({})", category.tag_set_id),
                         policy.name)});
        return;
    }
    if (!same_name(set->name, category.tag_name)) {
        result.findings.push_back(
            {"label.name-mismatch", fmt::format("tag set identifier {} belongs to '{}', not to '{}'", set->id,
                                                set->name, category.tag_name)});
    }
    if (category.values.empty()) {
        result.findings.push_back(
            {"label.empty-category", fmt::format("tag set '{}' is named without a value", set->name)});
    }
    for (const auto& value : category.values) add_value(policy, *set, category.kind, value, result);
}

void add_categories(const Policy& policy, const std::vector<Category>& categories, Resolution& result)
{
    for (std::size_t i = 0; i < categories.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const bool same_set = policy.find_tag_set(categories[i].tag_set_id, categories[i].tag_name) ==
                                  policy.find_tag_set(categories[j].tag_set_id, categories[j].tag_name);
            if (same_set && categories[i].kind == categories[j].kind) {
                result.findings.push_back(
                    {"label.duplicate", fmt::format("tag set '{}' is listed twice as {}",
                                                    categories[i].tag_name, name_of(categories[i].kind))});
                break;
            }
        }
        add_category(policy, categories[i], result);
    }
    put_in_order(policy, result.categories);
}

} // namespace

void put_in_order(const Policy& policy, std::vector<CategoryRef>& refs)
{
    const auto place = [&](const CategoryRef& ref) {
        return std::tuple(ref.set - policy.tag_sets.data(), ref.tag - ref.set->tags.data(),
                          ref.category - ref.tag->categories.data());
    };
    std::sort(refs.begin(), refs.end(),
              [&](const CategoryRef& a, const CategoryRef& b) { return place(a) < place(b); });
    refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
}

bool is_under(const Policy& policy, const Label& label)
{
    return label.policy_id.empty() ? same_name(policy.name, label.policy_name) : policy.id == label.policy_id;
}

bool is_of_edition(const Policy& policy, const Label& label)
{
    return label.edition.empty() || policy.edition.empty() || label.edition == policy.edition;
}

Resolution resolve(const Policy& policy, const Label& label)
{
    Resolution result;
    check_policy(policy, label.policy_id, label.policy_name, result);
    if (!result.findings.empty() && result.findings.front().reason == "label.other-policy") return result;
    add_class(policy, label.classification, result);
    add_categories(policy, label.categories, result);
    if (label.privacy_mark &&
        std::none_of(policy.privacy_marks.begin(), policy.privacy_marks.end(),
                     [&](const auto& m) { return same_name(m, *label.privacy_mark); })) {
        result.findings.push_back(
            {"label.unknown-privacy-mark",
             fmt::format("privacy mark '{}' is unknown to policy '{}'", *label.privacy_mark, policy.name)});
    }
    return result;
}

Resolution resolve(const Policy& policy, const Clearance& clearance)
{
    Resolution result;
    check_policy(policy, clearance.policy_id, clearance.policy_name, result);
    if (!result.findings.empty()) return result;
    for (const auto& name : clearance.classifications) add_class(policy, name, result);
    add_categories(policy, clearance.categories, result);
    return result;
}

void check_clearance(const Policy& policy, const Clearance& clearance)
{
    const auto resolved = resolve(policy, clearance);
    if (!resolved.findings.empty()) {
        throw usage_error("clearance.unknown", "{}", resolved.findings.front().sentence);
    }
}

std::vector<Category> categories_of(std::vector<CategoryRef> refs, const Policy& policy)
{
    put_in_order(policy, refs);
    std::vector<Category> categories;
    for (const auto& ref : refs) {
        if (!ref.tag->kind) continue;
        auto at = std::find_if(categories.begin(), categories.end(), [&](const Category& c) {
            return c.tag_set_id == ref.set->id && c.kind == *ref.tag->kind;
        });
        if (at == categories.end()) {
            categories.push_back({ref.set->id, ref.set->name, *ref.tag->kind, {}});
            at = std::prev(categories.end());
        }
        at->values.push_back(ref.category->name);
    }
    return categories;
}

} // namespace pouch::label
