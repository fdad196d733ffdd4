#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/host.hpp"
#include "pouch/redact/recognise/top_level.hpp"
#include "pouch/redact/written_token.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

constexpr std::size_t longest_domain =
    384; ///< The DNS allows 253, but names outside ASCII are shorter there.

/// A dot between names, with two letters or a character outside ASCII behind it.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto wide = byte_range(0x80, 0xFF);
    const auto letter = graph.bytes(byte_range('A', 'Z') | byte_range('a', 'z') | wide);
    const auto dot =
        graph.both(graph.bytes(bytes_in(".")), graph.behind(word_bytes() | bytes_in("-") | wide));
    return graph.both(dot, graph.ahead(graph.run(letter, 2), 1));
}

/// Where the label that ends at `end` begins, all ASCII or all outside ASCII, not before `limit`.
std::size_t label_begin(std::string_view text, std::size_t end, std::size_t limit)
{
    auto begin = end;
    if (begin > limit && is_ascii(text[begin - 1])) {
        while (begin > limit && (is_word(text[begin - 1]) || text[begin - 1] == '-')) --begin;
        return begin;
    }
    while (begin > limit) {
        const auto start = character_start(text, begin - 1);
        if (start < limit || is_ascii(text[start]) || is_wide_stop(text, start)) break;
        begin = start;
    }
    return begin;
}

/// The labels before the top-level one.
struct Labels {
    std::size_t begin;
    std::size_t count = 0;
    bool has_name = false; ///< One is more than a number.
};

Labels labels_before(std::string_view text, std::size_t at)
{
    const auto limit = at > longest_domain ? at - longest_domain : 0;
    Labels labels{at};
    for (auto end = at;;) {
        auto begin = label_begin(text, end, limit);
        if (is_escape_letter(text, begin)) ++begin;
        while (begin < end && text[begin] == '-') ++begin;
        if (begin >= end) break;
        const auto label = text.substr(begin, end - begin);
        ++labels.count;
        labels.begin = begin;
        labels.has_name = labels.has_name || !std::all_of(label.begin(), label.end(), is_digit);
        if (begin <= limit || text[begin - 1] != '.') break;
        end = begin - 1;
    }
    // The digits of an escape in an address, `%2Fexample.org`.
    const auto first = labels.begin;
    const bool is_escape =
        first > 0 && text[first - 1] == '%' && is_hex(text[first]) && is_hex(text[first + 1]);
    if (is_escape && is_word(text[first + 2])) labels.begin += 2;
    return labels;
}

bool is_one_of(std::string_view label, std::initializer_list<std::string_view> names)
{
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        return std::equal(label.begin(), label.end(), name.begin(), name.end(),
                          [](char a, char b) { return to_lower(a) == b; });
    });
}

/// A name that programs begin their own dotted names with.
bool is_code_root(std::string_view label)
{
    return is_one_of(label,
                     {"java",   "javax",   "jdk",     "kotlin",   "scala",    "std",     "os",   "sys",
                      "system", "self",    "this",    "window",   "document", "console", "math", "logger",
                      "log",    "process", "request", "response", "req",      "res",     "np",   "pd"});
}

/// A name written backwards, as packages of Java have it; `rest` stands behind its first label. Hosts are called `kr`, too.
bool is_reversed(std::string_view label, std::string_view rest)
{
    if (is_one_of(label, {"kr"})) {
        return is_one_of(rest.substr(0, rest.find('.')), {"co", "go", "or", "re", "ac", "ne", "pe"});
    }
    return is_one_of(label, {"com", "org", "net", "io", "edu", "gov"});
}

/// What virus scanners call a find, `OSX/Agent.BW`: a family in mixed case behind a slash, a variant in capitals.
bool is_find_of_scanner(std::string_view text, std::size_t begin, std::string_view family,
                        std::string_view variant)
{
    const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    return begin >= 2 && text[begin - 1] == '/' && is_word(text[begin - 2]) && is_capital(family.front()) &&
           std::any_of(family.begin(), family.end(), is_small) && variant.size() == 2 &&
           std::all_of(variant.begin(), variant.end(), is_capital);
}

