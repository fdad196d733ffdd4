#pragma once
#include "pouch/redact/recogniser.hpp"

/// What MGRS and UTM share: the zone and the band of latitude.
namespace pouch::redact::recognise {

struct GridZone {
    unsigned number = 0;   ///< 1 to 60.
    char band = 0;         ///< C to X without I and O.
    std::size_t end = 0;   ///< The place behind it.
    bool is_apart = false; ///< A blank stands between number and band.
};

/// A letter of the grid: no I and no O, which read as digits.
[[nodiscard]] constexpr bool is_grid_letter(char c, char first, char last)
{
    return c >= first && c <= last && c != 'I' && c != 'O';
}

/// The zone and band at `at`, `52S` or `52 S`, as the beginning of a word.
[[nodiscard]] std::optional<GridZone> grid_zone(std::string_view text, std::size_t at);

/// The first digit of a run, one or two and perhaps a blank before a place of `band`.
[[nodiscard]] MaskGraph::Id zone_places(MaskGraph& graph, MaskGraph::Id band);

} // namespace pouch::redact::recognise
