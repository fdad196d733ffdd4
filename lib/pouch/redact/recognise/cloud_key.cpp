#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/tokens.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// The start of a token of a known beginning, or of the length of a bare key; the equals sign of `AccountKey=`.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto known = graph.both(graph.bytes(bytes_in("ALGd")), base64url_run(graph, 16));
    const auto behind_dot = graph.both(base64url_run(graph, 16), graph.behind(bytes_in(".")));
    const auto bare = graph.either(alnum_run(graph, 20), base64url_run(graph, 40));
    const auto base64 = byte_range('a', 'z') | byte_range('A', 'Z') | byte_range('0', '9') | bytes_in("+/");
    const auto secret = graph.without(graph.run(graph.bytes(base64), 40), graph.behind(base64));
    const auto account = graph.both(graph.bytes(bytes_in("=")), graph.behind(bytes_in("yY")));
    return graph.either(
        graph.either(token_places(graph, graph.either(known, bare)), graph.either(behind_dot, secret)),
        account);
}

constexpr TokenForm forms[] = {
    {"AKIA", is_capital_or_digit, 16, 16}, // ids of AWS
    {"ASIA", is_capital_or_digit, 16, 16},
    {"ABIA", is_capital_or_digit, 16, 16},
    {"ACCA", is_capital_or_digit, 16, 16},
    {"AGPA", is_capital_or_digit, 16, 16},
    {"AIDA", is_capital_or_digit, 16, 16},
    {"AIPA", is_capital_or_digit, 16, 16},
    {"ANPA", is_capital_or_digit, 16, 16},
    {"ANVA", is_capital_or_digit, 16, 16},
    {"APKA", is_capital_or_digit, 16, 16},
    {"AROA", is_capital_or_digit, 16, 16},
    {"ASCA", is_capital_or_digit, 16, 16},
    {"AIza", is_base64url, 35}, // Google
    {"GOCSPX-", is_base64url, 20},
    {"LTAI", is_alnum, 12, 30}, // Alibaba
    {"dop_v1_", is_hex, 32},    // DigitalOcean
    {"doo_v1_", is_hex, 32},
    {"dor_v1_", is_hex, 32},
};

/// Base64 of an account key of Azure behind `AccountKey` and the equals sign at `at`.
std::optional<Hit> judge_account(std::string_view text, std::size_t at)
{
    constexpr std::string_view name = "accountkey";
    constexpr std::size_t least = 40;
    if (at < name.size() || !stands_folded(text, at - name.size(), name)) return std::nullopt;
    const auto size = run_size(text, at + 1, longest_match, is_base64);
    if (size < least) return std::nullopt;
    const auto padding = run_size(text, at + 1 + size, 2, [](char c) { return c == '='; });
    return Hit{at + 1, at + 1 + size + padding};
}

bool is_mixed(std::string_view token)
{
    return std::any_of(token.begin(), token.end(), is_digit) &&
           std::any_of(token.begin(), token.end(), is_letter);
}

/// 40 characters of base64, as secrets of AWS are.
std::optional<Hit> judge_secret(std::string_view text, std::size_t at)
{
    if (at > 0 && is_base64(text[at - 1])) return std::nullopt;
    if (run_size(text, at, 41, is_base64) != 40 || !is_mixed(text.substr(at, 40))) return std::nullopt;
    return Hit{at, at + 40, Strength::faint};
}

/// A bare token of a length that clouds use: Naver 20, Kakao 32, Cloudflare 37 and 40.
std::optional<Hit> judge_bare(std::string_view text, std::size_t begin)
{
    const auto alnums = run_size(text, begin, 41, is_alnum);
    const auto size = run_size(text, begin, 41, is_base64url);
    const bool is_plain = alnums == size && (size == 20 || size == 32 || size == 37);
    if ((!is_plain && size != 40) || !is_mixed(text.substr(begin, size))) return std::nullopt;
    return Hit{begin, begin + size, Strength::faint};
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (at_or_nul(text, at) == '=') return judge_account(text, at);
    const auto begin = token_begin(text, at);
    if (begin < text.size()) {
        if (const auto hit = judge_forms(text, begin, forms)) return hit;
        if (begin >= 5 && text.substr(begin - 5, 5) == "ya29.") {
            const auto size = run_size(text, begin, longest_match, is_base64url);
            if (size >= 20) return Hit{begin - 5, begin + size};
        }
        if (const auto hit = judge_bare(text, begin)) return hit;
    }
    return judge_secret(text, at);
}

constexpr std::string_view context[] = {
    "aws", "secret", "naver", "kakao", "cloudflare", "네이버", "카카오", "클라우드",
};

// The key id and secret are the published examples of AWS.
constexpr Example examples[] = {
    {"AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"},
    {"키는AKIAIOSFODNN7EXAMPLE이다", "AKIAIOSFODNN7EXAMPLE"},
    {"{\"k\":\"\\nASIAIOSFODNN7EXAMPLE\"}", "ASIAIOSFODNN7EXAMPLE"},
    {"export ID=AKIAIOSFODNN7EXAMPLE;", "AKIAIOSFODNN7EXAMPLE"},
    {"aws_secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "~wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
    {"AIzaSyA0000000000000000000000000000EXMP", "AIzaSyA0000000000000000000000000000EXMP"},
    {"ya29.a0AfH6SMBexample_example-0123456789", "ya29.a0AfH6SMBexample_example-0123456789"},
    {"AccountName=x;AccountKey="
     "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+"
     "Pw==;E=1",
     "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=="},
    {"dop_v1_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     "dop_v1_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},
    {"LTAI5tExampleExample1234", "LTAI5tExampleExample1234"},
    {"LTAIExample12345", "LTAIExample12345"},
    {"네이버 a1B2c3D4e5F6g7H8i9J0", "~a1B2c3D4e5F6g7H8i9J0"},
    {"kakao 000102030405060708090a0b0c0d0e0f", "~000102030405060708090a0b0c0d0e0f"},
    {"cloudflare v1_0-aBcDeFgHiJkLmNoPqRsTuVwXyZ012345678", "~v1_0-aBcDeFgHiJkLmNoPqRsTuVwXyZ012345678"},
    {"AKIAIOSFODNN7EXAMPLEX", ""},
    {"AKIAIOSFODNN7", ""},
    {"xAKIAIOSFODNN7EXAMPLx", ""},
    {"AKIAIOSFODNN7EXAMPLE00", ""},
    {"AccountKey=abc", ""},
    {"ya29.", ""},
    {"550e8400-e29b-41d4-a716-446655440000", ""},
    {"internationalisation", ""},
};

} // namespace

const Recogniser cloud_key{
    .name = "cloud-key",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .is_token = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
