#pragma once
#include "pouch/redact/json/tree.hpp"

#include <string>
#include <unordered_map>

/// What bears which UUID in a document of MISP, and what refers to it. UUIDs count in any case of letters.
namespace pouch::redact::misp {

class Links {
  public:
    explicit Links(const json::Tree& tree);

    /// The objects whose own `uuid` that is.
    [[nodiscard]] const std::vector<json::Tree::Id>& bearers_of(const std::string& uuid) const;
    /// What goes if nothing bears that UUID: items that refer to it, members that say what an event extends, and texts and
    /// members that name it among other things, if something in the document bore it.
    [[nodiscard]] const std::vector<json::Tree::Id>& referring_to(const std::string& uuid) const;
    /// All UUIDs that something refers to, in order.
    [[nodiscard]] std::vector<std::string> referred() const;
    /// True if `id` is below an item that refers to another, as the copies are that writers of MISP put there: a reference
    /// must not lead to what it holds itself.
    [[nodiscard]] bool is_copy(json::Tree::Id id) const { return is_copy_[id]; }

    /// True if `id` is the member `uuid` of an object.
    [[nodiscard]] static bool is_uuid(const json::Tree& tree, json::Tree::Id id);
    /// The UUID in a string, in the form in which they are compared.
    [[nodiscard]] static std::string uuid_in(const json::Tree& tree, json::Tree::Id id);

  private:
    void add_mentions(const json::Tree& tree, json::Tree::Id id, std::string_view text);

    using Index = std::unordered_map<std::string, std::vector<json::Tree::Id>>;

    Index bearers_;
    Index referring_;
    std::vector<bool> is_copy_; ///< By value.
};

} // namespace pouch::redact::misp
