#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

/// The first digit of a run of fifteen, or of groups of three, two and ten, or three, three and nine.
MaskGraph::Id places(MaskGraph& graph)
{
    return graph.either(exact_run(graph, 15),
                        graph.either(grouped(graph, 3U, 2U, 10U), grouped(graph, 3U, 3U, 9U)));
}

/// True for a mobile country code of ITU-T E.212: 2xx to 7xx by region, 001 for tests, 901 for satellites.
bool has_country(std::string_view digits)
{
    return (digits.front() >= '2' && digits.front() <= '7') || digits.starts_with("001") ||
           digits.starts_with("901");
}

/// Always faint: there is no check digit.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    auto number = groups_at(text, at, {3, 2, 10});
    if (!number) number = groups_at(text, at, {3, 3, 9});
    if (!number) number = bare_number_at(text, at, 15);
    if (!number || !has_country(number->view())) return std::nullopt;
    return Hit{at, number->end, Strength::faint};
}

constexpr std::string_view context[] = {"imsi", "가입자", "유심", "심카드", "usim", "sim card", "subscriber"};

constexpr Example examples[] = {
    {"IMSI 001010123456789", "~001010123456789"},
    {"가입자는450050123456789이다", "~450050123456789"},
    {"{\"imsi\":\"450050123456789\"}", "~450050123456789"},
    {"450-05-0123456789", "~450-05-0123456789"},
    {"310 410 123456789", "~310 410 123456789"},
    {"a,450050123456789,b", "~450050123456789"},
    {"150050123456789", ""},
    {"850050123456789", ""},
    {"45005012345678", ""},
    {"4500501234567890", ""},
    {"x450050123456789", ""},
    {"450-05-012345678", ""},
};

} // namespace

const Recogniser imsi{
    .name = "imsi",
    .longest = 15 + 2 * longest_joint,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
