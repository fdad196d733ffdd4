#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/tokens.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// The start of 20 characters of base64url that begin as a known token does, or stand behind a slash, a colon or a
/// dot.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto long_token = base64url_run(graph, 20);
    const auto known = token_places(graph, graph.both(graph.bytes(bytes_in("ACMNOSghnprswx")), long_token));
    return graph.either(known, graph.both(long_token, graph.behind(bytes_in("/:."))));
}

constexpr TokenForm forms[] = {
    {"xoxa-", is_base64url, 15}, // Slack
    {"xoxb-", is_base64url, 15},
    {"xoxe-", is_base64url, 15},
    {"xoxo-", is_base64url, 15},
    {"xoxp-", is_base64url, 15},
    {"xoxr-", is_base64url, 15},
    {"xoxs-", is_base64url, 15},
    {"xapp-", is_base64url, 15},
    {"ghp_", is_alnum, 30}, // GitHub
    {"gho_", is_alnum, 30},
    {"ghu_", is_alnum, 30},
    {"ghs_", is_alnum, 30},
    {"ghr_", is_alnum, 30},
    {"github_pat_", is_base64url, 22},
    {"glpat-", is_base64url, 16}, // GitLab
    {"npm_", is_alnum, 30},
    {"pypi-AgE", is_base64url, 40},
    {"sk_live_", is_alnum, 16}, // Stripe
    {"rk_live_", is_alnum, 16},
    {"sk_test_", is_alnum, 16},
    {"rk_test_", is_alnum, 16},
    {"whsec_", is_alnum, 20},
    {"hf_", is_alnum, 30}, // Hugging Face
    {"sk-ant-", is_base64url, 20},
    {"sk-proj-", is_base64url, 20},
    {"SK", is_hex, 32, 32, Strength::faint}, // Twilio
    {"AC", is_hex, 32, 32, Strength::faint},
};

/// `sk-` and 20 characters or more, three digits among them, so that it is no name of words; and no part of one.
std::optional<Hit> judge_plain_key(std::string_view text, std::size_t begin)
{
    const bool goes_on = begin > 0 && is_base64url(text[begin - 1]) && !is_escape_letter(text, begin - 1);
    if (goes_on) return std::nullopt;
    constexpr TokenForm form[] = {{"sk-", is_base64url, 20, longest_match + 1, Strength::weak}};
    const auto hit = judge_forms(text, begin, form);
    if (!hit) return std::nullopt;
    const auto token = text.substr(begin, hit->end - begin);
    return std::count_if(token.begin(), token.end(), is_digit) < 3 ? std::nullopt : hit;
}

/// A bot of Telegram: 8 to 10 digits, a colon, and 35 characters, which begin at `begin`.
std::optional<Hit> judge_telegram(std::string_view text, std::size_t begin)
{
    constexpr std::size_t secret_size = 35;
    if (begin < 1 || text[begin - 1] != ':') return std::nullopt;
    std::size_t digits = 0;
    while (digits <= 10 && begin - 1 > digits && is_digit(text[begin - 2 - digits])) ++digits;
    if (digits < 8 || digits > 10) return std::nullopt;
    if (run_size(text, begin, secret_size + 1, is_base64url) != secret_size) return std::nullopt;
    return Hit{begin - 1 - digits, begin + secret_size};
}

/// A bot of Discord: 23 to 28 characters, six, 27 or more.
std::optional<Hit> judge_discord(std::string_view text, std::size_t begin)
{
    const char first = at_or_nul(text, begin);
    if (first != 'M' && first != 'N' && first != 'O') return std::nullopt;
    const auto id = run_size(text, begin, 29, is_base64url);
    const auto time = begin + id + 1;
    if (id < 23 || id > 28 || text[begin] == '.' || at_or_nul(text, time - 1) != '.') return std::nullopt;
    if (run_size(text, time, 8, is_base64url) != 6 || at_or_nul(text, time + 6) != '.') return std::nullopt;
    const auto size = run_size(text, time + 7, longest_match, is_base64url);
    return size < 27 ? std::nullopt : std::optional(Hit{begin, time + 7 + size});
}

/// SendGrid: `SG.`, 22 characters from `begin`, a dot, 43.
std::optional<Hit> judge_sendgrid(std::string_view text, std::size_t begin)
{
    if (begin < 3 || text.substr(begin - 3, 3) != "SG.") return std::nullopt;
    const auto id = run_size(text, begin, 65, is_base64url);
    if (id > 64 || at_or_nul(text, begin + id) != '.') return std::nullopt;
    const auto size = run_size(text, begin + id + 1, longest_match, is_base64url);
    return size < 20 ? std::nullopt : std::optional(Hit{begin - 3, begin + id + 1 + size});
}

