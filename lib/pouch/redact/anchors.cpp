#include "pouch/redact/anchors.hpp"

namespace pouch::redact {

namespace {

using Id = MaskGraph::Id;

/// Places that have one of `a` at a distance of `first` to `last` bytes.
Id near(MaskGraph& graph, Id a, unsigned first, unsigned last)
{
    Id any = graph.ahead(a, first);
    for (unsigned k = first + 1; k <= last; ++k) any = graph.either(any, graph.ahead(a, k));
    return any;
}

/// Places of `a` from which two more follow, each at a distance of `first` to `last` bytes.
Id three_near(MaskGraph& graph, Id a, unsigned first, unsigned last)
{
    const Id two = graph.both(a, near(graph, a, first, last));
    return graph.both(a, near(graph, two, first, last));
}

} // namespace

MaskGraph::Id places_of(Builtin builtin, MaskGraph& graph)
{
    const auto digits = byte_range('0', '9');
    const Id digit = graph.bytes(digits);
    const auto starts = [&] { return graph.without(digit, graph.behind(digits)); };
    // The first byte of U+2000 to U+2FFF, dashes among them.
    const auto wide = [&] { return graph.bytes(bytes_in("\xE2")); };
    const auto joint = [&] { return graph.bytes(bytes_in("- \xE2")); };

    switch (builtin) {
    case Builtin::ipv4: {
        const Id dot = graph.bytes(bytes_in("."));
        const Id between = graph.both(graph.both(dot, graph.behind(digits)), graph.ahead(digit, 1));
        return three_near(graph, between, 2, 4);
    }
    case Builtin::ipv6: {
        const Id colon = graph.bytes(bytes_in(":"));
        return graph.either(graph.run(colon, 2), three_near(graph, colon, 2, 5));
    }
    case Builtin::email:
        return graph.bytes(bytes_in("@"));
    case Builtin::url: {
        const Id slashes = graph.run(graph.bytes(bytes_in("/")), 2);
        return graph.both(graph.bytes(bytes_in(":")), graph.ahead(slashes, 1));
    }
    case Builtin::phone_kr: {
        const Id separator = graph.bytes(bytes_in("-. )"));
        const Id goes_on = graph.either(graph.run(digit, 3), graph.either(separator, wide()));
        const Id gap = graph.either(graph.both(separator, graph.ahead(goes_on, 1)), wide());
        const Id rest = graph.either(near(graph, gap, 2, 4), graph.run(digit, 9));
        const Id zero = graph.both(graph.both(starts(), graph.bytes(bytes_in("0"))), graph.run(digit, 2));
        const Id plus = graph.both(graph.bytes(bytes_in("+")), graph.ahead(graph.bytes(bytes_in("8")), 1));
        // The country code without its plus sign: 82-10-...; behind 00 it is a zero already.
        const Id eight = graph.both(graph.both(starts(), graph.bytes(bytes_in("8"))), graph.run(digit, 2));
        return graph.either(graph.both(graph.either(zero, eight), rest), plus);
    }
    case Builtin::rrn_kr:
    case Builtin::frn_kr: {
        const Id halves = graph.both(graph.run(digit, 6), graph.ahead(joint(), 6));
        const Id with_century = graph.both(graph.run(digit, 8), graph.ahead(joint(), 8));
        return graph.both(starts(), graph.either(graph.run(digit, 13), graph.either(halves, with_century)));
    }
    case Builtin::pan:
        break;
    }
    const Id four = graph.run(digit, 4);
    const Id groups = graph.both(graph.both(four, graph.ahead(joint(), 4)), graph.ahead(four, 5));
    return graph.both(starts(), graph.either(graph.run(digit, 13), groups));
}

} // namespace pouch::redact
