#pragma once
#include "pouch/redact/mask_graph.hpp"

#include <array>
#include <cstddef>

/// Families of encoded forms, in the order in which they are looked for, and where a text may hold one.
namespace pouch::redact {

enum class Family : std::uint8_t {
    legacy, ///< decode_legacy: first, since escapes take some of its bytes for UTF-8
    escape, ///< decode_escape
    mail,   ///< decode_mail
    fold,   ///< decode_fold
    run,    ///< base64, hexadecimal and ascii85: runs.hpp
};
inline constexpr std::size_t family_count = 5;
inline constexpr std::array<Family, family_count> families{Family::legacy, Family::escape, Family::mail,
                                                           Family::fold, Family::run};

/// Adds to `graph` the places that the decoder of `family` must look at; it finds nothing at others.
[[nodiscard]] MaskGraph::Id places_of(Family family, MaskGraph& graph);

} // namespace pouch::redact
