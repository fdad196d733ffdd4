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
            {"label.other-policy",
             fmt::format("policy '{}' ({}) is not '{}' ({})", name, id.empty() ? "no identifier" : id,
                         policy.name, policy.id),
             std::string(name), fmt::format("this is policy '{}' ({})", policy.name, policy.id), policy.line,
             fmt::format("give the policy file of '{}', or a label in policy '{}' beside this one", name,
                         policy.name)});
    } else if (!same_name(policy.name, name)) {
        result.findings.push_back(
            {"label.name-mismatch",
             fmt::format("policy identifier {} belongs to '{}', not to '{}'", id, policy.name, name),
             std::string(name), fmt::format("policy {} is called '{}'", policy.id, policy.name), policy.line,
             fmt::format("call the policy '{}', or give the identifier of '{}'", policy.name, name)});
    }
}

void add_class(const Policy& policy, std::string_view name, Resolution& result)
{
    const auto* found = policy.find_class(name);
    if (found == nullptr) {
        std::vector<std::string> names;
        for (const auto& one : policy.classes) names.push_back(one.name);
        result.findings.push_back(
            {"label.unknown-class",
             fmt::format("classification '{}' is unknown to policy '{}'", name, policy.name),
             std::string(name), "a classification is one of the policy's", policy.line,
             "one of: " + listed(names)});
    } else if (std::find(result.classes.begin(), result.classes.end(), found) != result.classes.end()) {
        result.findings.push_back({"label.duplicate", fmt::format("classification '{}' is repeated", name),
                                   found->name, "a classification is listed once", found->line,
                                   "list it once"});
    } else {
        result.classes.push_back(found);
    }
}

/// Why the tag set has no such value of that kind.
Finding unknown_value(const Policy& policy, const TagSet& set, TagKind kind, std::string_view value)
{
    const auto shown = fmt::format("{}={}", set.name, value);
    for (const auto other : {TagKind::restrictive, TagKind::permissive, TagKind::informative}) {
        if (const auto ref = find_category(set, other, value)) {
            return {"label.tag-type",
                    fmt::format("value '{}' of tag set '{}' is {} in policy '{}', not {}", value, set.name,
                                name_of(other), policy.name, name_of(kind)),
                    shown,
                    fmt::format("the value is {}", name_of(other)),
                    ref->tag->line,
                    fmt::format("list it as {}", name_of(other))};
        }
    }
    return {"label.unknown-category",
            fmt::format("value '{}' is unknown to tag set '{}' of policy '{}'", value, set.name, policy.name),
            shown,
            "a value is one of those of its tag set",
            set.line,
            fmt::format("one of: {}", listed(value_names(set, kind)))};
}

void add_value(const Policy& policy, const TagSet& set, TagKind kind, std::string_view value,
               Resolution& result)
{
    const auto ref = find_category(set, kind, value);
    if (!ref) {
        result.findings.push_back(unknown_value(policy, set, kind, value));
        return;
    }
    if (std::find(result.categories.begin(), result.categories.end(), *ref) != result.categories.end()) {
        result.findings.push_back({"label.duplicate",
                                   fmt::format("value '{}' of tag set '{}' is repeated", value, set.name),
                                   fmt::format("{}={}", set.name, value), "a value is listed once",
                                   ref->category->line, "list it once"});
    }
    result.categories.push_back(*ref);
}

void add_category(const Policy& policy, const Category& category, Resolution& result)
{
    const auto* set = policy.find_tag_set(category.tag_set_id, category.tag_name);
    if (set == nullptr) {
        std::vector<std::string> names;
        for (const auto& one : policy.tag_sets) names.push_back(one.name);
        result.findings.push_back(
            {"label.unknown-category",
             fmt::format("tag set '{}'{} is unknown to policy '{}'", category.tag_name,
                         category.tag_set_id.empty() ? "" : fmt::format(" ({})", category.tag_set_id),
                         policy.name),
             category.tag_name, "a tag set is one of the policy's", policy.line,
             names.empty() ? "leave it out: the policy has none" : "one of: " + listed(names)});
        return;
    }
    if (!same_name(set->name, category.tag_name)) {
        result.findings.push_back(
            {"label.name-mismatch",
             fmt::format("tag set identifier {} belongs to '{}', not to '{}'", set->id, set->name,
                         category.tag_name),
             category.tag_name, fmt::format("tag set {} is called '{}'", set->id, set->name), set->line,
             fmt::format("call it '{}', or give the identifier of '{}'", set->name, category.tag_name)});
    }
    if (category.values.empty()) {
        result.findings.push_back({"label.empty-category",
                                   fmt::format("tag set '{}' is named without a value", set->name), set->name,
                                   "a tag set that is named has a value", set->line,
                                   "add a value, or leave the tag set out"});
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
                result.findings.push_back({"label.duplicate",
                                           fmt::format("tag set '{}' is listed twice as {}",
                                                       categories[i].tag_name, name_of(categories[i].kind)),
                                           categories[i].tag_name, "a tag set is listed once for each kind",
                                           0, "list all its values together"});
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
                          ref.category - ref.tag->categories.data(), std::string_view(ref.input));
    };
    std::sort(refs.begin(), refs.end(),
              [&](const CategoryRef& a, const CategoryRef& b) { return place(a) < place(b); });
    refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
}

std::vector<std::string> value_names(const TagSet& set, std::optional<TagKind> kind)
{
    std::vector<std::string> names;
    for (const auto& tag : set.tags) {
        if (!tag.kind || (kind && tag.kind != kind)) continue;
        for (const auto& category : tag.categories) {
            names.push_back(category.input ? fmt::format("{} ({})", category.name, text_of(*category.input))
                                           : category.name);
        }
    }
    return names;
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
             fmt::format("privacy mark '{}' is unknown to policy '{}'", *label.privacy_mark, policy.name),
             *label.privacy_mark, "a privacy mark is one of the policy's", policy.line,
             policy.privacy_marks.empty() ? "leave it out: the policy has none"
                                          : "one of: " + listed(policy.privacy_marks)});
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
        at->values.push_back(ref.value());
    }
    return categories;
}

} // namespace pouch::label
