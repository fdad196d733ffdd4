#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/host.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// The last T of `port`, or its S, with a digit near; the P of `tcp`, `udp` or `sctp` before a digit, or the slash of
/// `443/tcp`; the first byte of 포; a dot or bracket of an address with a colon and a digit behind.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digits = byte_range('0', '9');
    const auto digit = graph.bytes(digits);
    const auto p = graph.bytes(bytes_in("pP"));
    const auto sign = graph.bytes(bytes_in(" :/=\"'_#"));
    const auto number = graph.both(sign, near(graph, digit, 1, 4));
    const auto word_end =
        graph.either(graph.both(graph.bytes(bytes_in("tT")), graph.behind(bytes_in("rRpP"))),
                     graph.both(graph.bytes(bytes_in("sS")), graph.behind(bytes_in("tT"))));
    const auto before = graph.both(word_end, graph.ahead(number, 1));
    const auto protocol = graph.both(graph.both(p, graph.behind(bytes_in("cCdDtT"))), graph.ahead(number, 1));
    const auto slash = graph.both(graph.bytes(bytes_in("/")), graph.behind(digits));
    const auto behind = graph.both(slash, graph.either(graph.ahead(p, 3), graph.ahead(p, 4)));
    const auto korean =
        graph.both(graph.bytes(bytes_in("\xED")), graph.ahead(graph.bytes(bytes_in("\x8F")), 1));
    const auto colon = graph.both(graph.bytes(bytes_in(":")), graph.ahead(digit, 1));
    const auto dot = graph.both(graph.bytes(bytes_in(".")), graph.behind(digits));
    const auto address = graph.either(graph.both(dot, near(graph, colon, 2, 4)),
                                      graph.both(graph.bytes(bytes_in("]")), graph.ahead(colon, 1)));
    const auto words = graph.either(graph.either(before, protocol), graph.either(behind, korean));
    return graph.either(words, address);
}

/// True if `word`, in small letters, stands before `end` in any case.
bool has_before(std::string_view text, std::size_t end, std::string_view word)
{
    if (end < word.size()) return false;
    const auto part = text.substr(end - word.size(), word.size());
    return std::equal(part.begin(), part.end(), word.begin(),
                      [](char a, char b) { return to_lower(a) == b; });
}

/// A number from 1 to 65535 at `i` that is not part of another; its digits, or 0.
std::size_t port_size(std::string_view text, std::size_t i)
{
    const auto size = digit_run(text, i, 6);
    if (size == 0 || size > 5 || text[i] == '0' || !is_border_after(text, i + size)) return 0;
    if (i > 0 && is_digit(text[i - 1])) return 0;
    unsigned value = 0;
    for (std::size_t k = 0; k < size; ++k) value = value * 10 + digit_at(text, i + k);
    const char next = at_or_nul(text, i + size);
    const bool is_part = (next == '.' || next == ':') && is_digit(at_or_nul(text, i + size + 1));
    return value <= 65535 && !is_part ? size : 0;
}

/// The bytes at `i` between a port and the next of a list: `80, 443`, `80/443`, `8000-8010`; 0 if the list ends.
std::size_t list_joint_size(std::string_view text, std::size_t i)
{
    if (const auto joint = joint_at(text, i); joint.has_dash && !joint.has_break) return joint.size;
    const char c = at_or_nul(text, i);
    if (i >= text.size() || std::string_view(",/~").find(c) == npos) return 0;
    return at_or_nul(text, i + 1) == ' ' ? 2 : 1;
}

/// The port at `i`, with those that follow in a list.
std::optional<Hit> ports_at(std::string_view text, std::size_t i)
{
    constexpr std::size_t most_ports = 32;
    const auto size = port_size(text, i);
    if (size == 0) return std::nullopt;
    Hit hit{i, i + size};
    for (std::size_t count = 1; count < most_ports; ++count) {
        const auto joint = list_joint_size(text, hit.end);
        const auto next = joint > 0 ? port_size(text, hit.end + joint) : 0;
        if (next == 0) break;
        hit.end += joint + next;
    }
    return hit;
}

/// The ports behind a word that ends at `i`: `port 80`, `"port": 80`, `port=80`, `port #80`.
std::optional<Hit> ports_behind(std::string_view text, std::size_t i)
{
    constexpr std::size_t longest_gap = 4;
    std::size_t gap = 0;
    while (gap < longest_gap && i + gap < text.size() &&
           std::string_view(" :/=\"'_#").find(text[i + gap]) != npos) {
        ++gap;
    }
    return gap > 0 ? ports_at(text, i + gap) : std::nullopt;
}

/// The port whose last digit stands before `end`: `443/tcp`, `443번 포트`.
std::optional<Hit> port_before(std::string_view text, std::size_t end)
{
    std::size_t begin = end;
    while (begin > 0 && end - begin <= 5 && is_digit(text[begin - 1])) --begin;
    if (begin == end || port_size(text, begin) != end - begin) return std::nullopt;
    if (!is_border_before(text, begin) || is_fraction(text, begin)) return std::nullopt;
    return Hit{begin, end};
}

/// The name of a protocol that ends at `end`; its bytes, or 0.
std::size_t protocol_size(std::string_view text, std::size_t end)
{
    for (const std::string_view name : {"sctp", "tcp", "udp"}) {
        if (has_before(text, end, name) && is_border_before(text, end - name.size())) return name.size();
    }
    return 0;
}

