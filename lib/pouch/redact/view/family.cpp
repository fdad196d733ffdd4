#include "pouch/redact/view/family.hpp"

#include "pouch/redact/view/runs.hpp"
#include "pouch/redact/view/unit.hpp"

namespace pouch::redact {

namespace {

using Shapes = std::vector<Sieve::Shape>;

/// The shapes that `rows` describe, each of which stands at its first byte.
Shapes shapes_in(std::initializer_list<std::vector<ByteSet>> rows)
{
    Shapes shapes;
    for (const auto& row : rows) shapes.push_back({row, 0, true});
    return shapes;
}

/// Signs that begin an escape, an entity or a written byte. What stands behind them is for the decoder to see: they are
/// rare. But brackets are in every token that was put in: those of defanged signs, and of the borders of CDATA sections.
Shapes escape_shapes()
{
    auto shapes = shapes_in({{bytes_in("%&")},
                             {bytes_in("\\")},
                             {bytes_in("([{"), bytes_in(defanged_begins)},
                             {bytes_in("]"), bytes_in("]")},
                             {bytes_in("\xF3"), bytes_in("\xA0")}}); // tags
    shapes.push_back({{bytes_in("!"), bytes_in("[")}, 1, true});
    return shapes;
}

/// Signs that may write a byte beyond ASCII: `%ED`, `\xED`, `\355`; `=ED`, of which there is a row.
Shapes legacy_shapes()
{
    const auto high = bytes_in("89ABCDEFabcdef");
    const auto digits = byte_range('0', '9') | byte_range('A', 'F') | byte_range('a', 'f');
    return shapes_in({{bytes_in("%"), high},
                      {bytes_in("\\"), bytes_in("x"), high},
                      {bytes_in("\\"), bytes_in("23")},
                      {bytes_in("="), high, digits, bytes_in("=")}});
}

/// A sign with two digits, a blank, a line end or a question mark behind it; logs are full of others.
Shapes mail_shapes()
{
    const auto digits = byte_range('0', '9') | byte_range('A', 'F') | byte_range('a', 'f');
    return shapes_in({{bytes_in("="), digits, digits}, {bytes_in("="), bytes_in(" \t\r\n?")}});
}

/// First bytes of the characters that decode_fold may change. Left out: ASCII; what begins as Hangul syllables and
/// ideographs do. U+A000 to U+ABFF begin as some syllables do.
Shapes fold_shapes()
{
    return shapes_in({{byte_range(0xC2, 0xDF)},
                      {byte_range(0xE0, 0xE3) | byte_range(0xEE, 0xEF)},
                      {byte_range(0xF0, 0xF4)},
                      {bytes_in("\xEA"), byte_range(0x80, 0xAF)}});
}

} // namespace

Shapes shapes_of(Family family)
{
    switch (family) {
    case Family::legacy:
        return legacy_shapes();
    case Family::escape:
        return escape_shapes();
    case Family::mail:
        return mail_shapes();
    case Family::fold:
        return fold_shapes();
    case Family::run:
        break;
    }
    return {};
}

/// The first of a row of base64 letters long enough; the begin of ascii85.
MaskGraph::Id run_places(MaskGraph& graph)
{
    const auto letters =
        byte_range('A', 'Z') | byte_range('a', 'z') | byte_range('0', '9') | bytes_in("+/_-");
    const auto run = graph.without(graph.run(graph.bytes(letters), least_run), graph.behind(letters));
    const auto ascii85 = graph.both(graph.bytes(bytes_in("<")), graph.ahead(graph.bytes(bytes_in("~")), 1));
    return graph.either(run, ascii85);
}

} // namespace pouch::redact
