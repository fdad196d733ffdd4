#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/coin.hpp"
#include "pouch/redact/recognise/tokens.hpp"

namespace pouch::redact::recognise {

namespace {

/// The start of 51 letters and digits.
MaskGraph::Id places(MaskGraph& graph)
{
    return token_places(graph, alnum_run(graph, 51));
}

/// A private key in wallet import format: 0x80, or 0xEF for test nets, 32 bytes, and 0x01 if it is compressed.
bool is_wallet_key(const Base58& value)
{
    const bool is_long = value.size == 34 && value.bytes[33] == 0x01;
    return (value.size == 33 || is_long) && (value.bytes[0] == 0x80 || value.bytes[0] == 0xEF);
}

/// A key of BIP 32 (xprv, xpub) or one of its kin (yprv, zpub, tprv, ...).
bool is_extended_key(const Base58& value, std::string_view text)
{
    return value.size == 78 && (text.substr(1, 3) == "prv" || text.substr(1, 3) == "pub");
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto begin = token_begin(text, at);
    const auto size = run_size(text, begin, 113, is_alnum);
    const auto token = text.substr(std::min(begin, text.size()), size);
    const auto hex = token.starts_with("0x") ? token.substr(2) : token;
    if (hex.size() == 64 && run_size(hex, 0, 64, is_hex) == 64)
        return Hit{begin, begin + size, Strength::faint};
    if (size != 51 && size != 52 && size != 111) return std::nullopt;
    const auto value = from_base58check(token);
    if (!value || (!is_wallet_key(*value) && !is_extended_key(*value, token))) return std::nullopt;
    return Hit{begin, begin + size};
}

constexpr std::string_view context[] = {
    "private key", "privatekey", "private_key", "secret key", "seed", "wallet", "개인키", "비밀키", "지갑",
};

// Of the Bitcoin wiki and the first test vector of BIP 32.
constexpr Example examples[] = {
    {"5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
     "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"},
    {"키는5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ다",
     "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"},
    {"\"\\nKwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617\"",
     "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617"},
    {"xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yu"
     "GB"
     "xrMPHi",
     "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yu"
     "GB"
     "xrMPHi"},
    {"xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W"
     "1E"
     "GMcet8,",
     "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W"
     "1E"
     "GMcet8"},
    {"개인키 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "~e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "~0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK", ""},
    {"a5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", ""},
    {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85", ""},
    {"da39a3ee5e6b4b0d3255bfef95601890afd80709", ""},
};

} // namespace

const Recogniser coin_key{
    .name = "coin-key",
    .longest = 128,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
