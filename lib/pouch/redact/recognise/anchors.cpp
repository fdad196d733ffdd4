#include "pouch/redact/recognise/anchors.hpp"

namespace pouch::redact::recognise {

MaskGraph::Id near(MaskGraph& graph, MaskGraph::Id a, unsigned first, unsigned last)
{
    auto any = graph.ahead(a, first);
    for (unsigned k = first + 1; k <= last; ++k) any = graph.either(any, graph.ahead(a, k));
    return any;
}

MaskGraph::Id three_near(MaskGraph& graph, MaskGraph::Id a, unsigned first, unsigned last)
{
    const auto two = graph.both(a, near(graph, a, first, last));
    return graph.both(a, near(graph, two, first, last));
}

MaskGraph::Id run_starts(MaskGraph& graph)
{
    const auto digits = byte_range('0', '9');
    return graph.without(graph.bytes(digits), graph.behind(digits));
}

} // namespace pouch::redact::recognise
