#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

/// The first digit behind a letter, of eight, or of three with a letter and four digits behind.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto letters = byte_range('A', 'Z') | byte_range('a', 'z');
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto split = graph.both(exact_run(graph, 3), graph.both(graph.ahead(graph.bytes(letters), 3),
                                                                  graph.ahead(graph.run(digit, 4), 4)));
    return graph.both(graph.either(exact_run(graph, 8), split), graph.behind(letters));
}

/// Ordinary, official, diplomatic and travel documents: M12345678, and M123A4567 since 2021.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (at == 0 || !starts_number(text, at)) return std::nullopt;
    if (std::string_view("MSRODGmsrodg").find(text[at - 1]) == std::string_view::npos) return std::nullopt;
    const auto begin = at - 1;
    const auto run = digit_run(text, at, 9);
    const bool is_split = run == 3 && is_letter(at_or_nul(text, at + 3)) && digit_run(text, at + 4, 5) == 4;
    const auto end = at + 8;
    if ((run != 8 && !is_split) || !is_border_before(text, begin) || !is_border_after(text, end)) {
        return std::nullopt;
    }
    return Hit{begin, end, Strength::faint};
}

constexpr std::string_view context[] = {"여권", "passport", "여행증명서", "travel document"};

constexpr Example examples[] = {
    {"여권번호 M12345678", "~M12345678"},
    {"여권은M12345678이다", "~M12345678"},
    {"Passport No. M123A4567", "~M123A4567"},
    {"{\"passport\":\"S12345678\"}", "~S12345678"},
    {"kim,m123a4567,kr", "~m123a4567"},
    {"\\nD12345678", "~D12345678"},
    {"A12345678", ""},
    {"M1234567", ""},
    {"M123456789", ""},
    {"XM12345678", ""},
    {"M12345678x", ""},
    {"M123AB567", ""},
    {"M123A45678", ""},
};

} // namespace

const Recogniser passport_kr{
    .name = "passport-kr",
    .longest = 9,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
