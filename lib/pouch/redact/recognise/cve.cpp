#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/host.hpp"

namespace pouch::redact::recognise {

namespace {

/// A V, two bytes on a dash or what stands for one, and a digit behind that.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto dash = graph.both(graph.ahead(graph.bytes(bytes_in("-_ ")), 2), graph.ahead(digit, 3));
    const auto wide = graph.both(graph.ahead(graph.bytes(bytes_in("\xE2")), 2), graph.ahead(digit, 5));
    return graph.both(graph.bytes(bytes_in("vV")), graph.either(dash, wide));
}

/// The bytes of what stands between the parts at `i`: a dash, a low line as in names of files, a blank.
std::size_t joint_size(std::string_view text, std::size_t i)
{
    const char c = at_or_nul(text, i);
    return c == '_' || c == ' ' ? 1 : dash_size(text, i);
}

/// `CVE-YYYY-NNNN`, four digits or more in the last part (CVE numbering since 2014).
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (at == 0 || to_lower(at_or_nul(text, at)) != 'v') return std::nullopt;
    const auto begin = at - 1;
    if (to_lower(text[begin]) != 'c' || to_lower(at_or_nul(text, at + 1)) != 'e') return std::nullopt;
    if (!is_border_before(text, begin)) return std::nullopt;
    const auto year = at + 2 + joint_size(text, at + 2);
    if (year == at + 2 || digit_run(text, year, 5) != 4) return std::nullopt;
    const auto century = two_digits(text, year);
    if (century != 20 && (century != 19 || text[year + 2] != '9')) return std::nullopt;
    const auto number = year + 4 + joint_size(text, year + 4);
    constexpr std::size_t longest_number = 19;
    const auto size = digit_run(text, number, longest_number + 1);
    if (number == year + 4 || size < 4 || size > longest_number) return std::nullopt;
    return Hit{begin, number + size};
}

constexpr Example examples[] = {
    {"CVE-2024-12345", "CVE-2024-12345"},
    {"취약점은CVE-2014-0160이다", "CVE-2014-0160"},
    {"cve-1999-0001, Cve-2024-1234567", "cve-1999-0001"
                                        "\n"
                                        "Cve-2024-1234567"},
    {"CVE\xE2\x80\x90"
     "2024\xE2\x80\x91"
     "12345.",
     "CVE\xE2\x80\x90"
     "2024\xE2\x80\x91"
     "12345"},
    {"CVE 2024-12345", "CVE 2024-12345"},
    {"poc_cve_2024_12345.py", "cve_2024_12345"},
    {"\\nCVE-2024-12345\\n", "CVE-2024-12345"},
    {"\"cve\":\"CVE-2024-12345\"", "CVE-2024-12345"},
    {"(CVE-2024-12345)", "CVE-2024-12345"},
    {"CVE-2024-12345a", "CVE-2024-12345"},
    {"CVE-2024-123", ""},
    {"CVE-1989-12345", ""},
    {"CVE-24-12345", ""},
    {"CVE-20241-2345", ""},
    {"CVE-2024-12345678901234567890", ""},
    {"CVE2024-12345", ""},
    {"XCVE-2024-12345", ""},
    {"CVE-2024", ""},
    {"CVE--2024-12345", ""},
};

} // namespace

const Recogniser cve{
    .name = "cve",
    .longest = 64,
    .places = places,
    .judge = judge,
    .examples = examples,
};

} // namespace pouch::redact::recognise
