#pragma once
#include "pouch/redact/mask_graph.hpp"

#include <array>
#include <concepts>
#include <span>

/// Places that several recognisers look for.
namespace pouch::redact::recognise {

/// Places that have one of `a` at a distance of `first` to `last` bytes.
[[nodiscard]] MaskGraph::Id near(MaskGraph& graph, MaskGraph::Id a, unsigned first, unsigned last);

/// Places of `a` from which two more follow, each at a distance of `first` to `last` bytes.
[[nodiscard]] MaskGraph::Id three_near(MaskGraph& graph, MaskGraph::Id a, unsigned first, unsigned last);

/// The first digit of each run of digits.
[[nodiscard]] MaskGraph::Id run_starts(MaskGraph& graph);

/// A byte that a joint between groups of digits (joint_at) may begin with or go on with.
[[nodiscard]] MaskGraph::Id joint_bytes(MaskGraph& graph);

/// The first digit of groups of `sizes` digits with joints between, as far as masks can tell: a joint of several
/// bytes may be followed by anything.
[[nodiscard]] MaskGraph::Id grouped(MaskGraph& graph, std::span<const unsigned> sizes);
template <std::same_as<unsigned>... Sizes> MaskGraph::Id grouped(MaskGraph& graph, Sizes... sizes)
{
    const std::array all{sizes...};
    return grouped(graph, std::span<const unsigned>(all));
}

/// The first digit of a run of exactly `size` digits.
[[nodiscard]] MaskGraph::Id exact_run(MaskGraph& graph, unsigned size);

/// Where an ASCII word begins at a place of `a`; if an escape such as `\n` stands before it, the backslash.
[[nodiscard]] MaskGraph::Id word_starts(MaskGraph& graph, MaskGraph::Id a);

/// The beginning of the word that a place of word_starts stands for; npos if none begins there.
[[nodiscard]] std::size_t word_start(std::string_view text, std::size_t at);

} // namespace pouch::redact::recognise
