#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/host.hpp"
#include "pouch/redact/recognise/inet_aton.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::recognise {

namespace {

/// Four octets around the dot at `at`.
std::optional<Hit> judge_dotted(std::string_view text, std::size_t at)
{
    // The whole run of numbers with dots between: four, or five where a packet tracer adds the port.
    constexpr std::size_t longest_number = 8;
    constexpr std::size_t most_parts = 6;
    std::size_t begin = at;
    for (std::size_t parts = 0; parts < most_parts; ++parts) {
        std::size_t digits = 0;
        while (digits <= longest_number && begin > digits && is_digit(text[begin - digits - 1])) ++digits;
        begin -= digits;
        if (digits == 0 || begin < 2 || text[begin - 1] != '.' || !is_digit(text[begin - 2])) break;
        --begin;
    }
    if (begin == at) return std::nullopt;
    std::array<std::size_t, most_parts> starts{};
    std::size_t count = 0;
    std::size_t end = begin;
    for (;;) {
        starts[count++] = end;
        const auto number = end;
        while (end - number <= longest_number && is_digit(at_or_nul(text, end))) ++end;
        if (end - number > longest_number) return std::nullopt;
        if (at_or_nul(text, end) != '.' || !is_digit(at_or_nul(text, end + 1))) break;
        if (count == most_parts) return std::nullopt;
        ++end;
    }
    if (count != 4 && count != 5) return std::nullopt;
    const auto is_address_from = [&](std::size_t first) {
        return std::all_of(starts.begin() + static_cast<std::ptrdiff_t>(first),
                           starts.begin() + static_cast<std::ptrdiff_t>(first) + 4,
                           [&](std::size_t start) { return octet_size(text, start) > 0; });
    };
    if (!is_address_from(0) && !(count == 5 && is_address_from(1))) return std::nullopt;
    const bool is_version = end - begin == 7 && count == 4;
    return Hit{begin, end, is_version ? Strength::weak : Strength::strong};
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (at_or_nul(text, at) == '.') {
        if (const auto hit = judge_dotted(text, at)) return hit;
    }
    return judge_odd_ipv4(text, at);
}

constexpr std::string_view context[] = {
    "ip", "addr", "host", "src", "dst", "server", "주소", "아이피", "서버", "호스트", "단말",
};

constexpr Example examples[] = {
    {"10.0.0.1", "10.0.0.1"},
    {"주소는192.0.2.70에서", "192.0.2.70"},
    {"SRC=192.0.2.70 DST=198.51.100.7.", "192.0.2.70"
                                         "\n"
                                         "198.51.100.7"},
    {"\"192.0.2.70\"", "192.0.2.70"},
    {"192.0.2.70:443/x", "192.0.2.70"},
    {"192.0.2.0/24", "192.0.2.0"},
    {"\\n10.20.30.40\\t", "10.20.30.40"},
    {"IP 192.0.2.70.443 > 198.51.100.7.22:", "192.0.2.70.443"
                                             "\n"
                                             "198.51.100.7.22"},
    {"255.255.255.255", "255.255.255.255"},
    {"010.001.002.003", "010.001.002.003"},
    {"host-10.0.0.1", "10.0.0.1"},
    {"version 1.2.3.4", "?1.2.3.4"},
    {"8.8.8.8", "?8.8.8.8"},
    {"256.0.0.1", ""},
    {"10.0.0.256", ""},
    {"10.0.0", ""},
    {"10.0.0.", ""},
    {"10..0.0.1", ""},
    {"v10.1.2.3", "10.1.2.3"},
    {"host_10.1.2.3_", "10.1.2.3"},
    {"ip10.1.2.3a", "10.1.2.3"},
    {"1.10.20.30.40", "1.10.20.30.40"},
    {"999.10.20.30.40", "999.10.20.30.40"},
    {"10.20.30.40.123456", "10.20.30.40.123456"},
    {"999.1.2.3", ""},
    {"1.2.3", ""},
    {"1.3.6.1.4.1.311", ""},
    {"1000.0.0.1", ""},
    {"10.0.0.1234", ""},
    {"3.14 and 2.71.82", ""},
    {"ip 0xC0A80A14", "~0xC0A80A14"},
    {"{\"src\":\"0xc0a80a14\"}", "~0xc0a80a14"},
    {"주소0xC0.0xA8.0x0A.0x14에서", "~0xC0.0xA8.0x0A.0x14"},
    {"\\n0xC0.0xa8.10.0x14.", "~0xC0.0xa8.10.0x14"},
    {"192.168.0x0a.20", "~192.168.0x0a.20"},
    {"http://0300.0250.0012.0024/", "~0300.0250.0012.0024"},
    {"서버 3232238100번", "~3232238100"},
    {"4294967295, 1000000000", "~4294967295"
                               "\n"
                               "~1000000000"},
    {"4294967296", ""},
    {"0123456789", ""},
    {"1700000000.123", ""},
    {"0.3232238100", ""},
    {"323223810", ""},
    {"32322381000", ""},
    {"x3232238100", ""},
    {"0xC0A80A1", ""},
    {"0xC0A80A145", ""},
    {"00xC0A80A14", ""},
    {"0xC0.0xA8.0x0A", ""},
    {"0xC0.0xA8.0x0A.0x140", ""},
    {"0400.0250.0012.0024", ""},
    {"0300.0250.0012.0084", ""},
};

} // namespace

const Recogniser ipv4{
    .name = "ipv4",
    .longest = 128,
    .places = ipv4_places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
