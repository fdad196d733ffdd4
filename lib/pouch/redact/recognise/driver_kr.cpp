#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// The first digit of a run of twelve, or of groups of two, two, six and two, or of the last three of these.
MaskGraph::Id places(MaskGraph& graph)
{
    return graph.either(exact_run(graph, 12),
                        graph.either(grouped(graph, 2U, 2U, 6U, 2U), grouped(graph, 2U, 6U, 2U)));
}

/// True for the code of a licensing authority: 11 Seoul to 28 northern Gyeonggi.
bool is_region(std::string_view digits)
{
    const auto code = two_digits(digits, 0);
    return code >= 11 && code <= 28;
}

/// Where the name of a region before `at` begins, with at most a dash and blanks between; `at` if there is none.
std::size_t region_begin(std::string_view text, std::size_t at)
{
    constexpr std::string_view regions[] = {"서울", "부산", "경기", "강원", "충북", "충남",
                                            "전북", "전남", "경북", "경남", "제주", "대구",
                                            "인천", "광주", "대전", "울산", "세종"};
    constexpr std::size_t most_between = 4;
    auto end = at;
    while (end > 0 && at - end < most_between &&
           std::string_view(" -\n\r+").find(text[end - 1]) != std::string_view::npos)
        --end;
    for (const auto region : regions) {
        if (text.substr(0, end).ends_with(region)) return end - region.size();
    }
    return at;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (const auto number = groups_at(text, at, {2, 2, 6, 2})) {
        if (!is_region(number->view())) return std::nullopt;
        return Hit{at, number->end, number->is_dashed ? Strength::strong : Strength::weak};
    }
    if (const auto number = groups_at(text, at, {2, 6, 2})) {
        const auto begin = region_begin(text, at);
        if (begin == at) return std::nullopt;
        return Hit{begin, number->end, Strength::strong};
    }
    const auto number = bare_number_at(text, at, 12);
    if (!number || !is_region(number->view())) return std::nullopt;
    return Hit{at, number->end, Strength::faint};
}

constexpr std::string_view context[] = {"면허", "licence", "license"};

constexpr Example examples[] = {
    {"운전면허 11-22-333333-44", "11-22-333333-44"},
    {"면허는28-05-123456-01이다", "28-05-123456-01"},
    {"{\"licence\":\"11-22-333333-44\"}", "11-22-333333-44"},
    {"kim,11-22-333333-44,x", "11-22-333333-44"},
    {"11-22-\n333333-44", "11-22-\n333333-44"},
    {"11 22 333333 44", "?11 22 333333 44"},
    {"서울 12-123456-12", "서울 12-123456-12"},
    {"면허번호:경기12-123456-12.", "경기12-123456-12"},
    {"부산-12-123456-12", "부산-12-123456-12"},
    {"면허 112233333344", "~112233333344"},
    {"10-22-333333-44", ""},
    {"29-22-333333-44", ""},
    {"12-123456-12", ""},
    {"런던 12-123456-12", ""},
    {"11-22-333333-445", ""},
    {"111-22-333333-44", ""},
    {"991233333344", ""},
    {"a112233333344", ""},
};

} // namespace

const Recogniser driver_kr{
    .name = "driver-kr",
    .longest = 12 + 3 * longest_joint,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
