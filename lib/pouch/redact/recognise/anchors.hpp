#pragma once
#include "pouch/redact/mask_graph.hpp"

/// Places that several recognisers look for.
namespace pouch::redact::recognise {

/// Places that have one of `a` at a distance of `first` to `last` bytes.
[[nodiscard]] MaskGraph::Id near(MaskGraph& graph, MaskGraph::Id a, unsigned first, unsigned last);

/// Places of `a` from which two more follow, each at a distance of `first` to `last` bytes.
[[nodiscard]] MaskGraph::Id three_near(MaskGraph& graph, MaskGraph::Id a, unsigned first, unsigned last);

/// The first digit of each run of digits.
[[nodiscard]] MaskGraph::Id run_starts(MaskGraph& graph);

} // namespace pouch::redact::recognise
