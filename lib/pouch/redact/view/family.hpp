#pragma once
#include "pouch/redact/mask_graph.hpp"
#include "pouch/redact/sieve.hpp"

#include <array>
#include <cstddef>
#include <vector>

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

/// What stands at the places that the decoder of `family` must look at; it finds nothing at others. Nothing for runs: they
/// are too long and too common.
[[nodiscard]] std::vector<Sieve::Shape> shapes_of(Family family);
/// Adds those of Family::run to `graph`.
[[nodiscard]] MaskGraph::Id run_places(MaskGraph& graph);

} // namespace pouch::redact
