#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

/// The first digit of a run of fifteen or sixteen, or of groups of two and six, or eight, and six.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto joined = graph.either(exact_run(graph, 15), exact_run(graph, 16));
    return graph.either(joined, graph.either(grouped(graph, 2U, 6U, 6U), grouped(graph, 8U, 6U)));
}

/// IMEI of 3GPP TS 23.003: fourteen digits and a Luhn digit. IMEISV has a version of two digits in its place.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto hit = [&](const std::optional<Groups>& number, Strength strength) -> std::optional<Hit> {
        if (!number) return std::nullopt;
        if (number->count == 15 && !has_luhn_digit(number->view())) return std::nullopt;
        if (number->view().starts_with("00")) return std::nullopt; // no body allocates these
        return Hit{at, number->end, number->is_dashed ? strength : Strength::faint};
    };
    if (const auto whole = hit(groups_at(text, at, {2, 6, 6, 1}), Strength::weak)) return whole;
    if (const auto version = hit(groups_at(text, at, {2, 6, 6, 2}), Strength::weak)) return version;
    if (const auto whole = hit(groups_at(text, at, {8, 6, 1}), Strength::faint)) return whole;
    if (const auto version = hit(groups_at(text, at, {8, 6, 2}), Strength::faint)) return version;
    if (const auto whole = hit(bare_number_at(text, at, 15), Strength::faint)) return whole;
    return hit(bare_number_at(text, at, 16), Strength::faint);
}

constexpr std::string_view context[] = {"imei", "단말", "기기", "휴대폰", "handset", "device"};

constexpr Example examples[] = {
    {"IMEI 490154203237518", "~490154203237518"},
    {"단말은490154203237518이다", "~490154203237518"},
    {"{\"imei\":\"490154203237518\"}", "~490154203237518"},
    {"35-209900-176148-1", "?35-209900-176148-1"},
    {"a,35-209900-176148-1,b", "?35-209900-176148-1"},
    {"35-209900-176148-23", "?35-209900-176148-23"},
    {"35-209900-\n176148-1", "?35-209900-\n176148-1"},
    {"35 209900 176148 1", "~35 209900 176148 1"},
    {"35209900-176148-1", "~35209900-176148-1"},
    {"3520990017614823", "~3520990017614823"},
    {"490154203237519", ""},
    {"35-209900-176148-2", ""},
    {"000000000000000", ""},
    {"35-209900-176148", ""},
    {"x490154203237518", ""},
    {"0.490154203237518", ""},
    {"49015420323751", ""},
};

} // namespace

const Recogniser imei{
    .name = "imei",
    .longest = 16 + 3 * longest_joint,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
