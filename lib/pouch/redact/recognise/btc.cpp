#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/coin.hpp"
#include "pouch/redact/recognise/tokens.hpp"

namespace pouch::redact::recognise {

namespace {

/// The start of 26 letters and digits that begin as an address does.
MaskGraph::Id places(MaskGraph& graph)
{
    return token_places(graph, graph.both(graph.bytes(bytes_in("123mnbtBT")), alnum_run(graph, 26)));
}

/// P2PKH and P2SH of the main net (0x00, 0x05) and of the test nets (0x6F, 0xC4).
bool is_base58_address(std::string_view text)
{
    if (text.size() < 26 || text.size() > 35) return false;
    const auto value = from_base58check(text);
    if (!value || value->size != 21) return false;
    const auto version = value->bytes[0];
    return version == 0x00 || version == 0x05 || version == 0x6F || version == 0xC4;
}

/// A witness program (BIP 173, 350).
bool is_witness_address(std::string_view text)
{
    const bool has_name =
        stands_folded(text, 0, "bc1") || stands_folded(text, 0, "tb1") || stands_folded(text, 0, "bcrt1");
    return has_name && is_bech32(text);
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    constexpr std::size_t longest = 90;
    const auto begin = token_begin(text, at);
    const auto size = run_size(text, begin, longest + 1, is_alnum);
    if (size < 26 || size > longest) return std::nullopt;
    const auto token = text.substr(begin, size);
    if (!is_base58_address(token) && !is_witness_address(token)) return std::nullopt;
    return Hit{begin, begin + size};
}

// Of the Bitcoin wiki, BIP 173 and BIP 350.
constexpr Example examples[] = {
    {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
    {"지갑은1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa로", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
    {"{\"to\":\"3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy\"}", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"},
    {"\\n3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"},
    {"mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn.", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"},
    {"bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4?amount=1",
     "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
    {"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"},
    {"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
     "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"},
    {"tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"},
    {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", ""},
    {"x1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", ""},
    {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa1", ""},
    {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", ""},
    {"bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", ""},
    {"5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", ""},
    {"d41d8cd98f00b204e9800998ecf8427e", ""},
    {"bc1", ""},
};

} // namespace

const Recogniser btc{
    .name = "btc",
    .longest = 128,
    .places = places,
    .judge = judge,
    .examples = examples,
};

} // namespace pouch::redact::recognise
