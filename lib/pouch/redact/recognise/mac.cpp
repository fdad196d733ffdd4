#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/host.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// The first of five separators three bytes apart, the first of two that are five bytes apart with hexadecimal digits
/// between, or the first of twelve hexadecimal digits.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto hex_bytes = byte_range('0', '9') | byte_range('A', 'F') | byte_range('a', 'f');
    const auto hex = graph.bytes(hex_bytes);
    const auto behind_hex = graph.behind(hex_bytes);
    const auto separator = graph.both(graph.bytes(bytes_in(":-")), behind_hex);
    const auto three =
        graph.both(graph.both(separator, graph.ahead(separator, 3)), graph.ahead(separator, 6));
    const auto pairs = graph.both(three, graph.ahead(three, 6));
    const auto joint = graph.both(graph.bytes(bytes_in(".-")), behind_hex);
    const auto in_uuid = graph.ahead(graph.either(hex, graph.bytes(bytes_in("-"))), 10);
    const auto fours = graph.without(
        graph.both(graph.both(joint, graph.ahead(joint, 5)), graph.ahead(graph.run(hex, 4), 1)), in_uuid);
    const auto too_long =
        graph.ahead(graph.run(hex, 2), 12); // one more may be a letter of an escape before them
    const auto bare =
        graph.without(graph.without(graph.run(hex, 12), too_long), graph.behind(hex_bytes | bytes_in("-")));
    return graph.either(graph.either(pairs, fours), bare);
}

bool is_hex_run(std::string_view text, std::size_t i, std::size_t size)
{
    for (std::size_t k = 0; k < size; ++k) {
        if (!is_hex(at_or_nul(text, i + k))) return false;
    }
    return true;
}

/// How many groups of just `size` hexadecimal digits with `separator` between stand at `i`, up to `limit`.
std::size_t group_count(std::string_view text, std::size_t i, std::size_t size, char separator,
                        std::size_t limit)
{
    std::size_t count = 0;
    while (count < limit && is_hex_run(text, i, size) && (count == 0 || is_border_after(text, i + size))) {
        ++count;
        i += size;
        if (at_or_nul(text, i) != separator) break;
        ++i;
    }
    return count;
}

/// True if the groups at `begin` have none of their kind before them.
bool is_first_group(std::string_view text, std::size_t begin, std::size_t size, char separator)
{
    if (begin == 0 || text[begin - 1] != separator) return true;
    const auto before = begin - 1;
    return before < size || !is_hex_run(text, before - size, size) || !is_border_before(text, before - size);
}

Strength strength_of(std::string_view value, Strength of_digits)
{
    const auto is_number = [](char c) { return is_digit(c) || c == '-' || c == '.'; };
    return std::all_of(value.begin(), value.end(), is_number) ? of_digits : Strength::strong;
}

/// The groups of `size` digits around the separator at `at`: `counts` of them, no more and no fewer.
std::optional<Hit> judge_groups(std::string_view text, std::size_t at, std::size_t size,
                                std::initializer_list<std::size_t> counts)
{
    const char separator = text[at];
    if (at < size) return std::nullopt;
    const auto begin = at - size;
    if (!is_border_before(text, begin) || !is_first_group(text, begin, size, separator)) return std::nullopt;
    const auto count =
        group_count(text, begin, size, separator, *std::max_element(counts.begin(), counts.end()) + 1);
    if (std::find(counts.begin(), counts.end(), count) == counts.end()) return std::nullopt;
    const auto end = begin + count * (size + 1) - 1;
    if (!is_border_after(text, end)) return std::nullopt;
    return Hit{begin, end};
}

