#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/host.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// The first dot of an address of which a slash, a dash or a blank and a digit follow; the last colon before a slash or
/// a zone.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digits = byte_range('0', '9');
    const auto digit = graph.bytes(digits);
    const auto blank = graph.bytes(bytes_in(" +"));
    const auto dash = graph.bytes(bytes_in("-~"));
    const auto slash = graph.both(graph.bytes(bytes_in("/")), graph.ahead(digit, 1));
    const auto wide = graph.bytes(bytes_in("\xE2"));
    const auto digit_or_blank = graph.either(digit, blank);
    const auto joint = graph.both(graph.either(dash, blank),
                                  graph.ahead(graph.either(digit_or_blank, graph.either(dash, wide)), 1));
    const auto behind_dot = graph.either(graph.either(slash, joint), wide);
    const auto dot =
        graph.both(graph.both(graph.bytes(bytes_in(".")), graph.behind(digits)), graph.ahead(digit, 1));
    const auto last = graph.both(dot, near(graph, behind_dot, 2, 4));
    const auto middle = graph.both(dot, near(graph, last, 2, 4));
    const auto colon = graph.bytes(bytes_in(":"));
    const auto behind_group = graph.either(slash, graph.bytes(bytes_in("%")));
    return graph.either(graph.both(dot, near(graph, middle, 2, 4)),
                        graph.both(colon, near(graph, behind_group, 1, 5)));
}

/// The value of the `size` digits at `i`, few enough for 32 bits.
std::uint32_t number_at(std::string_view text, std::size_t i, std::size_t size)
{
    std::uint32_t value = 0;
    for (std::size_t k = 0; k < size; ++k) value = value * 10 + digit_at(text, i + k);
    return value;
}

/// An IPv4 address as a number.
struct Address {
    std::size_t size = 0; ///< Of its text; 0 if there is none.
    std::uint32_t value = 0;
};

/// The four octets at `i`, not followed by a fifth.
Address address_at(std::string_view text, std::size_t i)
{
    Address address;
    for (std::size_t part = 0; part < 4; ++part) {
        if (part > 0) {
            if (at_or_nul(text, i + address.size) != '.') return {};
            ++address.size;
        }
        const auto size = octet_size(text, i + address.size);
        if (size == 0) return {};
        address.value = (address.value << 8U) | number_at(text, i + address.size, size);
        address.size += size;
    }
    const bool goes_on =
        at_or_nul(text, i + address.size) == '.' && is_digit(at_or_nul(text, i + address.size + 1));
    return goes_on ? Address{} : address;
}

/// Where the address begins whose first dot is at `at`; npos if there is none.
std::size_t address_begin(std::string_view text, std::size_t at)
{
    std::size_t begin = at;
    while (begin > 0 && at - begin < 4 && is_digit(text[begin - 1])) --begin;
    const auto size = at - begin;
    return size == 0 || size == 4 || is_fraction(text, begin) ? npos : begin;
}

/// True for ones before zeros, or the other way round as routers write it.
bool is_netmask(std::uint32_t mask)
{
    const auto is_right = [](std::uint32_t low) { return (low & (low + 1)) == 0; };
    return is_right(mask) || is_right(~mask);
}

/// The end of a prefix length up to `most` at `i`; 0 if there is none.
std::size_t prefix_end(std::string_view text, std::size_t i, unsigned most)
{
    const auto size = digit_run(text, i, 4);
    if (size == 0 || size > 3 || !is_border_after(text, i + size)) return 0;
    return number_at(text, i, size) <= most ? i + size : 0;
}

/// The bytes of what stands between the ends of a range at `i`: a dash or a tilde, with blanks or without.
std::size_t range_joint_size(std::string_view text, std::size_t i)
{
    if (const auto joint = joint_at(text, i); joint.has_dash && !joint.has_break) {
        // A plus that stands for a blank stands before the dash too; alone behind it, it is a sign.
        const bool is_signed = at_or_nul(text, i) != '+' && at_or_nul(text, i + joint.size - 1) == '+';
        return is_signed ? 0 : joint.size;
    }
    const std::size_t before = at_or_nul(text, i) == ' ' ? 1 : 0;
    if (at_or_nul(text, i + before) != '~') return 0;
    return before + 1 + (at_or_nul(text, i + before + 1) == ' ' ? 1 : 0);
}

std::optional<Hit> judge_ipv6(std::string_view text, std::size_t at)
{
    const auto address = ipv6.judge(text, at);
    if (!address || at_or_nul(text, address->end) != '/') return std::nullopt;
    // A fifth part is a port, and behind that stands no prefix length.
    const auto written = text.substr(address->begin, address->end - address->begin);
    if (std::count(written.begin(), written.end(), '.') > 3) return std::nullopt;
    const auto end = prefix_end(text, address->end + 1, 128);
    return end > 0 ? std::optional(Hit{address->begin, end}) : std::nullopt;
}

