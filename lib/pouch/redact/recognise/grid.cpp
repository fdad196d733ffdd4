#include "pouch/redact/recognise/grid.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

std::optional<GridZone> grid_zone(std::string_view text, std::size_t at)
{
    if (!starts_number(text, at) || !is_border_before(text, at) || is_fraction(text, at)) return std::nullopt;
    const auto digits = digit_run(text, at, 3);
    if (digits > 2) return std::nullopt;
    GridZone zone;
    zone.number = digits == 2 ? two_digits(text, at) : digit_at(text, at);
    zone.is_apart = at_or_nul(text, at + digits) == ' ';
    const auto band = at + digits + (zone.is_apart ? 1U : 0U);
    zone.band = at_or_nul(text, band);
    zone.end = band + 1;
    if (zone.number < 1 || zone.number > 60 || !is_grid_letter(zone.band, 'C', 'X')) return std::nullopt;
    return zone;
}

MaskGraph::Id zone_places(MaskGraph& graph, MaskGraph::Id band)
{
    return graph.both(run_starts(graph), near(graph, band, 1, 3));
}

} // namespace pouch::redact::recognise
