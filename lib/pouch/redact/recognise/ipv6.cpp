#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/host.hpp"

namespace pouch::redact::recognise {

namespace {

/// A colon of `::`, or the first of three at most five bytes apart.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto colon = graph.bytes(bytes_in(":"));
    return graph.either(graph.run(colon, 2), three_near(graph, colon, 2, 5));
}

struct Groups {
    std::size_t count = 0;
    bool is_compressed = false;
    bool has_long = false; ///< a group of three digits or more
};

/// The groups of `text` read as an IPv6 address of any number of groups; nothing if the form is wrong.
std::optional<Groups> read_groups(std::string_view text)
{
    Groups groups;
    std::size_t i = 0;
    if (text.substr(0, 2) == "::") {
        groups.is_compressed = true;
        i = 2;
    }
    while (i < text.size()) {
        std::size_t end = i;
        while (end < text.size() && is_hex(text[end])) ++end;
        if (end < text.size() && text[end] == '.') {
            // An embedded IPv4 address ends the text.
            const auto hit = ipv4.judge(text.substr(i), end - i);
            if (!hit || hit->begin != 0 || hit->end != text.size() - i) return std::nullopt;
            groups.count += 2;
            return groups;
        }
        if (end == i || end - i > 4) return std::nullopt;
        groups.has_long = groups.has_long || end - i >= 3;
        ++groups.count;
        if (end == text.size()) return groups;
        i = end + 1; // behind the colon
        if (i == text.size()) return std::nullopt;
        if (text[i] == ':') {
            if (groups.is_compressed) return std::nullopt;
            groups.is_compressed = true;
            ++i;
        }
    }
    return groups;
}

/// True for groups that make an address, or what holds one: a line number and a column before it, say.
bool is_address(const Groups& groups)
{
    if (groups.is_compressed) return groups.count >= 1 && groups.count <= 9;
    return groups.count == 8 || (groups.count > 8 && groups.count <= 12 && groups.has_long);
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (at_or_nul(text, at) != ':') return std::nullopt;
    // Inside a rule of colons; its ends are judged.
    if (at > 0 && text[at - 1] == ':' && at_or_nul(text, at + 1) == ':') return std::nullopt;
    constexpr std::size_t longest_run = 80;
    std::size_t begin = at;
    while (begin > 0 && at - begin < longest_run && (is_hex(text[begin - 1]) || text[begin - 1] == ':'))
        --begin;
    std::size_t end = at;
    const auto in_run = [&](char c) { return is_hex(c) || c == ':' || c == '.'; };
    while (end < text.size() && end - at < longest_run && in_run(text[end])) ++end;
    if (at - begin == longest_run || end - at == longest_run) return std::nullopt;

    if (is_escape_letter(text, begin)) ++begin;
    if (!is_border_before(text, begin)) {
        // The first group is the tail of a word: `mac:2001:db8::1`. Behind `::` it is a scope of a program.
        while (begin < end && text[begin] != ':') ++begin;
        if (text.substr(begin, 2) == "::") return std::nullopt;
    }
    if (text.substr(begin, 1) == ":" && text.substr(begin, 2) != "::") ++begin;
    while (end > begin && text[end - 1] == '.') --end;
    const auto tail_colon = [&] { return end - begin >= 1 && text[end - 1] == ':'; };
    if (tail_colon() && !(end - begin >= 2 && text[end - 2] == ':')) --end;
    if (end <= begin || !is_border_after(text, end)) return std::nullopt;

    auto run = text.substr(begin, end - begin);
    auto groups = read_groups(run);
    if (!groups && run.find('.') != npos) {
        run = run.substr(0, run.find('.'));
        groups = read_groups(run);
    }
    if (!groups || !is_address(*groups)) return std::nullopt;
    Hit hit{begin, begin + run.size(), groups->count < 3 ? Strength::weak : Strength::strong};
    if (at_or_nul(text, hit.end) == '%') {
        std::size_t zone = hit.end + 1;
        const auto in_zone = [&](char c) { return is_word(c) || c == '-'; };
        while (zone - hit.end <= 16 && in_zone(at_or_nul(text, zone))) ++zone;
        if (zone > hit.end + 1) hit.end = zone;
    }
    return hit;
}

constexpr Example examples[] = {
    {"2001:db8::1", "2001:db8::1"},
    {"2001:db8:44::61, 192.0.2.1", "2001:db8:44::61"},
    {"주소 2001:DB8::A는", "2001:DB8::A"},
    {"2001:0db8:0000:0000:0000:0000:0000:0001", "2001:0db8:0000:0000:0000:0000:0000:0001"},
    {"[2001:db8::1]:443", "2001:db8::1"},
    {"fe80::1%eth0 up", "?fe80::1%eth0"},
    {"fe80::a:b:c%en0.", "fe80::a:b:c%en0"},
    {"::ffff:192.0.2.70.", "::ffff:192.0.2.70"},
    {"::1", "?::1"},
    {"2001:db8::/32", "?2001:db8::"},
    {"mac:2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:1"},
    {"file:12:5:2001:db8:0:0:0:0:0:1", "12:5:2001:db8:0:0:0:0:0:1"},
    {"fe80::1:2:3.", "fe80::1:2:3"},
    {"addr=2001:db8::5:6, next", "2001:db8::5:6"},
    {"::ffff:c0a8:a14", "::ffff:c0a8:a14"},
    {"[::FFFF:192.0.2.70]:80", "::FFFF:192.0.2.70"},
    {"64:ff9b::192.0.2.33에서", "64:ff9b::192.0.2.33"},
    {"::192.0.2.1", "?::192.0.2.1"},
    {"2001:db8:0:0:0:0:192.0.2.1", "2001:db8:0:0:0:0:192.0.2.1"},
    {"\\n2001:db8::7:8\\n", "2001:db8::7:8"},
    {"1::", "?1::"},
    {"12:34:56", ""},
    {"2026-03-14T12:34:56+09:00", ""},
    {"aa:bb:cc:dd:ee:ff", ""},
    {"AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99", ""},
    {"std::string a::before", ""},
    {"::", ""},
    {"1:2:3:4:5:6:7", ""},
    {"1::2::3", ""},
    {"12345::1", ""},
    {"key: value: more:", ""},
};

} // namespace

const Recogniser ipv6{
    .name = "ipv6",
    .longest = 128,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
