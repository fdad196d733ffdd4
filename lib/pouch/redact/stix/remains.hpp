#pragma once
#include "pouch/redact/stix/bundle.hpp"
#include "pouch/redact/stix/handling.hpp"
#include "pouch/redact/structure.hpp"

#include <functional>
#include <unordered_map>
#include <vector>

/// What is left of a bundle of STIX while parts of it go.
namespace pouch::redact::stix {

/// Why an item goes.
enum class Reason {
    marking,  ///< Its marking, or that of what it is in.
    metadata, ///< It stands beside the objects.
    dangling, ///< It points at what goes, or nothing is left of it.
    rule,     ///< A rule about fields; it is reported elsewhere.
};

using Report = std::function<void(Reason, json::Tree::Id)>;

class Remains {
  public:
    /// All are kept by reference.
    Remains(const json::Tree& tree, const Bundle& bundle, const Handling& handling, const Report& report);

    /// True if a value goes, with what it is in or by itself.
    [[nodiscard]] bool is_gone(json::Tree::Id value) const { return is_gone_[value]; }
    /// True if an object goes; true if it stays and is not what it was.
    [[nodiscard]] bool is_sunk(std::uint32_t object) const { return is_gone_[bundle_.objects[object].node]; }
    [[nodiscard]] bool is_changed(std::uint32_t object) const { return is_changed_[object]; }
    /// True if anything goes or is changed.
    [[nodiscard]] bool has_changed() const { return has_changed_; }
    /// Versions that are left of an id.
    [[nodiscard]] std::size_t versions_of(std::uint32_t name) const { return versions_[name]; }

    /// True if a version of an id is gone.
    [[nodiscard]] bool has_lost_version(std::uint32_t name) const { return has_lost_version_[name]; }

    /// Items that are left of a container.
    [[nodiscard]] std::uint32_t items_of(json::Tree::Id container) const;
    /// True if a value has been replaced.
    [[nodiscard]] bool is_replaced(json::Tree::Id value) const { return is_replaced_[value]; }

    /// True if a placeholder stands for a value.
    [[nodiscard]] bool is_placeholder(json::Tree::Id value) const
    {
        return !placeholders_.empty() && is_placeholder_[value];
    }
    /// The placeholders, as cuts.
    [[nodiscard]] std::vector<TextCut> placeholders() const;

    void mark_changed(std::uint32_t object);

    /// A value that stays has been replaced: what was in it is gone.
    void replace(json::Tree::Id value);

    /// An item goes, by itself.
    void drop(json::Tree::Id item, Reason reason);

    /// An object goes.
    void sink(std::uint32_t object, Reason reason);

    /// A property, an item of a list or a member of something nested in an object goes, and what is nothing without it:
    /// containers that are empty now, and the object, if it must have what goes and there is no placeholder for it.
    void remove(json::Tree::Id item, Reason reason);

    /// The ids that no object has any more, each once.
    [[nodiscard]] std::vector<std::uint32_t> take_lost();

    /// The observables in dictionaries that have gone by themselves since.
    [[nodiscard]] std::vector<json::Tree::Id> take_lost_entries();

    /// By value: what goes by itself.
    [[nodiscard]] const std::vector<bool>& dropped() const { return is_dropped_; }

  private:
    /// What stands in its place where it must go; null if the object falls instead.
    [[nodiscard]] const std::string* placeholder_for(std::uint32_t object, json::Tree::Id property) const;
    [[nodiscard]] bool put_placeholder(std::uint32_t object, json::Tree::Id property, Reason reason);
    void settle(json::Tree::Id holder, std::string_view type, std::string_view property, Reason reason);
    [[nodiscard]] bool is_needed(std::uint32_t object, std::string_view property) const;
    [[nodiscard]] bool is_of_marking(const Object& object, json::Tree::Id item) const;
    [[nodiscard]] bool is_entry(const Object& object, json::Tree::Id value) const;
    [[nodiscard]] bool is_needed_in_entry(json::Tree::Id item);
    [[nodiscard]] std::string_view type_of_entry(json::Tree::Id entry);
    void erase(json::Tree::Id from, json::Tree::Id end);
    [[nodiscard]] bool is_needed_inside(json::Tree::Id item) const;
    [[nodiscard]] bool has_other(json::Tree::Id container, std::span<const std::string_view> names,
                                 std::string_view name) const;

    const json::Tree& tree_;
    const Bundle& bundle_;
    const Handling& handling_;
    const Report& report_;
    std::vector<std::pair<json::Tree::Id, const std::string*>> placeholders_;
    std::vector<bool> is_dropped_;
    std::vector<bool> is_gone_;
    std::vector<bool> is_replaced_;
    std::vector<bool> is_placeholder_;         ///< Empty if the rules have none.
    mutable std::vector<std::uint32_t> items_; ///< By container: one more than are left; 0 if nobody knows.
    std::vector<bool> is_changed_;             ///< By object.
    std::vector<std::size_t> versions_;        ///< By id: how many are left.
    std::vector<bool> has_lost_version_;
    std::vector<std::uint32_t> lost_;
    std::vector<json::Tree::Id> lost_entries_;
    std::unordered_map<json::Tree::Id, std::string_view> entry_types_; ///< Of those that were asked for.
    bool has_changed_ = false;
};

} // namespace pouch::redact::stix
