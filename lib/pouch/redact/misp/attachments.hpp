#pragma once
#include "pouch/redact/json/tree.hpp"

#include <string>
#include <unordered_map>

/// Clusters of galaxies and the tags that attach them. An event names each twice, in a tag and in the `tag_name` of the
/// cluster: what is withheld in one form must not leave in the other.
namespace pouch::redact::misp {

class Attachments {
  public:
    /// `events`: members `Event`, in order and apart.
    Attachments(const json::Tree& tree, std::vector<json::Tree::Id> events);

    /// True if `item` is a tag, a cluster or a galaxy, or a part of one of a few levels.
    [[nodiscard]] static bool is_one(const json::Tree& tree, json::Tree::Id item);

    /// All items that name, in the same event, a cluster that `item` names; none if they were taken before.
    [[nodiscard]] std::vector<json::Tree::Id> take_named_as(json::Tree::Id item);

  private:
    [[nodiscard]] std::string key_of(json::Tree::Id text) const;

    const json::Tree& tree_;
    std::vector<json::Tree::Id> events_;
    std::unordered_map<std::string, std::vector<json::Tree::Id>> named_; ///< By event and name.
};

} // namespace pouch::redact::misp
