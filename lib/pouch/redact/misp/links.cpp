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