/// A webhook of Slack or Discord, the last part of which begins at `begin`: from the name of the host on.
std::optional<Hit> judge_webhook(std::string_view text, std::size_t begin)
{
    constexpr std::string_view hosts[] = {"hooks.slack.com/services/", "discord.com/api/webhooks/",
                                          "discordapp.com/api/webhooks/", "hooks.slack.com/workflows/"};
    constexpr std::size_t longest_address = 160;
    if (begin < 1 || text[begin - 1] != '/') return std::nullopt;
    const auto from = begin - std::min(begin, longest_address);
    const auto before = text.substr(from, begin - from);
    for (const auto host : hosts) {
        const auto place = before.rfind(host);
        if (place == std::string_view::npos) continue;
        const auto ids = before.substr(place + host.size());
        const auto is_id = [](char c) { return is_base64url(c) || c == '/'; };
        if (!std::all_of(ids.begin(), ids.end(), is_id)) continue;
        return Hit{from + place,
                   begin + run_size(text, begin, longest_match - longest_address, is_base64url)};
    }
    return std::nullopt;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto begin = token_begin(text, at);
    if (run_size(text, begin, 20, is_base64url) < 20) return std::nullopt;
    for (const auto judge_form :
         {judge_plain_key, judge_telegram, judge_discord, judge_sendgrid, judge_webhook}) {
        if (const auto hit = judge_form(text, begin)) return hit;
    }
    return judge_forms(text, begin, forms);
}

constexpr std::string_view context[] = {"twilio", "sms", "트윌리오"};

// Invented, and broken in two so that no scanner of sources takes them for real.
constexpr Example examples[] = {
    {"xoxb-"
     "000000000000-EXAMPLEexample",
     "xoxb-"
     "000000000000-EXAMPLEexample"},
    {"토큰은xoxp-"
     "000000000000-EXAMPLEexample이다",
     "xoxp-"
     "000000000000-EXAMPLEexample"},
    {"https://hooks.slack.com/services/"
     "T00000000/B00000000/EXAMPLEexampleEXAMPLE000",
     "hooks.slack.com/services/"
     "T00000000/B00000000/EXAMPLEexampleEXAMPLE000"},
    {"https://discord.com/api/webhooks/"
     "000000000000000000/EXAMPLEexample-EXAMPLE_example",
     "discord.com/api/webhooks/"
     "000000000000000000/EXAMPLEexample-EXAMPLE_example"},
    {"MTAwMDAwMDAwMDAwMDAwMDAw."
     "EXAMPL.EXAMPLEexampleEXAMPLEexample",
     "MTAwMDAwMDAwMDAwMDAwMDAw."
     "EXAMPL.EXAMPLEexampleEXAMPLEexample"},
    {"bot123456789:"
     "AAEXAMPLEexampleEXAMPLEexampleEXAMP/getMe",
     "123456789:"
     "AAEXAMPLEexampleEXAMPLEexampleEXAMP"},
    {"{\"t\":\"\\nghp_"
     "EXAMPLEexampleEXAMPLEexampleEXAMPL00\"}",
     "ghp_"
     "EXAMPLEexampleEXAMPLEexampleEXAMPL00"},
    {"github_pat_"
     "EXAMPLEexample00_EXAMPLEexample",
     "github_pat_"
     "EXAMPLEexample00_EXAMPLEexample"},
    {"GITLAB=glpat-"
     "EXAMPLEexample-_0000",
     "glpat-"
     "EXAMPLEexample-_0000"},
    {"npm_"
     "EXAMPLEexampleEXAMPLEexampleEXAMPL00,",
     "npm_"
     "EXAMPLEexampleEXAMPLEexampleEXAMPL00"},
    {"pypi-AgE"
     "EXAMPLEexampleEXAMPLEexampleEXAMPLEexample",
     "pypi-AgE"
     "EXAMPLEexampleEXAMPLEexampleEXAMPLEexample"},
    {"sk_live_"
     "EXAMPLEexample0000",
     "sk_live_"
     "EXAMPLEexample0000"},
    {"SG."
     "EXAMPLEexampleEXAMPLE0.EXAMPLEexampleEXAMPLEexampleEXAMPLEexample0",
     "SG."
     "EXAMPLEexampleEXAMPLE0.EXAMPLEexampleEXAMPLEexampleEXAMPLEexample0"},
    {"twilio SK"
     "000102030405060708090a0b0c0d0e0f",
     "~SK"
     "000102030405060708090a0b0c0d0e0f"},
    {"sk-ant-"
     "api03-EXAMPLEexample_EXAMPLE",
     "sk-ant-"
     "api03-EXAMPLEexample_EXAMPLE"},
    {"sk-"
     "EXAMPLEexample0123456789",
     "?sk-"
     "EXAMPLEexample0123456789"},
    {"hf_"
     "EXAMPLEexampleEXAMPLEexampleEXAMPL",
     "hf_"
     "EXAMPLEexampleEXAMPLEexampleEXAMPL"},
    {"xoxb-short", ""},
    {"axoxb-000000000000-EXAMPLEexample", ""},
    {"sk-button-of-the-primary-colour", ""},
    {"2026:AAEXAMPLEexampleEXAMPLEexampleEXAMP", ""},
    {"https://example.org/services/EXAMPLEexampleEXAMPLE000", ""},
    {"ghp_list", ""},
    {"550e8400-e29b-41d4-a716-446655440000", ""},
    {"signature_of_a_very_long_name", ""},
};

} // namespace

const Recogniser chat_token{
    .name = "chat-token",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .is_token = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
