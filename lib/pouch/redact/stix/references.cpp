#include "pouch/redact/stix/references.hpp"

#include "pouch/redact/stix/dictionary.hpp"
#include "pouch/redact/stix/id.hpp"

#include <algorithm>
#include <map>

namespace pouch::redact::stix {

using json::Tree;

void check_references(const Tree& tree, const Bundle& bundle)
{
    std::optional<std::string_view> known; // the same marking stands in many objects
    const auto check = [&](Tree::Id value) {
        if (!tree.is_string(value)) return;
        const auto text = tree.string_of(value);
        if (known == text) return;
        if (!is_id(text))
            throw refused("stix.id", "byte {}: a reference that is no id", tree.at(value).begin);
        known = text;
    };
    auto dictionary = bundle.dictionaries.begin();
    for (Tree::Id value = 1; value < tree.size(); ++value) {
        if (!tree.has(value, Tree::may_refer)) continue; // dictionaries, `objects`, do
        if (dictionary != bundle.dictionaries.end() && value == *dictionary) {
            value = tree.end_of(*dictionary++) - 1;
            continue;
        }
        const auto name = tree.name_of(value);
        if (name.starts_with("x_") || (!name.ends_with("_ref") && !name.ends_with("_refs"))) continue;
        check(value);
        if (tree.is_array(value)) tree.for_each(value, check);
    }
}

References::References(const Tree& tree, const Bundle& bundle, ExternalRefs external, Remains& remains)
    : tree_(tree), bundle_(bundle), external_(external), remains_(remains), by_name_(bundle.ids.size())
{
    for (Tree::Id value = 1; value < tree.size(); ++value) {
        if (!tree.has(value, Tree::may_refer) || remains.is_gone(value)) continue;
        const auto name = tree.name_of(value);
        if (!name.ends_with("_ref") && !name.ends_with("_refs")) continue;
        add(value);
        if (tree.is_array(value)) tree.for_each(value, [&](Tree::Id item) { add(item); });
    }
    std::sort(by_value_.begin(), by_value_.end());
    for (const auto dictionary : bundle.dictionaries) add_keys(dictionary);
    std::sort(keys_.begin(), keys_.end());
}

void References::add_keys(Tree::Id dictionary)
{
    if (remains_.is_gone(dictionary)) return;
    std::map<std::string_view, Tree::Id> entries;
    tree_.for_each(dictionary, [&](Tree::Id entry) { entries.emplace(tree_.name_of(entry), entry); });
    for_each_key_in(tree_, dictionary, [&](Tree::Id key) {
        const auto entry = entries.find(tree_.string_of(key));
        if (entry == entries.end() || remains_.is_gone(key)) return;
        keys_.emplace_back(entry->second, key);
    });
}

void References::add(Tree::Id value)
{
    if (!tree_.is_string(value) || remains_.is_gone(value)) return;
    const auto text = tree_.string_of(value);
    if (last_ != text) {
        const auto id = parse_id(text);
        if (!id) return;
        last_ = text;
        last_name_ = bundle_.find(*id);
    }
    if (last_name_ != Bundle::nothing) {
        by_name_[last_name_].push_back(value);
        by_value_.emplace_back(value, last_name_);
    } else if (external_ == ExternalRefs::drop
                   ? !is_marking(value)
                   : external_ == ExternalRefs::opaque && is_of_name(uuid_of(text))) {
        foreign_.push_back(value);
    }
}

/// True for a reference that says who may see something.
bool References::is_marking(Tree::Id value) const
{
    const auto& node = tree_.at(value);
    const auto name = tree_.name_of(node.key_end > 0 ? value : node.parent);
    return name == "object_marking_refs" || name == "marking_ref";
}

/// What is marked with something that is gone goes too: nobody could tell any more who may see it.
void References::cut(Tree::Id value)
{
    if (remains_.is_gone(value)) return;
    if (is_marking(value)) {
        remains_.sink(bundle_.object_of(value), Reason::dangling);
    } else {
        remains_.remove(value, Reason::dangling);
    }
}

void References::repair()
{
    for (const auto value : foreign_) cut(value);
    for (bool is_settled = false; !is_settled;) {
        const auto lost = remains_.take_lost();
        const auto entries = remains_.take_lost_entries();
        is_settled = lost.empty() && entries.empty();
        for (const auto name : lost) {
            for (const auto value : by_name_[name]) cut(value);
        }
        for (const auto entry : entries) {
            for (auto key = std::lower_bound(keys_.begin(), keys_.end(), std::pair(entry, Tree::Id{0}));
                 key != keys_.end() && key->first == entry; ++key)
                cut(key->second);
        }
    }
}

void References::drop_unused_definitions(std::span<const std::string_view> spared)
{
    std::vector<std::size_t> uses(bundle_.ids.size());
    std::vector<std::uint32_t> unused;
    for (std::uint32_t index = 0; index < bundle_.objects.size(); ++index) {
        const auto& object = bundle_.objects[index];
        if (object.type != "marking-definition" || remains_.is_sunk(index)) continue;
        for_each_to(object.name, [&](Tree::Id) { ++uses[object.name]; });
        if (std::find(spared.begin(), spared.end(), object.id) != spared.end()) ++uses[object.name];
        if (uses[object.name] == 0) unused.push_back(index);
    }
    // What it is marked with itself may be unused now.
    std::vector<std::uint32_t> object_of(bundle_.ids.size(), Bundle::nothing);
    for (std::uint32_t index = 0; index < bundle_.objects.size(); ++index)
        object_of[bundle_.objects[index].name] = index;
    while (!unused.empty()) {
        const auto index = unused.back();
        unused.pop_back();
        const auto& object = bundle_.objects[index];
        auto used =
            std::lower_bound(by_value_.begin(), by_value_.end(), std::pair(object.node, std::uint32_t{0}));
        for (; used != by_value_.end() && used->first < object.end; ++used) {
            const auto other = object_of[used->second];
            if (remains_.is_gone(used->first) || bundle_.objects[other].type != "marking-definition")
                continue;
            if (--uses[used->second] == 0) unused.push_back(other);
        }
        remains_.sink(index, Reason::dangling);
    }
}

} // namespace pouch::redact::stix
