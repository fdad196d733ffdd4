#pragma once
#include "pouch/redact/stix/remains.hpp"
#include "pouch/redact/stix/uuid_search.hpp"

#include <utility>
#include <vector>

/// Where objects speak of one another: the UUIDs of a bundle in what is left of it, in names and texts. References and ids
/// of objects say so themselves (references.hpp) and are no mentions.
namespace pouch::redact::stix {

class Mentions {
  public:
    /// `text` is that of `tree`. Throws what UuidSearch::find_in does.
    Mentions(const json::Tree& tree, std::string_view text, const Bundle& bundle, const Remains& remains,
             UuidSearch& search);

    /// All there are, as places in the text.
    [[nodiscard]] const std::vector<UuidSearch::Find>& places() const { return places_; }

    /// The objects that speak of an id; none if they were taken before.
    [[nodiscard]] std::vector<std::uint32_t> take(std::uint32_t name)
    {
        return std::exchange(holders_[name], {});
    }

  private:
    [[nodiscard]] bool is_reference(const Object& object, json::Tree::Id value) const;

    const json::Tree& tree_;
    std::vector<UuidSearch::Find> places_;
    std::vector<std::vector<std::uint32_t>> holders_; ///< By id.
};

} // namespace pouch::redact::stix
