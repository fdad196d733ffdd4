#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/tokens.hpp"

#include <array>
#include <cmath>

namespace pouch::redact::recognise {

namespace {

constexpr std::size_t least = 24;

/// The start of 24 characters of base64url.
MaskGraph::Id places(MaskGraph& graph)
{
    return token_places(graph, base64url_run(graph, least));
}

/// Shannon entropy of the bytes of `text` in bits a byte.
double entropy_of(std::string_view text)
{
    std::array<unsigned, 256> counts{};
    for (const char c : text) ++counts[static_cast<unsigned char>(c)];
    double bits = 0;
    for (const auto count : counts) {
        if (count == 0) continue;
        const auto share = static_cast<double>(count) / static_cast<double>(text.size());
        bits -= share * std::log2(share);
    }
    return bits;
}

/// A whole run of small letters, capitals and digits, with more than four bits a character in the first 256: hexadecimal has less.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    constexpr std::size_t longest_sample = 256;
    constexpr double least_bits = 4.0;
    const auto begin = token_begin(text, at);
    if (begin == at && at > 0 && is_base64url(text[at - 1])) return std::nullopt;
    const auto size = run_size(text, begin, longest_match + 1, is_base64url);
    if (size < least) return std::nullopt;
    const auto sample = text.substr(begin, std::min(size, longest_sample));
    bool has_small = false;
    bool has_capital = false;
    bool has_digit = false;
    for (const char c : sample) {
        has_small = has_small || (c >= 'a' && c <= 'z');
        has_capital = has_capital || (c >= 'A' && c <= 'Z');
        has_digit = has_digit || is_digit(c);
    }
    if (!has_small || !has_capital || !has_digit || entropy_of(sample) <= least_bits) return std::nullopt;
    return Hit{begin, begin + size, Strength::faint};
}

constexpr std::string_view context[] = {"key", "secret", "token", "credential", "키", "비밀"};

constexpr Example examples[] = {
    {"key 7Hq2Zr9vLw4Xc8Bn3Mk6Pt1Y", "~7Hq2Zr9vLw4Xc8Bn3Mk6Pt1Y"},
    {"비밀값은7Hq2Zr9vLw4Xc8Bn3Mk6Pt1Y이다", "~7Hq2Zr9vLw4Xc8Bn3Mk6Pt1Y"},
    {"{\"k\":\"\\n7Hq2-r9vLw4Xc8Bn_Mk6Pt1Y\"}", "~7Hq2-r9vLw4Xc8Bn_Mk6Pt1Y"},
    {"secret: 'key_7Hq2Zr9vLw4Xc8Bn3Mk6Pt1Y'", "~key_7Hq2Zr9vLw4Xc8Bn3Mk6Pt1Y"},
    {"7Hq2Zr9vLw4Xc8Bn3Mk6Pt1", ""},
    {"7hq2zr9vlw4xc8bn3mk6pt1y", ""},
    {"7HQ2ZR9VLW4XC8BN3MK6PT1Y", ""},
    {"qHqwZrevLwrXctBnyMkuPtiY", ""},
    {"aB1aB1aB1aB1aB1aB1aB1aB1aB1", ""},
    {"550e8400-e29b-41d4-a716-446655440000", ""},
    {"E3B0C44298FC1C149afbf4c8996fb924", ""},
};

} // namespace

const Recogniser entropy{
    .name = "entropy",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .is_token = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
