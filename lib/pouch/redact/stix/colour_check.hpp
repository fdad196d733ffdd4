#pragma once
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/tlp.hpp"

#include <optional>
#include <string_view>

namespace pouch::redact::stix {

/// True if the marking definition at `definition`, whose id is that of the colour `tlp`, holds nothing but what the
/// definition of that colour may hold, and names no other: a reader who goes by its text sees the colour that its id is.
[[nodiscard]] bool is_sound_colour(const json::Tree& tree, json::Tree::Id definition, Tlp tlp);

/// The strictest colour that a text speaks of, as in `TLP:RED`, in any case of letters; nothing if it speaks of none.
[[nodiscard]] std::optional<Tlp> colour_spoken_of(std::string_view text);

} // namespace pouch::redact::stix