/// True if [begin, end) is all of a line, of a value in quotes that is no key, of the text of an element.
bool stands_alone(std::string_view text, std::size_t begin, std::size_t end)
{
    const char before = begin == 0 ? '\n' : text[begin - 1];
    const char behind = end >= text.size() ? '\n' : text[end];
    switch (before) {
    case '\n':
        return behind == '\n' || behind == '\r';
    case '"':
    case '\'':
        return behind == before && at_or_nul(text, end + 1) != ':';
    case '>':
        return behind == '<';
    default:
        return false;
    }
}

Strength weaker(Strength strength)
{
    return strength == Strength::strong ? Strength::weak : Strength::faint;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (at_or_nul(text, at) != '.' || at == 0) return std::nullopt;
    const auto top = top_level_at(text, at + 1);
    if (top.kind == TopLevel::none) return std::nullopt;
    const auto end = at + 1 + top.size;
    const auto labels = labels_before(text, at);
    if (labels.count == 0 || is_in_written_category(text, labels.begin)) return std::nullopt;

    const bool is_long = labels.count > 1;
    const auto first = text.substr(labels.begin, std::min(text.find('.', labels.begin), at) - labels.begin);
    const auto label = text.substr(at + 1, top.size);
    const auto rest = text.substr(std::min(labels.begin + first.size() + 1, at), 3);
    const char next = at_or_nul(text, end);
    const bool is_telling = top.kind == TopLevel::telling;
    // A name goes on: `example.com.pcap`, `example.com_2.zip`.
    if (next == '_' || ((next == '.' || next == '-') && is_word(at_or_nul(text, end + 1)))) {
        const bool is_code = is_reversed(first, rest) || is_code_root(first);
        return is_telling && !is_code ? std::optional(Hit{labels.begin, end, Strength::weak}) : std::nullopt;
    }
    if (!labels.has_name && !is_telling) return std::nullopt;

    auto strength = Strength::strong;
    if (top.kind == TopLevel::doubtful && !is_long) {
        const bool is_network = is_one_of(label, {"ai", "info", "io", "me", "tv", "us"});
        strength = is_network && stands_alone(text, labels.begin, end) ? Strength::strong : Strength::weak;
    }
    if (top.kind == TopLevel::unlikely) strength = is_long ? Strength::weak : Strength::faint;
    if (next == '(' && !is_telling) {
        if (!is_long) return std::nullopt;
        strength = weaker(strength);
    }
    if (next == '=' && first.size() == 1 && !is_long) strength = weaker(strength); // `r.ee=i` of a script
    if (!is_long && is_find_of_scanner(text, labels.begin, first, label)) strength = Strength::faint;
    // A sentence begins behind a full stop without a blank; a Korean word begins with the name of the country.
    const bool is_capitalised =
        text[at + 1] >= 'A' && text[at + 1] <= 'Z' && text[at + 2] >= 'a' && text[at + 2] <= 'z';
    const bool is_particle =
        !is_ascii(text[at + 1]) && end < text.size() && !is_ascii(next) && !is_wide_stop(text, end);
    if (is_capitalised || is_particle) strength = weaker(strength);
    if (is_code_root(first)) strength = Strength::faint;
    if (is_reversed(first, rest) && !is_one_of(label, {"com"})) strength = weaker(strength);
    if (is_one_of(first, {"www"}) && is_long) strength = Strength::strong;
    return Hit{labels.begin, end, strength};
}

constexpr std::string_view context[] = {
    "domain", "host",   "dns",  "url",    "c2",   "server", "site",
    "도메인", "호스트", "서버", "사이트", "접속", "주소",
};

