#include "pouch/redact/view/family.hpp"

#include "pouch/redact/view/runs.hpp"

namespace pouch::redact {

namespace {

using Id = MaskGraph::Id;

ByteSet hex_digits()
{
    return byte_range('0', '9') | byte_range('A', 'F') | byte_range('a', 'f');
}

/// A sign with two hexadecimal digits behind it.
Id written_byte(MaskGraph& graph, std::string_view sign)
{
    return graph.both(graph.bytes(bytes_in(sign)), graph.ahead(graph.run(graph.bytes(hex_digits()), 2), 1));
}

/// A backslash; `%XX`, `%u`; `&#`, `&name`; an opening bracket before a sign and its close, `://`, or a word that
/// begins as `dot` or `at` does.
Id escape_places(MaskGraph& graph)
{
    const auto after = [&](std::string_view first, std::string_view second) {
        return graph.both(graph.bytes(bytes_in(first)), graph.ahead(graph.bytes(bytes_in(second)), 1));
    };
    const auto letters = byte_range('A', 'Z') | byte_range('a', 'z');
    const auto entity =
        graph.both(graph.bytes(bytes_in("&")), graph.ahead(graph.bytes(letters | bytes_in("#")), 1));
    const auto signs = after(".@:/", ")]}/");
    const auto words = graph.either(after("dD", "oO"), after("aA", "tT"));
    const auto open = graph.bytes(bytes_in("([{"));
    const auto defanged = graph.both(open, graph.ahead(graph.either(signs, words), 1));
    const auto percent = graph.either(written_byte(graph, "%"), after("%", "u"));
    return graph.either(graph.either(graph.bytes(bytes_in("\\")), percent), graph.either(entity, defanged));
}

/// `=XX`, `=?`, and `=` before a line end or before blanks and a line end.
Id mail_places(MaskGraph& graph)
{
    const auto equals = graph.bytes(bytes_in("="));
    const auto ends = graph.bytes(bytes_in("\r\n"));
    auto line_end = ends;
    for (unsigned blanks = 1; blanks <= 8; ++blanks)
        line_end = graph.either(line_end, graph.ahead(ends, blanks));
    const auto blank = graph.both(graph.bytes(bytes_in(" \t")), line_end);
    const auto next = graph.either(graph.either(graph.bytes(bytes_in("?")), ends), blank);
    return graph.either(written_byte(graph, "="), graph.both(equals, graph.ahead(next, 1)));
}

/// First bytes of the characters that decode_fold may change: all but those of Hangul syllables, ideographs, kana and
/// accented letters of Western Europe, and the quotation marks and bullets of ordinary text.
Id fold_places(MaskGraph& graph)
{
    const auto bytes = [&](unsigned char first, unsigned char last) {
        return graph.bytes(byte_range(first, last));
    };
    const auto second = [&](Id lead, Id byte) { return graph.both(lead, graph.ahead(byte, 1)); };
    // U+00A0 to U+00BF; U+00DF; U+0130 to U+013F; U+0140 and U+017F; all from U+0180 to U+0FFF.
    const auto latin =
        graph.either(graph.either(bytes(0xC2, 0xC2), second(bytes(0xC3, 0xC3), bytes(0x9F, 0x9F))),
                     graph.either(second(bytes(0xC4, 0xC4), bytes(0xB0, 0xBF)), bytes(0xC5, 0xE1)));
    // U+2000 to U+206F: blanks, dashes and what cannot be seen.
    const auto general = graph.either(graph.either(bytes(0x80, 0x95), bytes(0xA4, 0xA5)), bytes(0xA8, 0xAF));
    const auto in_general = graph.both(second(bytes(0xE2, 0xE2), bytes(0x80, 0x80)), graph.ahead(general, 2));
    const auto signs = second(bytes(0xE2, 0xE2), bytes(0x81, 0xBF));
    // U+3000 to U+3001 and on; U+3130 and on; U+A000 to U+ABFF; presentation forms; the other planes.
    const auto korean = second(bytes(0xE3, 0xE3), graph.either(bytes(0x80, 0x80), bytes(0x82, 0x8F)));
    const auto late = second(bytes(0xEA, 0xEA), bytes(0x80, 0xAF));
    const auto rest = graph.either(graph.either(in_general, signs), graph.either(korean, late));
    return graph.either(graph.either(latin, rest), bytes(0xEE, 0xF4));
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
