#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/tokens.hpp"

namespace pouch::redact::recognise {

namespace {

/// `age-`, in capitals or not.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto at = [&](std::string_view either, unsigned i) {
        return graph.ahead(graph.bytes(bytes_in(either)), i);
    };
    return token_places(
        graph, graph.both(graph.both(at("aA", 0), at("gG", 1)), graph.both(at("eE", 2), at("-", 3))));
}

/// An identity of age, native or of a plugin (https://age-encryption.org/v1). The checksum does not count: a key with a
/// slip of the pen is a key.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    constexpr std::size_t longest_name = 64;
    constexpr std::size_t least = 20;
    const auto begin = token_begin(text, at);
    if (begin >= text.size()) return std::nullopt;
    std::size_t i = begin;
    if (stands_folded(text, begin, "age-secret-key-1")) {
        i += 16;
    } else if (stands_folded(text, begin, "age-plugin-")) {
        i += 11;
        i += run_size(text, i, longest_name, [](char c) { return is_letter(c); });
        if (text.substr(i, 2) != "-1") return std::nullopt;
        i += 2;
    } else {
        return std::nullopt;
    }
    const auto size = run_size(text, i, longest_match + 1, is_alnum);
    return size < least ? std::nullopt : std::optional(Hit{begin, i + size});
}

constexpr Example examples[] = {
    {"AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54KHCE6",
     "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54KHCE6"},
    {"키는AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L다",
     "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"},
    {"{\"k\":\"\\nage-secret-key-1qqpzry9x8gf2tvdw0s3jn54\"}", "age-secret-key-1qqpzry9x8gf2tvdw0s3jn54"},
    {"AGE-PLUGIN-YUBIKEY-1QQPZRY9X8GF2TVDW0S3JN54", "AGE-PLUGIN-YUBIKEY-1QQPZRY9X8GF2TVDW0S3JN54"},
    {"AGE-SECRET-KEY-1QQPZ", ""},
    {"AGE-SECRET-KEY-QQPZRY9X8GF2TVDW0S3JN54KHCE6", ""},
    {"VILLAGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54", ""},
    {"age-old", ""},
};

} // namespace

const Recogniser age_key{
    .name = "age-key",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .is_token = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