constexpr Example examples[] = {
    {"example.org", "example.org"},
    {"도메인은update.cdn-sync.example.com에서", "update.cdn-sync.example.com"},
    {"www.example.co.kr,", "www.example.co.kr"},
    {"{\"host\":\"mail.example.org\"}", "mail.example.org"},
    {"\\nexample.org\\n", "example.org"},
    {"http://a.example.net/x.html", "a.example.net"},
    {"kim@example.org", "example.org"},
    {"EXAMPLE.ORG.", "EXAMPLE.ORG"},
    {"example.org. It", "example.org"},
    {"example.com(192.0.2.1)", "example.com"},
    {"_dmarc.example.com IN TXT", "_dmarc.example.com"},
    {"163.com", "163.com"},
    {"?u=https%3A%2F%2Fexample.org%2Fx", "example.org"},
    {"50%ab.com", "ab.com"},
    {"-example.com-", "example.com"},
    {"한국은행.한국", "한국은행.한국"},
    {"경찰청.한국에서", "?경찰청.한국"},
    {"홍길동.kr이다", "홍길동.kr"},
    {"xn--3e0b707e.xn--3e0b707e", "xn--3e0b707e.xn--3e0b707e"},
    {"пример.рф", "пример.рф"},
    {"1.2.0.192.in-addr.arpa", "1.2.0.192.in-addr.arpa"},
    {"expyuzz4wqqyqhjn.onion", "expyuzz4wqqyqhjn.onion"},
    {"dc01.corp.internal", "dc01.corp.internal"},
    {"evil.example.md, evil.example.io", "?evil.example.md"
                                         "\n"
                                         "evil.example.io"},
    {"www.example.sh", "www.example.sh"},
    {"t.me/channel", "?t.me"},
    {"edu.example.com kr.example.org kr.co.example.net", "edu.example.com"
                                                         "\n"
                                                         "kr.example.org"
                                                         "\n"
                                                         "?kr.co.example.net"},
    {"OSX/Agent.BW http://Example.CK/", "~Agent.BW"
                                        "\n"
                                        "Example.CK"},
    {"r.ee=i, r.ee", "?r.ee"
                     "\n"
                     "r.ee"},
    {"[\"example.io\", 'example.info', {\"user.info\": 1}]", "example.io"
                                                             "\n"
                                                             "example.info"
                                                             "\n"
                                                             "?user.info"},
    {"<b>example.me</b>", "example.me"},
    {"a\nexample.io\r\n", "example.io"},
    {"example.com.pcap", "?example.com"},
    {"example.com.그리고", "example.com"},
    {"com.example.kr", "?com.example.kr"},
    {"done.It was", "~done.It"},
    {"report.md", "~report.md"},
    {"setup.py run.sh", "~setup.py"
                        "\n"
                        "~run.sh"},
    {"a.so x.zip lib.rs x.pl README.md", "~a.so"
                                         "\n"
                                         "~x.zip"
                                         "\n"
                                         "~lib.rs"
                                         "\n"
                                         "~x.pl"
                                         "\n"
                                         "~README.md"},
    {"java.io java.net std.cc", "~java.io"
                                "\n"
                                "~java.net"
                                "\n"
                                "~std.cc"},
    {"user.name user.id", "~user.name"
                          "\n"
                          "~user.id"},
    {"e.g. this, i.e. that, a.m.", ""},
    {"os.path.join(a)", ""},
    {"System.out.println(x)", ""},
    {"java.net.URL", ""},
    {"com.example.App", "~com.example.App"},
    {"page.link(x)", ""},
    {"[REDACTED:person.name] [REDACTED:net.email]", ""},
    {"[net.email:ABCDEFGHIJKLMNOP] [ENCRYPTED:person.name:ABCDEFGHIJKLMNOPQ]", ""},
    {"[net.email:8080]", "~net.email"},
    {"archive.tar.gz app.min.js index.html", ""},
    {"3.14 1.2.3.4 v2.in", "?v2.in"},
    {"2.in 10.to", ""},
    {"끝났다.그리고", ""},
    {"Mr. Kim", ""},
    {"example..com", ""},
    {".com", ""},
    {"example.c", ""},
    {"example.com1", ""},
    {"localhost", ""},
};

} // namespace

const Recogniser domain{
    .name = "domain",
    .longest = 512,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
