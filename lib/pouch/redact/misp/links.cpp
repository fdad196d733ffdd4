#include "pouch/redact/misp/links.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::misp {

namespace {

using json::Tree;
using Id = Tree::Id;

/// Members by which an item names another.
constexpr std::array<std::string_view, 3> references{"referenced_uuid", "related_object_uuid", "parent_uuid"};

/// Members by which an item says what it is a part or a note of: it goes with that, and may hold more than copies.
constexpr std::array<std::string_view, 2> owners{"object_uuid", "referenced_galaxy_cluster_uuid"};

template <typename Names> bool is_one_of(const Names& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool refers(const Tree& tree, Id object)
{
    return std::any_of(references.begin(), references.end(),
                       [&](std::string_view name) { return tree.is_string(tree.member(object, name)); });
}

/// What goes with a text that names a UUID: what would be nothing without it, or the text alone.
Id item_of(const Tree& tree, Id text)
{
    const auto name = tree.name_of(text);
    const bool is_all = name == "value" || name == "name" || name == "tag_name";
    return is_all ? tree.at(text).parent : text;
}

constexpr std::string_view shape = "00000000-0000-0000-0000-000000000000";

bool is_uuid_at(std::string_view text, std::size_t i)
{
    const auto uuid = text.substr(i, shape.size());
    return uuid.size() == shape.size() &&
           std::equal(uuid.begin(), uuid.end(), shape.begin(),
                      [](char c, char form) { return form == '-' ? c == '-' : is_hex(c); });
}

const std::vector<Id>& found_in(const std::unordered_map<std::string, std::vector<Id>>& index,
                                const std::string& uuid)
{
    static const std::vector<Id> none;
    const auto at = index.find(uuid);
    return at == index.end() ? none : at->second;
}

} // namespace

Links::Links(const Tree& tree) : is_copy_(tree.size())
{
    std::vector<bool> refers_or_copy(tree.size()); // what is in it is a copy
    refers_or_copy[Tree::root] = refers(tree, Tree::root);
    for (Id id = 1; id < tree.size(); ++id) {
        const auto parent = tree.at(id).parent;
        if (tree.is_object(id) || tree.is_array(id)) {
            is_copy_[id] = refers_or_copy[parent];
            refers_or_copy[id] = is_copy_[id] || refers(tree, id);
        }
        if (tree.at(id).key_end == 0 || !tree.is_string(id)) continue;
        const auto name = tree.name_of(id);
        if (name == "uuid") {
            bearers_[uuid_in(tree, id)].push_back(parent);
        } else if (is_one_of(references, name) || is_one_of(owners, name)) {
            referring_[uuid_in(tree, id)].push_back(parent);
        } else if (name == "extends_uuid" && !tree.string_of(id).empty()) {
            referring_[uuid_in(tree, id)].push_back(id);
        }
    }
    for (Id id = 1; id < tree.size(); ++id) {
        if (tree.has(id, Tree::long_string) && !is_uuid(tree, id)) add_mentions(tree, id, tree.string_of(id));
        if (tree.has(id, Tree::long_name)) add_mentions(tree, id, tree.name_of(id));
    }
}

/// `text` is that of `id`, or its name.
void Links::add_mentions(const Tree& tree, Id id, std::string_view text)
{
    constexpr std::size_t dash = 8; // the first one of a UUID
    for (auto at = text.find('-', dash); at != std::string_view::npos; at = text.find('-', at + 1)) {
        if (!is_uuid_at(text, at - dash)) continue;
        std::string uuid(text.substr(at - dash, shape.size()));
        std::transform(uuid.begin(), uuid.end(), uuid.begin(), to_lower);
        if (bearers_.count(uuid) > 0) referring_[uuid].push_back(item_of(tree, id));
    }
}

const std::vector<Id>& Links::bearers_of(const std::string& uuid) const
{
    return found_in(bearers_, uuid);
}

const std::vector<Id>& Links::referring_to(const std::string& uuid) const
{
    return found_in(referring_, uuid);
}

std::vector<std::string> Links::referred() const
{
    std::vector<std::string> all;
    for (const auto& [uuid, items] : referring_) all.push_back(uuid);
    std::sort(all.begin(), all.end());
    return all;
}

bool Links::is_uuid(const Tree& tree, Id id)
{
    return tree.is_string(id) && tree.at(id).key_end > 0 && tree.name_of(id) == "uuid";
}

std::string Links::uuid_in(const Tree& tree, Id id)
{
    std::string uuid(tree.string_of(id));
    std::transform(uuid.begin(), uuid.end(), uuid.begin(), to_lower);
    return uuid;
}

} // namespace pouch::redact::misp
