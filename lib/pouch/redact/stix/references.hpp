#pragma once
#include "pouch/redact/stix/handling.hpp"
#include "pouch/redact/stix/remains.hpp"

/// References of STIX 2.1: members that end in `_ref` or `_refs`, at any depth.
namespace pouch::redact::stix {

/// Throws Fault::refused `stix.id` for a reference that is no id, but in properties of one's own, `x_...`: nobody could tell
/// what it points at, nor replace it. Those within dictionaries of observables are none.
void check_references(const json::Tree& tree, const Bundle& bundle);

class References {
  public:
    /// The references in `bundle`; all are kept by reference.
    References(const json::Tree& tree, const Bundle& bundle, ExternalRefs external, Remains& remains);

    /// Takes out what points at objects that are gone, and what is nothing without it, until nothing changes; and what
    /// points at objects which were never here, as the rules have it.
    void repair();

    /// Takes out the definitions of markings that nothing refers to any more, but those of `spared` ids.
    void drop_unused_definitions(std::span<const std::string_view> spared);

    /// Calls `act(value)` for each reference left to the object of that id.
    template <typename Act> void for_each_to(std::uint32_t name, Act act) const
    {
        for (const auto value : by_name_[name]) {
            if (!remains_.is_gone(value)) act(value);
        }
    }

  private:
    void add(json::Tree::Id value);
    void add_keys(json::Tree::Id dictionary);
    [[nodiscard]] bool is_marking(json::Tree::Id value) const;
    void cut(json::Tree::Id value);

    const json::Tree& tree_;
    const Bundle& bundle_;
    ExternalRefs external_;
    Remains& remains_;
    std::vector<std::vector<json::Tree::Id>> by_name_;               ///< By id of the bundle.
    std::vector<std::pair<json::Tree::Id, std::uint32_t>> by_value_; ///< The same by place, in order.
    std::vector<std::pair<json::Tree::Id, json::Tree::Id>>
        keys_;                             ///< To observables in dictionaries, by these, in order.
    std::optional<std::string_view> last_; ///< The id that was added last: often many have the same marking,
    std::uint32_t last_name_ = 0;          ///< and which of the bundle it is.
    std::vector<json::Tree::Id> foreign_;  ///< To what is not here and may not be pointed at.
};

} // namespace pouch::redact::stix
