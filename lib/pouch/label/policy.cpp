#include "pouch/label/policy.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::label {

std::optional<Location> location_named(std::string_view code)
{
    constexpr std::array<std::pair<std::string_view, Location>, 11> names = {{
        {"pageTop", Location::page_top},
        {"pageBottom", Location::page_bottom},
        {"documentStart", Location::document_start},
        {"documentEnd", Location::document_end},
        {"firstLineOfText", Location::first_line_of_text},
        {"lastLineOfText", Location::last_line_of_text},
        {"subject", Location::subject},
        {"xHeader", Location::x_header},
        {"portionMarking", Location::portion_marking},
        {"inputTitle", Location::input_title},
        {"waterMark", Location::water_mark},
    }};
    for (const auto& [name, location] : names) {
        if (name == code) return location;
    }
    return std::nullopt;
}

const Class* Policy::find_class(std::string_view class_name) const
{
    const auto at = std::find_if(classes.begin(), classes.end(),
                                 [&](const Class& c) { return same_name(c.name, class_name); });
    return at == classes.end() ? nullptr : &*at;
}

const TagSet* Policy::find_tag_set(std::string_view set_id, std::string_view set_name) const
{
    const auto at = std::find_if(tag_sets.begin(), tag_sets.end(), [&](const TagSet& set) {
        return set_id.empty() ? same_name(set.name, set_name) : set.id == set_id;
    });
    return at == tag_sets.end() ? nullptr : &*at;
}

namespace {

/// The one value that is typed in and may be `value`.
std::optional<CategoryRef> find_input(const TagSet& set, TagKind kind, std::string_view value)
{
    std::optional<CategoryRef> found;
    for (const auto& tag : set.tags) {
        if (tag.kind != kind) continue;
        for (const auto& category : tag.categories) {
            if (!category.input || !accepts(*category.input, value)) continue;
            if (found) return std::nullopt;
            found = CategoryRef{&set, &tag, &category, std::string(value)};
        }
    }
    return found;
}

} // namespace

std::optional<CategoryRef> find_category(const TagSet& set, TagKind kind, std::string_view value)
{
    for (const auto& tag : set.tags) {
        if (tag.kind != kind) continue;
        for (const auto& category : tag.categories) {
            if (!category.input && same_name(category.name, value)) return CategoryRef{&set, &tag, &category};
        }
    }
    return find_input(set, kind, value);
}

bool matches(const CategoryGroup& group, const CategoryRef& ref)
{
    if (ref.set->name != group.tag_set || ref.tag->kind != group.kind) return false;
    if (group.enumerated && *group.enumerated != ref.tag->enumerated) return false;
    if (!group.lacv || ref.category->lacv == *group.lacv) return true;
    // By the names that bear this lacv: real policies repeat names and lacvs inside a tag set.
    for (const auto& tag : ref.set->tags) {
        if (tag.kind != group.kind || (group.enumerated && *group.enumerated != tag.enumerated)) continue;
        for (const auto& category : tag.categories) {
            if (category.lacv == *group.lacv && same_name(category.name, ref.category->name)) return true;
        }
    }
    return false;
}

} // namespace pouch::label
