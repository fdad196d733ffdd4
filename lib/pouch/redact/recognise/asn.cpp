#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/host.hpp"

namespace pouch::redact::recognise {

namespace {

/// The S of `as`, with an A before it and at most four bytes on a digit.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto s = graph.both(graph.bytes(bytes_in("sS")), graph.behind(bytes_in("aA")));
    return graph.both(s, near(graph, digit, 1, 5));
}

/// The number of an autonomous system at `i`, 1 to 4294967295 (RFC 6793); its digits, or 0.
std::size_t number_size(std::string_view text, std::size_t i)
{
    const auto size = digit_run(text, i, 11);
    if (size == 0 || size > 10 || text[i] == '0') return 0;
    std::uint64_t value = 0;
    for (std::size_t k = 0; k < size; ++k) value = value * 10 + digit_at(text, i + k);
    return value <= 0xFFFFFFFFU ? size : 0;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const char s = at_or_nul(text, at);
    if ((s != 'S' && s != 's') || at == 0 || to_lower(text[at - 1]) != 'a') return std::nullopt;
    auto begin = at - 1;
    if (!is_border_before(text, begin)) return std::nullopt;
    std::size_t i = at + 1;
    const bool is_named = to_lower(at_or_nul(text, i)) == 'n';
    if (is_named) ++i;
    const bool is_capital = text[begin] == 'A' && s == 'S';

    std::size_t gap = 0;
    while (gap < 3 && i + gap < text.size() && std::string_view(" :=\"#'").find(text[i + gap]) != npos) ++gap;
    const bool is_blank = gap == 1 && text[i] == ' ';
    // Without the N, `as` is a word of prose too.
    if (gap > 0 && !is_named && (!is_blank || !is_capital)) return std::nullopt;
    i += gap;
    const auto size = number_size(text, i);
    const auto end = i + size;
    if (size == 0 || !is_border_after(text, end)) return std::nullopt;
    // A dash or a dot and a digit: a telephone number of a repair shop, a version.
    const char next = at_or_nul(text, end);
    if (!is_named && (next == '-' || next == '.') && is_digit(at_or_nul(text, end + 1))) return std::nullopt;
    if (gap > 0 && !is_blank) begin = i; // `"asn": 64500`: the number alone
    const bool is_short = size < 4;
    if (is_named) return Hit{begin, end};
    if (is_short) return Hit{begin, end, is_blank || !is_capital ? Strength::faint : Strength::weak};
    return Hit{begin, end, is_capital ? Strength::strong : Strength::weak};
}

constexpr std::string_view context[] = {
    "asn", "autonomous", "bgp", "whois", "prefix", "peer", "route", "자율시스템", "자율 시스템", "라우팅",
};

constexpr Example examples[] = {
    {"AS64500", "AS64500"},
    {"경로는 AS64500에서 AS64511로", "AS64500"
                                     "\n"
                                     "AS64511"},
    {"AS 64500 (EXAMPLE-NET)", "AS 64500"},
    {"ASN 64500, ASN64501", "ASN 64500"
                            "\n"
                            "ASN64501"},
    {"asn: 64500", "64500"},
    {"{\"asn\":64500,\"as\":\"AS64501\"}", "64500"
                                           "\n"
                                           "AS64501"},
    {"src_asn=64500", "64500"},
    {"src_as=64500", ""},
    {"\\nAS4200000000\\n", "AS4200000000"},
    {"AS4294967295", "AS4294967295"},
    {"as64500", "?as64500"},
    {"BGP peer AS174", "?AS174"},
    {"BGP peer AS 174", "~AS 174"},
    {"AS4294967296", ""},
    {"AS42949672950", ""},
    {"AS0", ""},
    {"ASN 0", ""},
    {"as 64500 packets", ""},
    {"BIAS64500", ""},
    {"AS64500x", ""},
    {"AS 1588-1234", ""},
    {"AS1.5", ""},
    {"AS  64500", ""},
    {"AS: 64500", ""},
    {"gas 64500", ""},
};

} // namespace

const Recogniser asn{
    .name = "asn",
    .longest = 64,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
