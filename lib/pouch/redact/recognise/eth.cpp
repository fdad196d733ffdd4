#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/tokens.hpp"

namespace pouch::redact::recognise {

namespace {

/// The zero of `0x` before 40 hexadecimal digits.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto hex = graph.bytes(byte_range('0', '9') | byte_range('a', 'f') | byte_range('A', 'F'));
    const auto sign = graph.both(graph.bytes(bytes_in("0")), graph.ahead(graph.bytes(bytes_in("xX")), 1));
    return token_places(graph, graph.both(sign, graph.ahead(graph.run(hex, 40), 2)));
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    constexpr TokenForm forms[] = {{"0x", is_hex, 40, 40}, {"0X", is_hex, 40, 40}};
    return judge_forms(text, token_begin(text, at), forms);
}

// Of EIP-55. The case of letters is no check here: many programs write all in one case.
constexpr Example examples[] = {
    {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
    {"0xde709f2102306220921060314715629080e2fb77로 보냄", "0xde709f2102306220921060314715629080e2fb77"},
    {"지갑0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886E0F7030069857D2E4169EE7"},
    {"{\"to\":\"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359\"}", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"},
    {"ethereum:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359@1", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"},
    {"\\t0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"},
    {"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d35", ""},
    {"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d3590", ""},
    {"0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", ""},
    {"a0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", ""},
    {"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359g", ""},
    {"da39a3ee5e6b4b0d3255bfef95601890afd80709", ""},
    {"0x7ffee4c0", ""},
};

} // namespace

const Recogniser eth{
    .name = "eth",
    .longest = 128,
    .places = places,
    .judge = judge,
    .examples = examples,
};

} // namespace pouch::redact::recognise
