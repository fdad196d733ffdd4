#include "pouch/redact/misp/attachments.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::redact::misp {

namespace {

using json::Tree;
using Id = Tree::Id;

constexpr std::array<std::string_view, 5> lists{"Tag", "EventTag", "AttributeTag", "Galaxy", "GalaxyCluster"};

/// What goes with a text that names a cluster: the tag or the cluster that it is the name of, or the text alone.
Id item_of(const Tree& tree, Id text)
{
    const auto name = tree.name_of(text);
    return name == "name" || name == "tag_name" ? tree.at(text).parent : text;
}

} // namespace

Attachments::Attachments(const Tree& tree, std::vector<Id> events) : tree_(tree), events_(std::move(events))
{
    for (const auto event : events_) {
        const auto end = tree.end_of(event);
        bool has_any = false;
        for (auto id = event; id < end; ++id) {
            if (tree.at(id).key_last != 'e' || !tree.is_string(id) || tree.name_of(id) != "tag_name")
                continue;
            named_.try_emplace(key_of(id));
            has_any = true;
        }
        if (!has_any) continue;
        for (auto id = event; id < end; ++id) {
            if (!tree.is_string(id)) continue;
            const auto known = named_.find(key_of(id));
            if (known != named_.end()) known->second.push_back(item_of(tree, id));
        }
    }
}

bool Attachments::is_one(const Tree& tree, Id item)
{
    constexpr int most_levels = 3;
    for (int level = 0; level < most_levels && item != Tree::root; ++level) {
        if (std::find(lists.begin(), lists.end(), tree.name_of(item)) != lists.end()) return true;
        item = tree.at(item).parent;
    }
    return false;
}

std::vector<Id> Attachments::take_named_as(Id item)
{
    std::vector<Id> all;
    if (named_.empty()) return all;
    const auto end = tree_.end_of(item);
    for (auto id = item; id < end; ++id) {
        if (!tree_.is_string(id)) continue;
        const auto known = named_.find(key_of(id));
        if (known == named_.end()) continue;
        const auto items = std::exchange(known->second, {});
        all.insert(all.end(), items.begin(), items.end());
    }
    return all;
}

/// The place of the event that `text` is in, and `text` in small letters.
std::string Attachments::key_of(Id text) const
{
    const auto behind = std::upper_bound(events_.begin(), events_.end(), text);
    auto key = std::to_string(behind - events_.begin()) + ":";
    for (const char c : tree_.string_of(text)) key += to_lower(c);
    return key;
}

} // namespace pouch::redact::misp
