#include "pouch/redact/recognise/anchors.hpp"

#include "pouch/redact/characters.hpp"

namespace pouch::redact::recognise {

MaskGraph::Id near(MaskGraph& graph, MaskGraph::Id a, unsigned first, unsigned last)
{
    // By doubling: any of 1, 2, 4 ... places from here on, then so many that overlap.
    const unsigned count = last - first + 1;
    auto any = a;
    unsigned width = 1;
    for (; 2 * width <= count; width *= 2) any = graph.either(any, graph.ahead(any, width));
    if (width < count) any = graph.either(any, graph.ahead(any, count - width));
    return graph.ahead(any, first);
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

MaskGraph::Id joint_bytes(MaskGraph& graph)
{
    return graph.either(graph.bytes(bytes_in(" +-\xE2\xE3")), graph.bytes(byte_range('\t', '\r')));
}

MaskGraph::Id grouped(MaskGraph& graph, std::span<const unsigned> sizes)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto joint = joint_bytes(graph);
    const auto wide = graph.bytes(bytes_in("\xE2\xE3"));
    auto rest = graph.run(digit, sizes.back());
    for (auto i = sizes.size() - 1; i > 0; --i) {
        const auto size = sizes[i - 1];
        const auto goes_on = graph.both(joint, graph.ahead(graph.either(rest, joint), 1));
        rest = graph.both(graph.run(digit, size), graph.ahead(graph.either(goes_on, wide), size));
    }
    return graph.both(run_starts(graph), rest);
}

MaskGraph::Id exact_run(MaskGraph& graph, unsigned size)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    return graph.both(run_starts(graph), graph.without(graph.run(digit, size), graph.run(digit, size + 1)));
}

MaskGraph::Id word_starts(MaskGraph& graph, MaskGraph::Id a)
{
    const auto letter = graph.bytes(byte_range('a', 'z'));
    const auto escape = graph.both(graph.bytes(bytes_in("\\")), graph.ahead(letter, 1));
    return graph.either(graph.without(a, graph.behind(alnum_bytes())), graph.both(escape, graph.ahead(a, 2)));
}

std::size_t word_start(std::string_view text, std::size_t at)
{
    const auto begin = is_escape_letter(text, at + 1) ? at + 2 : at;
    return begin < text.size() && is_alnum(text[begin]) && is_border_before(text, begin)
               ? begin
               : std::string_view::npos;
}

} // namespace pouch::redact::recognise
