#pragma once
#include "pouch/redact/builtin.hpp"
#include "pouch/redact/mask_graph.hpp"

/// Where in a text a built-in recogniser must look, in terms of byte masks.
namespace pouch::redact {

/// Adds to `graph` the places that `builtin` has to judge:
///
///     ipv4      a dot between digits, the first of three such dots at most four bytes apart
///     ipv6      a colon of `::`, or the first of three at most five bytes apart
///     email     an @ sign
///     url       the colon of `://`
///     phone_kr  a 0 that begins a run of nine digits, or of two to four with a separator and digits behind it;
///               a plus sign before an 8
///     rrn_kr, frn_kr   the first digit of a run of thirteen, or of six or more with a dash or blank behind six
///     pan       the first digit of a run of thirteen, or of four or more with a dash or blank and four digits behind four
[[nodiscard]] MaskGraph::Id places_of(Builtin builtin, MaskGraph& graph);

} // namespace pouch::redact
