#pragma once
#include "pouch/redact/stix/remains.hpp"

#include <utility>
#include <vector>

/// Which objects speak of which: the UUIDs of a bundle wherever they stand in what is left of it, in names and texts too.
namespace pouch::redact::stix {

class Mentions {
  public:
    Mentions(const json::Tree& tree, const Bundle& bundle, const Remains& remains);

    /// The objects that hold the UUID of an id of the bundle, itself among them; none if they were taken before.
    [[nodiscard]] std::vector<std::uint32_t> take(std::uint32_t name)
    {
        return std::exchange(holders_[first_[name]], {});
    }

  private:
    void note(std::string_view text, std::uint32_t object);

    std::vector<std::pair<std::string_view, std::uint32_t>>
        uuids_;                                       ///< Of the bundle, with their ids, in order.
    std::vector<std::uint32_t> first_;                ///< By id: the first of those with the same UUID.
    std::vector<std::vector<std::uint32_t>> holders_; ///< By such an id.
};

} // namespace pouch::redact::stix
