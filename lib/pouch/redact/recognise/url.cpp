#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/host.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// The colon of `://`.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto slashes = graph.run(graph.bytes(bytes_in("/")), 2);
    return graph.both(graph.bytes(bytes_in(":")), graph.ahead(slashes, 1));
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (text.substr(at, 3) != "://") return std::nullopt;
    constexpr std::size_t longest_scheme = 32;
    std::size_t begin = at;
    const auto in_scheme = [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    };
    while (begin > 0 && at - begin < longest_scheme && in_scheme(text[begin - 1])) --begin;
    if (is_escape_letter(text, begin)) ++begin;
    while (begin < at && !is_letter(text[begin])) ++begin;
    if (at - begin < 2) return std::nullopt;

    const std::size_t host = at + 3;
    const auto stop = std::min(text.size(), begin + longest_match + 8);
    std::size_t end = host;
    bool in_host = true;
    bool in_label = false; // an ASCII label has begun
    // In brackets of its own, as in Markdown, it ends with them: `[name](http://a.example/x),[next](...)`.
    const bool is_bracketed = begin > 0 && text[begin - 1] == '(';
    std::size_t open = 0;
    while (end < stop) {
        const char c = text[end];
        if (is_ascii(c)) {
            if (c <= ' ' || c == 0x7F || std::string_view("\"<>").find(c) != npos) break;
            if (c == '\\') {
                // As JSON has it: a quote or a blank ends the address, any other escape is two characters of it.
                const char escaped = at_or_nul(text, end + 1);
                if (std::string_view("\"nrtbf").find(escaped) != npos) break;
                end += escaped == '\\' ? 2 : 1;
                in_label = false;
                continue;
            }
            if (c == '(') ++open;
            if (c == ')' && open-- == 0) {
                if (is_bracketed) break;
                open = 0;
            }
            in_label = is_word(c);
            in_host = in_host && c != '/' && c != '?' && c != '#';
            ++end;
        } else {
            // Directly behind an ASCII host it is a Korean particle, not a part of the name.
            if ((in_host && in_label) || is_wide_stop(text, end)) break;
            end += character_size(text, end);
        }
    }
    const auto body = text.substr(host, end - host);
    const bool has_open = body.find_first_of("([{") != npos;
    const auto is_trailer = [&](char c) {
        return std::string_view(".,;:!?'*`|").find(c) != npos ||
               (!has_open && (c == ')' || c == ']' || c == '}'));
    };
    while (end > host && is_trailer(text[end - 1])) --end;
    if (end == host) return std::nullopt;
    return Hit{begin, end};
}

constexpr Example examples[] = {
    {"https://update.cdn-sync.example/a/get.php 였습니다", "https://update.cdn-sync.example/a/get.php"},
    {"주소는http://example.org/x?y=1#z.", "http://example.org/x?y=1#z"},
    {"hxxp://evil.example", "hxxp://evil.example"},
    {"(see ftp://files.example/a)", "ftp://files.example/a"},
    {"https://example.org/wiki/A_(b)", "https://example.org/wiki/A_(b)"},
    {"[a](http://a.example/x),[b](http://b.example/y_(z)/)|[c", "http://a.example/x"
                                                                "\n"
                                                                "http://b.example/y_(z)/"},
    {"(http://a.example/x).(Citation", "http://a.example/x"},
    {"http://a.example/x)y", "http://a.example/x)y"},
    {"\"https://example.org\",", "https://example.org"},
    {"https://example.org에서", "https://example.org"},
    {"https://example.org/문서/비밀.pdf 끝", "https://example.org/문서/비밀.pdf"},
    {"https://한국.kr/a。", "https://한국.kr/a"},
    {"\\nhttps://example.org\\n", "https://example.org"},
    {"http://user:pw@host:8080/p", "http://user:pw@host:8080/p"},
    {"http://a/?u=http://b/c", "http://a/?u=http://b/c"},
    {"git+ssh://host/x", "git+ssh://host/x"},
    {"http://a.example/x{SECRETGUID}y", "http://a.example/x{SECRETGUID}y"},
    {"http://a.example/x|y`z^w\\v", "http://a.example/x|y`z^w\\v"},
    {"\\\"http://a.example\\\" x", "http://a.example"},
    {"\"http://a.example/\\\\\"", "http://a.example/\\\\"},
    {"{http://a.example} `http://b.example`|", "http://a.example"
                                               "\n"
                                               "http://b.example"},
    {"://nothing", ""},
    {"http:// x", ""},
    {"http:/x", ""},
    {"1://x", ""},
};

} // namespace

const Recogniser url{
    .name = "url",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .has_weak = false,
    .is_token = true,
    .ends_inside_last = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
