#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/host.hpp"

namespace pouch::redact::recognise {

namespace {

/// An @ sign.
MaskGraph::Id places(MaskGraph& graph)
{
    return graph.bytes(bytes_in("@"));
}

/// Where the quoted local part before `at` begins, as `"kim chul"@`, or `\"kim chul\"@` in a string; `at` if
/// there is none.
std::size_t quoted_local_begin(std::string_view text, std::size_t at)
{
    constexpr std::size_t longest = 128;
    if (at < 2 || text[at - 1] != '"') return at;
    const std::size_t quote = text[at - 2] == '\\' ? 2 : 1;
    const auto close = at - quote;
    bool has_word = false;
    for (std::size_t i = close; i > 0 && close - i < longest; --i) {
        const char c = text[i - 1];
        if (c == '"') {
            const bool is_escaped = i > 1 && text[i - 2] == '\\';
            return has_word && is_escaped == (quote == 2) ? i - quote : at;
        }
        // These stand between the strings of a document.
        const bool is_outside = (c >= 0 && c < ' ') || std::string_view(":,;{}[]<>=").find(c) != npos;
        if (is_outside) return at;
        has_word = has_word || is_word(c) || !is_ascii(c);
    }
    return at;
}

bool is_local(char c)
{
    return is_word(c) || std::string_view(".%+-'").find(c) != npos;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (at_or_nul(text, at) != '@') return std::nullopt;
    std::size_t begin = at;
    while (begin > 0 && at - begin <= longest_match && is_local(text[begin - 1])) --begin;
    if (is_escape_letter(text, begin)) ++begin;
    while (begin < at && !is_word(text[begin])) ++begin;
    if (begin == at) begin = quoted_local_begin(text, at);
    if (begin == at) {
        // An internationalised local part: the run of characters outside ASCII before the sign.
        while (begin > 0 && at - begin < 256) {
            const auto start = character_start(text, begin - 1);
            if (is_ascii(text[start]) || is_wide_stop(text, start)) break;
            begin = start;
        }
        if (begin == at) return std::nullopt;
    }
    const auto end = domain_end(text, at + 1);
    if (end == npos) return std::nullopt;
    return Hit{begin, end};
}

constexpr Example examples[] = {
    {"kim@example.org", "kim@example.org"},
    {"메일은kim.chul-su+x@mail.example.co.kr로", "kim.chul-su+x@mail.example.co.kr"},
    {"<a_b%c@example.org>,", "a_b%c@example.org"},
    {"'kim@example.org'", "kim@example.org"},
    {"kim@example.org.", "kim@example.org"},
    {"mailto:kim@example.org?subject", "kim@example.org"},
    {"o'brien@example.org", "o'brien@example.org"},
    {"user=kim@example.org", "kim@example.org"},
    {"\\nkim@example.org", "kim@example.org"},
    {"kim@한국.kr에", "kim@한국.kr"},
    {"홍길동@example.org", "홍길동@example.org"},
    {"root@192.0.2.70", "root@192.0.2.70"},
    {"a@b.example, c@d.example", "a@b.example"
                                 "\n"
                                 "c@d.example"},
    {"\"kim chul\"@example.org", "\"kim chul\"@example.org"},
    {"{\"a\":\"\\\"kim su\\\"@example.org\"}", "\\\"kim su\\\"@example.org"},
    {"{\"a\":\"@example.org\"}", ""},
    {"\"a\",\"@example.org\"", ""},
    {"kim@localhost", ""},
    {"@example.org", ""},
    {"kim@", ""},
    {"kim@.org", ""},
    {"kim@example.c", ""},
    {"x @ y.zz", ""},
    {"@property.setter", ""},
};

} // namespace

const Recogniser email{
    .name = "email",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .has_weak = false,
    .is_token = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
