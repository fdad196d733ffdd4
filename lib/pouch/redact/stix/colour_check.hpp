#pragma once
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/tlp.hpp"

namespace pouch::redact::stix {

/// True if the marking definition at `definition`, whose id is that of the colour `tlp`, holds nothing but what the
/// definition of that colour may hold, and names no other: a reader who goes by its text sees the colour that its id is.
[[nodiscard]] bool is_sound_colour(const json::Tree& tree, json::Tree::Id definition, Tlp tlp);

} // namespace pouch::redact::stix
