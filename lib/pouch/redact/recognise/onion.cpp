#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/host.hpp"

namespace pouch::redact::recognise {

namespace {

/// A dot behind a digit or a letter, with an O one byte and four bytes on.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto o = graph.bytes(bytes_in("oO"));
    const auto dot = graph.both(graph.bytes(bytes_in(".")), graph.behind(word_bytes()));
    return graph.both(dot, graph.both(graph.ahead(o, 1), graph.ahead(o, 4)));
}

bool is_base32(char c)
{
    return is_letter(c) || (c >= '2' && c <= '7');
}

bool has_onion(std::string_view text, std::size_t i)
{
    constexpr std::string_view name = "onion";
    for (std::size_t k = 0; k < name.size(); ++k) {
        if (to_lower(at_or_nul(text, i + k)) != name[k]) return false;
    }
    return true;
}

/// Names of onion services (rend-spec-v3, section 6): 35 bytes in base32, a key, its checksum and the version 3, so that
/// the last letter is a D. The checksum is not looked at: a name with a slip in it tells nearly as much. Weak: 56
/// characters of another version, and the 16 of version 2. Labels before the name belong to it.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (at_or_nul(text, at) != '.' || !has_onion(text, at + 1)) return std::nullopt;
    const auto end = at + 6;
    if (!is_border_after(text, end)) return std::nullopt;
    constexpr std::size_t longest_name = 56;
    std::size_t begin = at;
    while (begin > 0 && at - begin <= longest_name && is_base32(text[begin - 1])) --begin;
    if (is_escape_letter(text, begin)) ++begin;
    const auto size = at - begin;
    if ((size != 56 && size != 16) || !is_border_before(text, begin)) return std::nullopt;
    const bool is_third = size == 56 && to_lower(text[at - 1]) == 'd';

    constexpr std::size_t longest_labels = 200;
    const auto name = begin;
    const auto in_label = [](char c) { return is_word(c) || c == '-' || c == '.'; };
    while (begin > 0 && text[name - 1] == '.' && name - begin < longest_labels && in_label(text[begin - 1])) {
        --begin;
    }
    if (is_escape_letter(text, begin)) ++begin;
    while (begin < name && !is_word(text[begin])) ++begin;
    return Hit{begin, end, is_third ? Strength::strong : Strength::weak};
}

constexpr Example examples[] = {
    {"http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion/index.html",
     "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"},
    {"주소는2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion이다",
     "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"},
    {"www.2GZYXA5IHM7NSGGFXNU52RCK2VV4RVMDLKIU3ZZUI5DU4XYCLEN53WID.ONION",
     "www.2GZYXA5IHM7NSGGFXNU52RCK2VV4RVMDLKIU3ZZUI5DU4XYCLEN53WID.ONION"},
    {"\\n2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion:80",
     "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"},
    {"2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wia.onion",
     "?2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wia.onion"},
    {"{\"c2\":\"expyuzz4wqqyqhjn.onion\"}", "?expyuzz4wqqyqhjn.onion"},
    {"example.onion", ""},
    {"soup.onions and more", ""},
    {"expyuzz4wqqyqhjn.onions", ""},
    {"expyuzz4wqqyqhj.onion", ""},
    {"expyuzz4wqqyqhj1.onion", ""},
    {"xexpyuzz4wqqyqhjn.onion", ""},
    {".onion", ""},
    {"2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid_onion", ""},
    {"2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.option", ""},
};

} // namespace

const Recogniser onion{
    .name = "onion",
    .longest = 320,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