/// Twelve digits without anything between them, and no dash before them as in a UUID.
std::optional<Hit> judge_bare(std::string_view text, std::size_t at)
{
    if (at > 0 && is_hex(text[at - 1])) return std::nullopt;
    const auto begin = is_escape_letter(text, at) ? at + 1 : at;
    const auto end = begin + 12;
    if (!is_border_before(text, begin) || !is_hex_run(text, begin, 12) || !is_border_after(text, end)) {
        return std::nullopt;
    }
    if (begin > 0 && text[begin - 1] == '-') return std::nullopt;
    return Hit{begin, end, Strength::faint};
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const char c = at_or_nul(text, at);
    if (is_hex(c)) return judge_bare(text, at);
    if (c != ':' && c != '-' && c != '.') return std::nullopt;
    // Six, eight of EUI-64, or fourteen: two addresses and a type, as the packet filter of
    // Linux logs them. Seven may hold the number of a line before six: weak.
    if (c != '.') {
        auto hit = judge_groups(text, at, 2, {6, 7, 8, 14});
        if (c == ':' && hit) {
            const auto longer = ipv6.judge(text, at);
            if (longer && longer->begin < hit->begin) return std::nullopt;
        }
        constexpr std::size_t size_of_seven = 20;
        if (hit && hit->end - hit->begin == size_of_seven) hit->strength = Strength::weak;
        if (hit || c == ':') return hit;
    }
    auto hit = judge_groups(text, at, 4, {3});
    if (hit) {
        if (at_or_nul(text, hit->end) == '-') return std::nullopt;
        // Digits alone may be an account or a decimal number.
        const auto of_digits = c == '.' ? Strength::weak : Strength::faint;
        hit->strength = strength_of(text.substr(hit->begin, hit->end - hit->begin), of_digits);
    }
    return hit;
}

constexpr std::string_view context[] = {
    "mac", "hwaddr", "ether", "bssid", "lladdr", "맥주소", "맥 주소", "물리주소", "물리적 주소",
};

constexpr Example examples[] = {
    {"00:53:00:12:34:56", "00:53:00:12:34:56"},
    {"맥주소는 00-53-00-ab-cd-ef이고", "00-53-00-ab-cd-ef"},
    {"ether 00:53:00:AB:CD:EF  txqueuelen 1000", "00:53:00:AB:CD:EF"},
    {"{\"mac\":\"00:53:00:12:34:56\"}", "00:53:00:12:34:56"},
    {"\\n00:53:00:12:34:56\\n", "00:53:00:12:34:56"},
    {"\\b00-53-00-12-34-56", "00-53-00-12-34-56"},
    {"00:53:00:ff:fe:12:34:56", "00:53:00:ff:fe:12:34:56"},
    {"host-00-53-00-12-34-56.", "00-53-00-12-34-56"},
    {"MAC=00:53:00:12:34:56:00:53:00:65:43:21:08:00 SRC=192.0.2.1",
     "00:53:00:12:34:56:00:53:00:65:43:21:08:00"},
    {"0053.0012.3456", "?0053.0012.3456"},
    {"arp 0053.00ab.cdef ARPA", "0053.00ab.cdef"},
    {"0053-00ab-cdef", "0053-00ab-cdef"},
    {"0053-0012-3456", "~0053-0012-3456"},
    {"hwaddr 005300abcdef", "~005300abcdef"},
    {"물리주소:005300ABCDEF이다", "~005300ABCDEF"},
    {"id 123456789012", "~123456789012"},
    {"00:53:00:12:34", ""},
    {"00:53:00:12:34:5", ""},
    {"00:53:00:12:34:56:78", "?00:53:00:12:34:56:78"},
    {"00:1b:00:12:34:56:443", "00:1b:00:12:34:56"},
    {"00:1b:00:12:34:56:eth0", "00:1b:00:12:34:56"},
    {"00-1b-00-12-34-56-6", "00-1b-00-12-34-56"},
    {"00:1b:00:12:34:56:78:9a:bc", ""},
    {"123:00:53:00:12:34:56", "00:53:00:12:34:56"},
    {"00:53:00:12-34:56", ""},
    {"x00:53:00:12:34:56", ""},
    {"00:53:00:12:34:56g", ""},
    {"AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99", ""},
    {"550e8400-e29b-41d4-a716-446655440000", ""},
    {"2026-03-14T12:34:56+09:00", ""},
    {"2001:db8:12:34:56:78:9a:bc", ""},
    {"0053-00ab-cdef-", ""},
    {"005300abcdef0", ""},
    {"x-005300abcdef", ""},
    {"0053.0012.34567", ""},
    {"10053.0012.3456", ""},
    {"192.0.2.70", ""},
};

} // namespace

const Recogniser mac{
    .name = "mac",
    .longest = 128,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
