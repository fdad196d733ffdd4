#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/tokens.hpp"

namespace pouch::redact::recognise {

namespace {

/// `eyJ`, which is `{"` in base64, at the start of ten characters.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto eyj =
        graph.both(graph.both(graph.bytes(bytes_in("e")), graph.ahead(graph.bytes(bytes_in("y")), 1)),
                   graph.ahead(graph.bytes(bytes_in("J")), 2));
    return token_places(graph, graph.both(eyj, base64url_run(graph, 10)));
}

/// A header and one to four segments more behind dots (RFC 7519; RFC 7516 has five, of which the key may be empty).
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto begin = token_begin(text, at);
    if (begin >= text.size() || text.substr(begin, 3) != "eyJ") return std::nullopt;
    constexpr std::size_t most_segments = 5;
    const auto size_at = [&](std::size_t i) { return run_size(text, i, longest_match + 1, is_base64url); };
    const auto header = size_at(begin);
    if (header < 10) return std::nullopt;
    std::size_t end = begin + header;
    std::size_t segments = 1;
    std::size_t second = 0;
    while (segments < most_segments && at_or_nul(text, end) == '.' && end - begin <= longest_match) {
        std::size_t next = end + 1;
        if (segments == 1 && at_or_nul(text, next) == '.') ++next;
        const auto size = size_at(next);
        if (size == 0) break;
        if (segments == 1) second = size;
        end = next + size;
        ++segments;
    }
    const bool is_short = segments == 2 && second < 16 && text.substr(begin + header + 1, 3) != "eyJ";
    if (segments < 2 || is_short) return std::nullopt;
    return Hit{begin, end};
}

constexpr Example examples[] = {
    {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl",
     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"},
    {"토큰은eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln-_F0dXJl을",
     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln-_F0dXJl"},
    {"{\"id_token\":\"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln\"}",
     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln"},
    {"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0"},
    {"eyJhbGciOiJub25lIn0.c2lnbmF0dXJlc2lnbg", "eyJhbGciOiJub25lIn0.c2lnbmF0dXJlc2lnbg"},
    {"jwt=eyJhbGciOiJkaXIifQ..aXZpdg.Y2lwaGVy.dGFn;", "eyJhbGciOiJkaXIifQ..aXZpdg.Y2lwaGVy.dGFn"},
    {"\\neyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln"},
    {"eyJhbGciOiJIUzI1NiJ9", ""},
    {"eyJhbGciOiJIUzI1NiJ9. 다음 문장", ""},
    {"eyJhbGciOiJIUzI1NiJ9.json", ""},
    {"keyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", ""},
    {"eyJ.eyJ.abc", ""},
    {"www.example.org", ""},
};

} // namespace

const Recogniser jwt{
    .name = "jwt",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .is_token = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
