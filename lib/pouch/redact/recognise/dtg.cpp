#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/months.hpp"

namespace pouch::redact::recognise {

namespace {

/// Six digits, a letter, and a month of three letters, with or without a blank before it.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto letter = graph.bytes(byte_range('A', 'Z') | byte_range('a', 'z'));
    const auto three = graph.run(letter, 3);
    const auto blank = graph.bytes(bytes_in(" "));
    const auto month = graph.either(three, graph.both(blank, graph.ahead(three, 1)));
    return graph.both(exact_run(graph, 6), graph.both(graph.ahead(letter, 6), graph.ahead(month, 7)));
}

/// A date-time group of ACP 121: day, hour, minute, the letter of a time zone, month, year.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (!starts_number(text, at) || digit_run(text, at, 7) != 6) return std::nullopt;
    const char zone = at_or_nul(text, at + 6);
    if (!is_letter(zone) || to_lower(zone) == 'j') return std::nullopt;
    const auto blank = [&](std::size_t i) -> std::size_t { return at_or_nul(text, i) == ' ' ? 1 : 0; };
    const auto name = at + 7 + blank(at + 7);
    const auto month = month_at(text, name);
    if (month.size != 3) return std::nullopt;
    const auto year = name + 3 + blank(name + 3);
    const auto size = digit_run(text, year, 5);
    if (size != 2 && size != 4) return std::nullopt;
    const auto full_year =
        size == 2 ? 2000 + two_digits(text, year) : two_digits(text, year) * 100 + two_digits(text, year + 2);
    if (!is_date(full_year, month.number, two_digits(text, at))) return std::nullopt;
    if (two_digits(text, at + 2) > 23 || two_digits(text, at + 4) > 59) return std::nullopt;
    const auto end = year + size;
    if (!is_border_before(text, at) || !is_border_after(text, end)) return std::nullopt;
    return Hit{at, end};
}

constexpr Example examples[] = {
    {"041530ZMAR26", "041530ZMAR26"},
    {"041530Z MAR 26", "041530Z MAR 26"},
    {"041530Z MAR26,", "041530Z MAR26"},
    {"시각은041530IMAR2026이다", "041530IMAR2026"},
    {"{\"dtg\":\"291200zfeb24\"}", "291200zfeb24"},
    {"x\\n041530ZMAR26", "041530ZMAR26"},
    {"041530Z MAR 2026", "041530Z MAR 2026"},
    {"041530JMAR26", ""},
    {"321530ZMAR26", ""},
    {"042430ZMAR26", ""},
    {"041560ZMAR26", ""},
    {"291200ZFEB26", ""},
    {"041530ZMAX26", ""},
    {"041530ZMAR6", ""},
    {"1041530ZMAR26", ""},
    {"041530ZMARCH26", ""},
    {"041530Z", ""},
};

} // namespace

const Recogniser dtg{
    .name = "dtg",
    .longest = 17,
    .places = places,
    .judge = judge,
    .has_weak = false,
    .examples = examples,
};

} // namespace pouch::redact::recognise
