#include "pouch/label/group_members.hpp"

#include "pouch/label/name_set.hpp"

namespace pouch::label {

bool GroupMembers::has(const CategoryGroup& group, const CategoryRef& ref)
{
    if (ref.set->name != group.tag_set) return false;
    auto known = known_.find(&group);
    if (known == known_.end()) known = known_.emplace(&group, members_of(group)).first;
    return known->second.contains(ref.category);
}

GroupMembers::Members GroupMembers::members_of(const CategoryGroup& group)
{
    Members members;
    for (const auto& set : policy_.tag_sets) {
        if (set.name != group.tag_set) continue;
        NameSet names; // that bear the lacv of the group: policies repeat names in a set
        const auto for_each = [&](auto action) {
            for (const auto& tag : set.tags) {
                if (tag.kind != group.kind || (group.enumerated && *group.enumerated != tag.enumerated))
                    continue;
                for (const auto& category : tag.categories) {
                    ++work_;
                    action(category);
                }
            }
        };
        for_each([&](const TagCategory& category) {
            if (group.lacv && category.lacv == *group.lacv) names.insert(category.name);
        });
        for_each([&](const TagCategory& category) {
            if (!group.lacv || names.contains(category.name)) members.insert(&category);
        });
    }
    return members;
}

} // namespace pouch::label