std::optional<Hit> judge_ipv4(std::string_view text, std::size_t at)
{
    const auto begin = address_begin(text, at);
    if (begin == npos) return std::nullopt;
    // The tail of an IPv6 address.
    if (begin > 0 && text[begin - 1] == ':') {
        if (const auto hit = judge_ipv6(text, begin - 1)) return hit;
    }
    const auto address = address_at(text, begin);
    if (address.size == 0) return std::nullopt;
    const auto i = begin + address.size;
    if (at_or_nul(text, i) == '/') {
        if (const auto mask = address_at(text, i + 1); mask.size > 0 && is_netmask(mask.value)) {
            return Hit{begin, i + 1 + mask.size};
        }
        const auto end = prefix_end(text, i + 1, 32);
        return end > 0 ? std::optional(Hit{begin, end}) : std::nullopt;
    }
    if (const auto joint = range_joint_size(text, i); joint > 0) {
        const auto last = i + joint;
        if (const auto other = address_at(text, last); other.size > 0) {
            return other.value >= address.value ? std::optional(Hit{begin, last + other.size}) : std::nullopt;
        }
        const auto size = octet_size(text, last);
        const auto end = last + size;
        if (size == 0 || !is_border_after(text, end)) return std::nullopt;
        // More numbers behind it make it a date or a telephone number.
        const char next = at_or_nul(text, end);
        if ((next == '.' || next == '-' || next == ':') && is_digit(at_or_nul(text, end + 1)))
            return std::nullopt;
        if (number_at(text, last, size) < (address.value & 0xFFU)) return std::nullopt;
        // With blanks it may be a list or a subtraction.
        return Hit{begin, end, joint == 1 ? Strength::strong : Strength::weak};
    }
    if (at_or_nul(text, i) == ' ') {
        const auto mask = address_at(text, i + 1);
        if (mask.size > 0 && mask.value > 0 && is_netmask(mask.value)) return Hit{begin, i + 1 + mask.size};
    }
    return std::nullopt;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const char c = at_or_nul(text, at);
    if (c == ':') return judge_ipv6(text, at);
    return c == '.' ? judge_ipv4(text, at) : std::nullopt;
}

constexpr Example examples[] = {
    {"192.0.2.0/24", "192.0.2.0/24"},
    {"대역은192.0.2.0/24이며", "192.0.2.0/24"},
    {"192.0.2.1/32, 198.51.100.0/8.", "192.0.2.1/32"
                                      "\n"
                                      "198.51.100.0/8"},
    {"192.0.2.0/255.255.255.0", "192.0.2.0/255.255.255.0"},
    {"network 192.0.2.0 0.0.0.255 area 0", "192.0.2.0 0.0.0.255"},
    {"ip address 192.0.2.1 255.255.255.0", "192.0.2.1 255.255.255.0"},
    {"192.0.2.1-192.0.2.9", "192.0.2.1-192.0.2.9"},
    {"192.0.2.1-9", "192.0.2.1-9"},
    {"192.0.2.1 ~ 192.0.2.9까지", "192.0.2.1 ~ 192.0.2.9"},
    {"192.0.2.1~9번", "192.0.2.1~9"},
    {"192.0.2.1\xE2\x80\x93"
     "192.0.2.9",
     "192.0.2.1\xE2\x80\x93"
     "192.0.2.9"},
    {"192.0.2.1 \xE2\x80\x93 192.0.2.9", "192.0.2.1 \xE2\x80\x93 192.0.2.9"},
    {"192.0.2.1 - 9", "?192.0.2.1 - 9"},
    {"r=192.0.2.1+-+192.0.2.9&", "192.0.2.1+-+192.0.2.9"},
    {"10.0.0.1-+1 202 555 0123", ""},
    {"{\"net\":\"192.0.2.0/24\"}", "192.0.2.0/24"},
    {"\\n192.0.2.0/24\\n", "192.0.2.0/24"},
    {"2001:db8::/32", "2001:db8::/32"},
    {"망은2001:db8:44::/48이다", "2001:db8:44::/48"},
    {"2001:db8:0:0:0:0:0:1/128", "2001:db8:0:0:0:0:0:1/128"},
    {"fe80::1%eth0/64", "fe80::1%eth0/64"},
    {"::ffff:192.0.2.0/120", "::ffff:192.0.2.0/120"},
    {"::ffff:192.0.2.70.2026/3", ""},
    {"192.0.2.0/33", ""},
    {"192.0.2.0/24a", ""},
    {"192.0.2.0/2400", ""},
    {"192.0.256.0/24", ""},
    {"1.192.0.2.0/24", ""},
    {"192.0.2.0", ""},
    {"192.0.2/24", ""},
    {"192.0.2.9-1", ""},
    {"192.0.2.9-192.0.2.1", ""},
    {"192.0.2.1-256", ""},
    {"192.0.2.1-10-2024", ""},
    {"192.0.2.1 192.0.2.9", ""},
    {"2001:db8::/129", ""},
    {"2001:db8::", ""},
    {"12:34/56", ""},
    {"2026-01-02 1.5-2.3", ""},
};

} // namespace

const Recogniser cidr{
    .name = "cidr",
    .longest = 256,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
