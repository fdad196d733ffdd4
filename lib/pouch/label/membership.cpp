#include "pouch/label/membership.hpp"

#include "pouch/label/resolve.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::label {

namespace {

/// The value of `tag` called `name`; null if there is none.
const TagCategory* find_value(const Tag& tag, std::string_view name)
{
    const auto at = std::find_if(tag.categories.begin(), tag.categories.end(),
                                 [&](const TagCategory& one) { return same_name(one.name, name); });
    return at == tag.categories.end() ? nullptr : &*at;
}

bool has_member(const Membership& membership, const TagCategory& value)
{
    return std::any_of(membership.members.begin(), membership.members.end(), [&](const auto& member) {
        return same_name(member.name, value.name) && member.lacv == value.lacv;
    });
}

} // namespace

std::vector<std::string> expand_memberships(const Policy& policy, Clearance& clearance)
{
    const auto held = resolve(policy, clearance).categories;
    auto expanded = held;
    std::vector<std::string> added;
    for (const auto& ref : held) {
        if (ref.tag->kind != TagKind::permissive) continue;
        for (const auto& membership : policy.memberships) {
            const auto* group = find_value(*ref.tag, membership.name);
            if (group == nullptr || !has_member(membership, *ref.category)) continue;
            const CategoryRef wider{ref.set, ref.tag, group};
            if (std::find(expanded.begin(), expanded.end(), wider) != expanded.end()) continue;
            expanded.push_back(wider);
            added.push_back(fmt::format("the clearance is taken to hold '{}={}': '{}' is a member",
                                        ref.set->name, group->name, ref.category->name));
        }
    }
    clearance.categories = categories_of(std::move(expanded), policy);
    return added;
}

} // namespace pouch::label
