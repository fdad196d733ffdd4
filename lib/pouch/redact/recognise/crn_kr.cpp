#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

/// The first digit of a run of thirteen, or of groups of six and seven.
MaskGraph::Id places(MaskGraph& graph)
{
    return graph.either(exact_run(graph, 13), grouped(graph, 6U, 7U));
}

/// The last digit checks the twelve before it, with weights 1 and 2 in turn.
bool has_check_digit(std::string_view digits)
{
    unsigned sum = 0;
    for (std::size_t i = 0; i < 12; ++i) sum += (i % 2 == 0 ? 1 : 2) * digit_at(digits, i);
    return (10 - sum % 10) % 10 == digit_at(digits, 12);
}

/// Always faint: one in ten resident numbers has this form and check digit too.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    auto number = groups_at(text, at, {6, 7});
    if (!number) number = bare_number_at(text, at, 13);
    if (!number || !has_check_digit(number->view())) return std::nullopt;
    return Hit{at, number->end, Strength::faint};
}

constexpr std::string_view context[] = {"법인", "corporate registration", "company registration", "crn"};

constexpr Example examples[] = {
    {"법인등록번호 110111-0000002", "~110111-0000002"},
    {"법인은110111-1234569이다", "~110111-1234569"},
    {"{\"crn\":\"1101111234569\"}", "~1101111234569"},
    {"110111-\n1234569", "~110111-\n1234569"},
    {"110111 1234569", "~110111 1234569"},
    {"a;110111+1234569;b", "~110111+1234569"},
    {"110111-1234568", ""},
    {"110111-12345690", ""},
    {"1110111-1234569", ""},
    {"1101111234568", ""},
    {"x1101111234569", ""},
    {"110111--1234569", ""},
};

} // namespace

const Recogniser crn_kr{
    .name = "crn-kr",
    .longest = 13 + longest_joint,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
