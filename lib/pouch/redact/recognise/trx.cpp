#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/coin.hpp"
#include "pouch/redact/recognise/tokens.hpp"

namespace pouch::redact::recognise {

namespace {

/// The start of 34 letters and digits that begin with T.
MaskGraph::Id places(MaskGraph& graph)
{
    return token_places(graph, graph.both(graph.bytes(bytes_in("T")), alnum_run(graph, 34)));
}

/// Base58check of 0x41 and 20 bytes.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto begin = token_begin(text, at);
    if (at_or_nul(text, begin) != 'T' || run_size(text, begin, 35, is_alnum) != 34) return std::nullopt;
    const auto value = from_base58check(text.substr(begin, 34));
    if (!value || value->size != 21 || value->bytes[0] != 0x41) return std::nullopt;
    return Hit{begin, begin + 34};
}

// The contract of a public currency.
constexpr Example examples[] = {
    {"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
    {"지갑 TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t로 송금", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
    {"{\"a\":\"\\nTR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t\"}", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
    {"wallet=TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t&x", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
    {"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", ""},
    {"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6tt", ""},
    {"aTR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", ""},
    {"TheQuickBrownFoxJumpsOverTheLazyDo", ""},
};

} // namespace

const Recogniser trx{
    .name = "trx",
    .longest = 128,
    .places = places,
    .judge = judge,
    .examples = examples,
};

} // namespace pouch::redact::recognise