/// A word for ports ends at `end`: `port`, `dstport`, `src_port`, `SPT`.
bool is_port_word(std::string_view text, std::size_t end)
{
    for (const std::string_view word : {"port", "ports"}) {
        if (!has_before(text, end, word)) continue;
        const auto begin = end - word.size();
        if (is_border_before(text, begin)) return true;
        // `sourcePort` has its capital; the others are known.
        if (text[begin] == 'P' && text[begin - 1] >= 'a' && text[begin - 1] <= 'z') return true;
        for (const std::string_view side :
             {"src", "dst", "source", "dest", "s", "d", "l", "r", "local", "remote"}) {
            if (!has_before(text, begin, side)) continue;
            const auto start = begin - side.size();
            if (is_border_before(text, start)) return true;
        }
    }
    for (const std::string_view word : {"spt", "dpt"}) {
        if (has_before(text, end, word)) return is_border_before(text, end - word.size());
    }
    return false;
}

/// 포트 at `at`, with its number behind or before it.
std::optional<Hit> judge_korean(std::string_view text, std::size_t at)
{
    constexpr std::string_view word = "포트";
    if (text.substr(at, word.size()) != word) return std::nullopt;
    auto i = at + word.size();
    for (const std::string_view tail : {"번호", "는", "은", "를"}) {
        if (text.substr(i, tail.size()) == tail) i += tail.size();
    }
    if (const auto hit = ports_behind(text, i)) return hit;
    if (const auto hit = ports_at(text, i)) return hit;
    std::size_t end = at;
    if (end > 0 && text[end - 1] == ' ') --end;
    constexpr std::string_view counter = "번";
    if (has_before(text, end, counter)) end -= counter.size();
    return port_before(text, end);
}

/// The port behind an address that ends at the colon `i`, faint.
std::optional<Hit> port_of_address(std::string_view text, std::size_t i)
{
    if (at_or_nul(text, i) != ':') return std::nullopt;
    const auto size = port_size(text, i + 1);
    if (size == 0) return std::nullopt;
    return Hit{i + 1, i + 1 + size, Strength::faint};
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    switch (const char c = at_or_nul(text, at); c) {
    case 'p':
    case 'P':
        return protocol_size(text, at + 1) > 0 ? ports_behind(text, at + 1) : std::nullopt;
    case 't':
    case 'T':
    case 's':
    case 'S':
        return is_port_word(text, at + 1) ? ports_behind(text, at + 1) : std::nullopt;
    case '/':
        for (const std::size_t size : {std::size_t{3}, std::size_t{4}}) {
            const auto end = at + 1 + size;
            if (end > text.size() || protocol_size(text, end) != size || !is_border_after(text, end))
                continue;
            return port_before(text, at);
        }
        return std::nullopt;
    case '.': {
        const auto size = octet_size(text, at + 1);
        if (size == 0 || !ipv4.judge(text, at)) return std::nullopt;
        return port_of_address(text, at + 1 + size);
    }
    case ']':
        return port_of_address(text, at + 1);
    default:
        return c == '\xED' ? judge_korean(text, at) : std::nullopt;
    }
}

constexpr std::string_view context[] = {
    "port", "listen", "tcp", "udp", "connect", "포트", "접속", "통신", "연결",
};

constexpr Example examples[] = {
    {"port 8080", "8080"},
    {"포트 8080", "8080"},
    {"포트번호: 8080을 열고", "8080"},
    {"포트는8080", "8080"},
    {"8443번 포트로", "8443"},
    {"22 포트", "22"},
    {"tcp/443 udp/53", "443"
                       "\n"
                       "53"},
    {"443/tcp open, 53/UDP", "443"
                             "\n"
                             "53"},
    {"TCP 445, SCTP:2905", "445"
                           "\n"
                           "2905"},
    {"Ports 80, 443/8080 and 8000-8010", "80, 443/8080"},
    {"ports=8000-8010", "8000-8010"},
    {"{\"port\": 8080,\"sourcePort\":51234}", "8080"
                                              "\n"
                                              "51234"},
    {"SRC=192.0.2.1 SPT=51234 DPT=22", "51234"
                                       "\n"
                                       "22"},
    {"src_port=51234 dstport=443 dport:22", "51234"
                                            "\n"
                                            "443"
                                            "\n"
                                            "22"},
    {"\\nport 22\\n", "22"},
    {"192.0.2.70:443 접속", "~443"},
    {"connect to [2001:db8::1]:8443", "~8443"},
    {"port 65535", "65535"},
    {"port 65536", ""},
    {"port 0", ""},
    {"port 8080x", ""},
    {"port 100000", ""},
    {"report 8080", ""},
    {"reports 12", ""},
    {"port 1.2.3", ""},
    {"import 5", ""},
    {"start 10", ""},
    {"airport 12", ""},
    {"12:34:56", ""},
    {"1.5:30", ""},
    {"a[1]:x", ""},
    {"x443/tcp", ""},
    {"443/tcpdump", ""},
    {"tcpdump 5", ""},
    {"포함 8080", ""},
    {"포트 없음", ""},
};

} // namespace

const Recogniser port{
    .name = "port",
    .longest = 320,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
