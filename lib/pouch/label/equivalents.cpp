#include "pouch/label/equivalents.hpp"

#include <algorithm>

namespace pouch::label {

namespace {

/// True if a reader needs only one of these two values of a label.
bool stand_for_one_another(const CategoryRef& a, const CategoryRef& b)
{
    return a.tag == b.tag && a.tag->kind == TagKind::permissive;
}

} // namespace

std::optional<CategoryRef> only_value(const TagSet& set, const CategoryGroup& group)
{
    std::optional<CategoryRef> found;
    for (const auto& tag : set.tags) {
        if (tag.kind != group.kind || (group.enumerated && *group.enumerated != tag.enumerated)) continue;
        for (const auto& category : tag.categories) {
            if (group.lacv && category.lacv != *group.lacv) continue;
            // Of twins the first counts.
            const auto ref = category.input ? CategoryRef{&set, &tag, &category}
                                            : find_category(set, group.kind, category.name);
            if (found && ref != found) return std::nullopt;
            found = ref;
        }
    }
    return found;
}

std::optional<CategoryRef> equivalent_in(const Policy& policy, const Equivalent& equivalent)
{
    const auto* set = policy.find_tag_set(equivalent.tag_set_id, {});
    if (equivalent.tag_set_id.empty() || set == nullptr || !equivalent.kind) return std::nullopt;
    CategoryGroup group;
    group.tag_set = set->name;
    group.kind = *equivalent.kind;
    group.lacv = equivalent.lacv;
    return only_value(*set, group);
}

bool takes_input(const CategoryRef& target, const CategoryRef& source)
{
    if (!target.category->input) return source.input.empty();
    return !source.input.empty() && accepts(*target.category->input, source.input);
}

void LandedValues::add(const CategoryRef& target, const CategoryRef& source)
{
    if (target.tag->kind == TagKind::permissive) all_.push_back({target, source});
}

bool LandedValues::has(const Tag* tag) const
{
    return std::any_of(all_.begin(), all_.end(), [&](const Landed& one) { return one.target.tag == tag; });
}

std::optional<std::pair<CategoryRef, CategoryRef>> LandedValues::choice() const
{
    for (std::size_t i = 0; i < all_.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const auto& one = all_[i];
            const auto& other = all_[j];
            if (one.target.tag != other.target.tag || one.target == other.target) continue;
            if (!stand_for_one_another(one.source, other.source)) return std::pair(other.target, one.target);
        }
    }
    return std::nullopt;
}

} // namespace pouch::label
