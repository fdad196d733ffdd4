#include "pouch/label/policy_diff_items.hpp"

#include "pouch/label/policy_show.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <tuple>

namespace pouch::label {

namespace {

using Lines = std::vector<std::string>;

/// What is said about an item, in lines that are compared as wholes.
struct Item {
    std::string name; ///< `classification 'SECRET'`; the items of two policies are paired by it.
    Lines facts;
};

void append(Lines& into, Lines more, std::string_view before = {})
{
    for (auto& line : more) into.push_back(std::string(before) + line);
}

void add_common(const Markings& markings, const std::vector<Equivalent>& equivalents, Lines& facts)
{
    append(facts, markings_of(markings), "shown ");
    for (const auto& one : equivalents) facts.push_back("equivalent in " + text_of(one));
}

Item item_of(const Policy& policy)
{
    Item item{"policy", {}};
    item.facts.push_back(fmt::format("name {} ({})", policy.name, policy.id));
    item.facts.push_back("version " + policy.version);
    if (policy.not_before) item.facts.push_back("in force from " + format_rfc3339(*policy.not_before));
    if (policy.not_after) item.facts.push_back("in force until " + format_rfc3339(*policy.not_after));
    for (const auto& mark : policy.privacy_marks)
        item.facts.push_back(fmt::format("privacy mark '{}'", mark));
    for (const auto& other : policy.equivalent_policies) {
        item.facts.push_back(fmt::format("equivalent policy {} ({})", other.name, other.id));
    }
    add_common(policy.markings, {}, item.facts);
    return item;
}

Item item_of(const Class& one, const Policy& policy)
{
    Item item{fmt::format("classification '{}'", one.name), {}};
    item.facts = {"lacv " + one.lacv, fmt::format("hierarchy {}", one.hierarchy), "colour " + one.color};
    if (one.obsolete) item.facts.emplace_back("obsolete");
    append(item.facts, rules_of(one, policy));
    add_common(one.markings, one.equivalents, item.facts);
    return item;
}

void add_items(const TagSet& set, const Policy& policy, std::vector<Item>& items)
{
    Item whole{fmt::format("tag set {}", set.id), {fmt::format("name '{}'", set.name)}};
    for (const auto& one : set.equivalents) whole.facts.push_back("equivalent in " + text_of(one));
    items.push_back(std::move(whole));
    for (std::size_t i = 0; i < set.tags.size(); ++i) {
        const auto& tag = set.tags[i];
        Item about{fmt::format("tag {} of '{}'", i + 1, set.name), {}};
        about.facts.emplace_back(tag.kind ? name_of(*tag.kind) : "not applicable");
        if (tag.enumerated) about.facts.emplace_back("enumerated");
        append(about.facts, rules_of(tag));
        add_common(tag.markings, {}, about.facts);
        items.push_back(std::move(about));
        for (const auto& category : tag.categories) {
            Item value{fmt::format("value '{}={}'", set.name, category.name), {"lacv " + category.lacv}};
            value.facts.emplace_back(tag.kind ? name_of(*tag.kind) : "not applicable");
            append(value.facts, rules_of(category, policy));
            add_common(category.markings, category.equivalents, value.facts);
            items.push_back(std::move(value));
        }
    }
}

std::vector<Item> items_of(const Policy& policy)
{
    std::vector<Item> items = {item_of(policy)};
    for (const auto& one : policy.classes) items.push_back(item_of(one, policy));
    for (const auto& set : policy.tag_sets) add_items(set, policy, items);
    return items;
}

/// Items by name; of twins the first.
std::map<std::string, const Item*> by_name(const std::vector<Item>& items)
{
    std::map<std::string, const Item*> index;
    for (const auto& item : items) index.emplace(item.name, &item);
    return index;
}

void compare(const Item& before, const Item& after, Lines& into)
{
    for (const auto& [from, to, sign] :
         {std::tuple(&before, &after, "was"), std::tuple(&after, &before, "is now")}) {
        for (const auto& fact : from->facts) {
            if (std::find(to->facts.begin(), to->facts.end(), fact) != to->facts.end()) continue;
            into.push_back(fmt::format("~ {} {}: {}", before.name, sign, fact));
        }
    }
}

} // namespace

std::vector<std::string> differing_items(const Policy& before, const Policy& after)
{
    const auto old_items = items_of(before);
    const auto new_items = items_of(after);
    const auto old_index = by_name(old_items);
    const auto new_index = by_name(new_items);
    Lines lines;
    for (const auto& item : old_items) {
        const auto at = new_index.find(item.name);
        if (at == new_index.end()) {
            lines.push_back("- " + item.name);
        } else {
            compare(item, *at->second, lines);
        }
    }
    for (const auto& item : new_items) {
        if (old_index.find(item.name) == old_index.end()) lines.push_back("+ " + item.name);
    }
    return lines;
}

} // namespace pouch::label
