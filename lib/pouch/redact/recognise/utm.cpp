#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/grid.hpp"

namespace pouch::redact::recognise {

namespace {

/// The zone before a capital, a blank and six digits.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto easting = graph.both(graph.bytes(bytes_in(" ")),
                                    graph.ahead(graph.run(graph.bytes(byte_range('0', '9')), 6), 1));
    return zone_places(graph, graph.both(graph.bytes(byte_range('A', 'Z')), graph.ahead(easting, 1)));
}

/// The end of a number of `least` to `most` digits, perhaps with decimals, at `i`; `value` is its whole part.
/// Then `m`, `E`, `mE` and the like with `letter`. 0 if it is none.
std::size_t distance_end(std::string_view text, std::size_t i, std::size_t least, char letter,
                         unsigned& value)
{
    constexpr std::size_t most = 8;
    const auto digits = digit_run(text, i, most + 1);
    if (digits < least || digits > most) return 0;
    value = 0;
    for (std::size_t k = 0; k < digits; ++k) value = value * 10 + digit_at(text, i + k);
    i += digits;
    if (at_or_nul(text, i) == '.') {
        const auto decimals = digit_run(text, i + 1, most);
        if (decimals > 0) i += 1 + decimals;
    }
    const auto unit = i + (at_or_nul(text, i) == ' ' ? 1U : 0U);
    auto end = unit;
    if (at_or_nul(text, end) == 'm') ++end;
    if (at_or_nul(text, end) == letter) ++end;
    return end > unit && is_border_after(text, end) ? end : i;
}

/// Zone, band or hemisphere, easting and northing in metres (NGA.SIG.0012).
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto zone = grid_zone(text, at);
    if (!zone || at_or_nul(text, zone->end) != ' ') return std::nullopt;
    unsigned easting = 0;
    unsigned northing = 0;
    const auto middle = distance_end(text, zone->end + 1, 6, 'E', easting);
    if (middle == 0 || easting < 100'000 || easting > 899'999) return std::nullopt;
    auto i = middle;
    if (at_or_nul(text, i) == ',') ++i;
    if (at_or_nul(text, i) == ' ') ++i;
    if (i == middle) return std::nullopt;
    const auto end = distance_end(text, i, 6, 'N', northing);
    if (end == 0 || northing > 10'000'000 || !is_border_after(text, end)) return std::nullopt;
    return Hit{at, end};
}

constexpr Example examples[] = {
    {"52S 323456 4156789", "52S 323456 4156789"},
    {"좌표52S 323456 4156789에서", "52S 323456 4156789"},
    {"52 S 323456mE 4156789mN", "52 S 323456mE 4156789mN"},
    {"UTM 52N 323456.25 E, 4156789.5 N.", "52N 323456.25 E, 4156789.5 N"},
    {"{\"utm\":\"\\n4Q 612345 2356789\"}", "4Q 612345 2356789"},
    {"52S 323456,4156789", "52S 323456,4156789"},
    {"52S 323456", ""},
    {"52S 923456 4156789", ""},
    {"52S 323456 14156789", ""},
    {"52S 323456 41567", ""},
    {"61S 323456 4156789", ""},
    {"52I 323456 4156789", ""},
    {"a52S 323456 4156789", ""},
    {"152S 323456 4156789", ""},
    {"52S 3234567 4156789", ""},
    {"52S 323456 4156789a", ""},
};

} // namespace

const Recogniser utm{
    .name = "utm",
    .longest = 128,
    .places = places,
    .judge = judge,
    .examples = examples,
};

} // namespace pouch::redact::recognise
