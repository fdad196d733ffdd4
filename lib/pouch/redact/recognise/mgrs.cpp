#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/grid.hpp"

namespace pouch::redact::recognise {

namespace {

/// The zone before three capitals, perhaps with blanks between, and a digit.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto blank = graph.bytes(bytes_in(" "));
    const auto capital = graph.bytes(byte_range('A', 'Z'));
    const auto number = graph.either(digit, graph.both(blank, graph.ahead(digit, 1)));
    const auto square = graph.both(graph.run(capital, 2), graph.ahead(number, 2));
    const auto band =
        graph.either(graph.ahead(square, 1), graph.both(graph.ahead(blank, 1), graph.ahead(square, 2)));
    return zone_places(graph, graph.both(capital, band));
}

/// True if zone `number` has squares of column `column` (they repeat every three zones) and row `row`.
bool is_square(unsigned number, char column, char row)
{
    constexpr std::string_view first = "SAJ";
    constexpr std::string_view last = "ZHR";
    return is_grid_letter(column, first[number % 3], last[number % 3]) && is_grid_letter(row, 'A', 'V');
}

/// Zone, band, square, and four to ten digits in one or in two halves
/// (NGA.SIG.0012, The Universal Grids). Weak: four digits only.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto zone = grid_zone(text, at);
    if (!zone) return std::nullopt;
    auto i = zone->end;
    if (at_or_nul(text, i) == ' ') ++i;
    if (!is_square(zone->number, at_or_nul(text, i), at_or_nul(text, i + 1))) return std::nullopt;
    i += 2;
    if (at_or_nul(text, i) == ' ') ++i;
    auto digits = digit_run(text, i, 11);
    auto end = i + digits;
    if (digits <= 5 && at_or_nul(text, end) == ' ' && digit_run(text, end + 1, 6) == digits) {
        end += 1 + digits;
        digits *= 2;
    }
    if (digits < 4 || digits > 10 || digits % 2 != 0 || !is_border_after(text, end)) return std::nullopt;
    if (digits == 4 && zone->is_apart) return std::nullopt;
    return Hit{at, end, digits == 4 ? Strength::weak : Strength::strong};
}

constexpr Example examples[] = {
    {"52SCG2345678901", "52SCG2345678901"},
    {"좌표는52SCG2345678901에서", "52SCG2345678901"},
    {"52S CG 23456 78901", "52S CG 23456 78901"},
    {"52S CG 2345678901", "52S CG 2345678901"},
    {"52 S CG 2345 7890", "52 S CG 2345 7890"},
    {"{\"grid\":\"\\n4QFJ12345678\"}", "4QFJ12345678"},
    {"grid=52SCG234789;", "52SCG234789"},
    {"at 52SCG2378, then", "?52SCG2378"},
    {"52S CG 23 78", "?52S CG 23 78"},
    {"52SCG23456 7890", ""},
    {"52SCG234567890", ""},
    {"52SCG23", ""},
    {"52SKG2345678901", ""},
    {"52SCW2345678901", ""},
    {"52ICG2345678901", ""},
    {"61SCG2345678901", ""},
    {"0SCG2345678901", ""},
    {"152SCG2345678901", ""},
    {"x52SCG2345678901", ""},
    {"52SCG2345678901a", ""},
    {"52SCG123456789012", ""},
    {"10 USD 2024", ""},
    {"52scg2345678901", ""},
};

} // namespace

const Recogniser mgrs{
    .name = "mgrs",
    .longest = 128,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
