#include "pouch/redact/view/family.hpp"

#include "pouch/redact/view/runs.hpp"
#include "pouch/redact/view/unit.hpp"

namespace pouch::redact {

namespace {

using Id = MaskGraph::Id;

/// Signs that begin an escape, an entity or a written byte. What stands behind them is for the decoder to see: they are rare,
/// and masks for all of it would cost more. But brackets are in every token that was put in: those of defanged signs, and of
/// the borders of CDATA sections.
Id escape_places(MaskGraph& graph)
{
    const auto defanged =
        graph.both(graph.bytes(bytes_in("([{")), graph.ahead(graph.bytes(bytes_in(defanged_begins)), 1));
    const auto opener = graph.both(graph.bytes(bytes_in("[")), graph.behind(bytes_in("!")));
    const auto closer = graph.both(graph.bytes(bytes_in("]")), graph.ahead(graph.bytes(bytes_in("]")), 1));
    const auto tag = graph.both(graph.bytes(bytes_in("\xF3")), graph.ahead(graph.bytes(bytes_in("\xA0")), 1));
    const auto signs = graph.either(graph.bytes(bytes_in("\\%&")), tag);
    return graph.either(graph.either(signs, defanged), graph.either(opener, closer));
}

/// Signs that may write a byte beyond ASCII: `%ED`, `=ED`, `\xED`, `\355`.
Id legacy_places(MaskGraph& graph)
{
    const auto high = graph.bytes(bytes_in("89ABCDEFabcdef"));
    const auto one = graph.both(graph.bytes(bytes_in("%")), graph.ahead(high, 1));
    const auto equals = graph.bytes(bytes_in("="));
    const auto of_mail =
        graph.both(graph.both(equals, graph.ahead(high, 1)), graph.ahead(equals, 3)); // one of a row
    const auto hexadecimal = graph.both(graph.bytes(bytes_in("x")), graph.ahead(high, 1));
    const auto kind = graph.either(hexadecimal, graph.bytes(bytes_in("23")));
    const auto backslash = graph.both(graph.bytes(bytes_in("\\")), graph.ahead(kind, 1));
    return graph.either(graph.either(one, of_mail), backslash);
}

/// A sign with two digits, a blank, a line end or a question mark behind it; logs are full of others.
Id mail_places(MaskGraph& graph)
{
    const auto digits = graph.bytes(byte_range('0', '9') | byte_range('A', 'F') | byte_range('a', 'f'));
    const auto behind = graph.either(graph.run(digits, 2), graph.bytes(bytes_in(" \t\r\n?")));
    return graph.both(graph.bytes(bytes_in("=")), graph.ahead(behind, 1));
}

/// First bytes of the characters that decode_fold may change. Left out: ASCII; what begins as Hangul syllables and
/// ideographs do. U+A000 to U+ABFF begin as some syllables do.
Id fold_places(MaskGraph& graph)
{
    const auto leads = graph.bytes(byte_range(0xC2, 0xE3) | byte_range(0xEE, 0xF4));
    const auto late =
        graph.both(graph.bytes(bytes_in("\xEA")), graph.ahead(graph.bytes(byte_range(0x80, 0xAF)), 1));
    return graph.either(leads, late);
}

/// The first of a row of base64 letters long enough; the begin of ascii85.
Id run_places(MaskGraph& graph)
{
    const auto letters =
        byte_range('A', 'Z') | byte_range('a', 'z') | byte_range('0', '9') | bytes_in("+/_-");
    const auto run = graph.without(graph.run(graph.bytes(letters), least_run), graph.behind(letters));
    const auto ascii85 = graph.both(graph.bytes(bytes_in("<")), graph.ahead(graph.bytes(bytes_in("~")), 1));
    return graph.either(run, ascii85);
}

} // namespace

MaskGraph::Id places_of(Family family, MaskGraph& graph)
{
    switch (family) {
    case Family::legacy:
        return legacy_places(graph);
    case Family::escape:
        return escape_places(graph);
    case Family::mail:
        return mail_places(graph);
    case Family::fold:
        return fold_places(graph);
    case Family::run:
        break;
    }
    return run_places(graph);
}

} // namespace pouch::redact
