#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/host.hpp"
#include "pouch/redact/recognise/tokens.hpp"
#include "pouch/redact/written_token.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::recognise {

namespace {

constexpr std::size_t most_blanks = 32;   ///< Before or behind the sign between key and value.
constexpr std::size_t longest_key = 64;   ///< Of the name of an XML element.
constexpr std::size_t longest_user = 256; ///< Of the user in an address.

/// A name of a secret value, in lower case.
struct Key {
    std::string_view word;
    bool is_part; ///< Counts at the end of a longer name too: `dbpassword`.
};

constexpr Key keys[] = {
    {"password", true},    {"passwd", true},      {"passphrase", true},  {"passcode", true},
    {"pwd", false},        {"pass", false},       {"pw", false},         {"api key", true},
    {"access key", true},  {"secret key", true},  {"private key", true}, {"secret", true},
    {"token", true},       {"api_key", true},     {"apikey", true},      {"api-key", true},
    {"access_key", true},  {"accesskey", true},   {"access-key", true},  {"secret_key", true},
    {"secretkey", true},   {"secret-key", true},  {"private_key", true}, {"privatekey", true},
    {"private-key", true}, {"account_key", true}, {"accountkey", true},  {"auth_key", true},
    {"authkey", true},     {"credential", true},  {"credentials", true}, {"authorization", true},
    {"비밀번호", true},    {"암호", true},        {"패스워드", true},    {"비번", true},
};

/// Three bytes before the end of what may be a key (two of `pw`) with a sign `=`, `:` or `>` near behind it; the colon of `://`.
///
/// Letters are told apart by classes of neighbours in the alphabet, in both cases, so that few ranges serve all keys.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto in = [&](char first, char last) {
        const auto byte = [](int c) { return static_cast<unsigned char>(c); };
        return graph.bytes(byte_range(byte(first), byte(last)) |
                           byte_range(byte(first - 32), byte(last - 32)));
    };
    const auto a = in('a', 'a');
    const auto de = in('d', 'e');
    const auto il = in('i', 'l');
    const auto np = in('n', 'p');
    const auto rt = in('r', 't');
    const auto wy = in('w', 'y');
    const auto sign = graph.bytes(bytes_in(":=>"));
    const auto blanks = graph.ahead(graph.run(graph.bytes(bytes_in(" \t")), 2), 3);
    const auto word = [&](MaskGraph::Id first, MaskGraph::Id second, MaskGraph::Id third) {
        return graph.both(graph.both(first, graph.ahead(second, 1)), graph.ahead(third, 2));
    };
    auto latin = word(np, rt, de);                 // -ord
    latin = graph.either(latin, word(rt, wy, de)); // -swd
    latin = graph.either(latin, word(np, wy, de)); // pwd
    latin = graph.either(latin, word(a, rt, rt));  // pass
    latin = graph.either(latin, word(rt, de, rt)); // -ret
    latin = graph.either(latin, word(il, de, wy)); // -key
    latin = graph.either(latin, word(il, de, np)); // -ken
    latin = graph.either(latin, word(a, rt, de));  // -ase
    latin = graph.either(latin, word(np, de, de)); // -ode
    latin = graph.either(latin, word(il, a, il));  // -ial
    latin = graph.either(latin, word(a, il, rt));  // -als
    latin = graph.either(latin, word(il, np, np)); // -ion
    const auto pw = graph.both(
        graph.both(np, graph.ahead(wy, 1)),
        graph.either(near(graph, sign, 2, 5), graph.ahead(graph.run(graph.bytes(bytes_in(" \t")), 2), 2)));
    const auto hangul = word(graph.bytes(byte_range(0xEB, 0xED)), graph.bytes(bytes_in("\x93\x98\xB2")),
                             graph.bytes(bytes_in("\x88\x9C\xB8"))); // the last syllables of the Korean keys
    const auto keyed = graph.either(graph.both(latin, graph.either(near(graph, sign, 3, 6), blanks)),
                                    graph.both(hangul, graph.either(near(graph, sign, 3, 9), blanks)));
    const auto slashes = graph.ahead(graph.run(graph.bytes(bytes_in("/")), 2), 1);
    return graph.either(graph.either(keyed, pw), graph.both(graph.bytes(bytes_in(":")), slashes));
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}
bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

/// Where the key begins that ends at `end`; npos if none does.
std::size_t key_begin(std::string_view text, std::size_t end)
{
    for (const auto& key : keys) {
        if (key.word.size() > end) continue;
        const auto begin = end - key.word.size();
        if (!stands_folded(text, begin, key.word)) continue;
        const bool is_alone = is_border_before(text, begin) || text[begin - 1] == '_';
        const bool is_hump =
            !is_alone && to_lower(text[begin]) != text[begin] && to_lower(text[begin - 1]) == text[begin - 1];
        if (key.is_part || is_alone || is_hump) return begin;
    }
    return npos;
}

/// True if `begin` stands in the name of an opening XML element: `<db:password>`.
bool is_element(std::string_view text, std::size_t begin)
{
    for (std::size_t i = begin; i > 0 && begin - i < longest_key; --i) {
        const char c = text[i - 1];
        if (c == '<') return true;
        if (!is_base64url(c) && c != ':' && c != '.') return false;
    }
    return false;
}

/// True if [begin, end) is no secret: a replacement, a mask, a name for a value to come, or a word of the language.
bool is_placeholder(std::string_view text, std::size_t begin, std::size_t end)
{
    // A category may be a key itself: `[password:...]`.
    const auto size = std::max(written_token_size(text, begin), written_value_size(text, begin));
    if (size > 0 && end <= begin + size) return true;
    auto value = text.substr(begin, end - begin);
    if (value == "[portion" || value == "[portion withheld]") return true;
    if (value.find_first_not_of('*') == npos) return true;
    const auto is_between = [&](std::string_view open, std::string_view close) {
        return value.size() >= open.size() + close.size() && value.starts_with(open) &&
               value.ends_with(close) && value.find(close) == value.size() - close.size();
    };
    if (is_between("${", "}") || is_between("{{", "}}") || is_between("<", ">")) return true;
    while (!value.empty() && std::string_view("()[]{} \t").find(value.back()) != npos) value.remove_suffix(1);
    constexpr std::string_view words[] = {"null", "none", "nil", "true", "false", "undefined"};
    return value.empty() || std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
               return value.size() == word.size() && stands_folded(value, 0, word);
           });
}

/// The end of a value in quotes that begins at `i`: at the quote, which stands behind a backslash if the opening one
/// does; at the end of the line if there is none.
std::size_t quoted_end(std::string_view text, std::size_t i, char quote, bool is_escaped)
{
    const auto stop = std::min(text.size(), i + longest_match + 1);
    for (; i < stop; ++i) {
        const char c = text[i];
        if (c == '\n' || c == '\r') return i;
        if (c == '\\') {
            if (is_escaped && at_or_nul(text, i + 1) == quote) return i;
            if (i + 1 < stop && is_ascii(text[i + 1]) && text[i + 1] != '\n') ++i;
        } else if (c == quote) {
            return i;
        }
    }
    return stop;
}

/// The ASCII bytes at which a value without quotes ends. A table, since values are walked from every key inside them.
constexpr auto ends_bare = [] {
    std::array<bool, 256> ends{};
    for (std::size_t c = 0; c <= ' '; ++c) ends[c] = true;
    for (const char c : std::string_view("\"'`,;&<\x7F")) ends[static_cast<unsigned char>(c)] = true;
    return ends;
}();

/// The end of a value without quotes.
std::size_t bare_end(std::string_view text, std::size_t i, bool in_json)
{
    const bool is_list = at_or_nul(text, i) == '[';
    const auto stop = std::min(text.size(), i + longest_match + 1);
    while (i < stop) {
        const char c = text[i];
        if (!is_ascii(c)) {
            if (is_wide_stop(text, i)) break;
            i += character_size(text, i);
            continue;
        }
        if (ends_bare[static_cast<unsigned char>(c)]) break;
        if (c == '\\' && is_quote(at_or_nul(text, i + 1))) break;
        if (in_json && (c == '}' || (c == ']' && !is_list))) break;
        ++i;
    }
    return i;
}

/// The value at `i`, behind the sign. Blanks before a bare one are few, unless it ends the line: so a removal that leaves
/// nothing does not make the next word a value, and that the next.
std::optional<Hit> judge_value(std::string_view text, std::size_t i, bool in_json)
{
    constexpr std::size_t few_blanks = 6;
    constexpr std::string_view schemes[] = {"bearer", "basic", "token", "kakaoak"};
    const auto blanks = run_size(text, i, most_blanks, is_blank);
    i += blanks;
    const bool is_escaped = at_or_nul(text, i) == '\\' && is_quote(at_or_nul(text, i + 1));
    if (is_escaped) ++i;
    const char quote = at_or_nul(text, i);
    const bool is_quoted = is_quote(quote);
    if (is_quoted) {
        ++i;
    } else if (i < text.size() && !is_ascii(text[i]) && is_wide_stop(text, i)) {
        i += character_size(text, i); // a quotation mark of print
    }
    for (const auto scheme : schemes) {
        if (!stands_folded(text, i, scheme)) continue;
        const auto gap = run_size(text, i + scheme.size(), most_blanks, is_blank);
        const char next = at_or_nul(text, i + scheme.size() + gap);
        if (gap == 0 || next <= ' ' || is_quote(next)) continue;
        i += scheme.size() + gap;
        break;
    }
    const auto end = is_quoted ? quoted_end(text, i, quote, is_escaped) : bare_end(text, i, in_json);
    if (end <= i || is_placeholder(text, i, end)) return std::nullopt;
    const bool ends_line = end >= text.size() || text[end] == '\n' || text[end] == '\r';
    if (!is_quoted && blanks > few_blanks && !ends_line) return std::nullopt;
    return Hit{i, end};
}

/// The text of an XML element at `i`: up to the next tag, or the end of the line.
std::optional<Hit> judge_element(std::string_view text, std::size_t i)
{
    const auto end = quoted_end(text, i, '<', false);
    if (end <= i || is_placeholder(text, i, end)) return std::nullopt;
    return Hit{i, end};
}

/// A value behind the key that ends at `end`.
std::optional<Hit> judge_key(std::string_view text, std::size_t end)
{
    const auto begin = key_begin(text, end);
    if (begin == npos) return std::nullopt;
    const bool is_korean = !is_ascii(text[begin]);
    std::size_t i = end;
    if (is_korean) {
        for (const std::string_view particle : {"는", "은", "가", "이"}) {
            if (text.substr(i, particle.size()) != particle) continue;
            i += particle.size();
            break;
        }
    }
    if (at_or_nul(text, i) == '\\' && is_quote(at_or_nul(text, i + 1))) ++i;
    const bool is_quoted = is_quote(at_or_nul(text, i));
    if (is_quoted) ++i;
    if (at_or_nul(text, i) == ']') ++i;
    const bool is_closed = i > end;
    i += run_size(text, i, most_blanks, is_blank);
    const std::size_t near_gap = is_korean ? 6 : 3;
    if (i - end > near_gap && (is_closed || i - end < 2)) return std::nullopt;
    const char sign = at_or_nul(text, i);
    if (sign == '>') {
        return i == end && is_element(text, begin) ? judge_element(text, i + 1) : std::nullopt;
    }
    if ((sign != '=' && sign != ':') || text.substr(i, 2) == "::") return std::nullopt;
    i += run_size(text, i, 3, [](char c) { return c == '=' || c == ':' || c == '>'; });
    return judge_value(text, i, is_quoted);
}

/// The password of `://user:password@host`, the `://` at `at`.
std::optional<Hit> judge_user(std::string_view text, std::size_t at)
{
    if (text.substr(at, 3) != "://") return std::nullopt;
    const auto in_user = [](char c) {
        return !is_ascii(c) || (c > ' ' && c != 0x7F && std::string_view("\"<>/?#@:").find(c) == npos);
    };
    const auto user = at + 3;
    const auto colon = user + run_size(text, user, longest_user, in_user);
    if (at_or_nul(text, colon) != ':') return std::nullopt;
    const auto begin = colon + 1;
    const auto size =
        run_size(text, begin, longest_match + 1, [&](char c) { return in_user(c) || c == '@' || c == ':'; });
    const auto sign = text.substr(begin, size).rfind('@');
    if (sign == npos || sign == 0 || is_placeholder(text, begin, begin + sign)) return std::nullopt;
    return Hit{begin, begin + sign};
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (at_or_nul(text, at) == ':') return judge_user(text, at);
    if (stands_folded(text, at, "pw")) {
        if (const auto hit = judge_key(text, at + 2)) return hit;
    }
    return at + 3 <= text.size() ? judge_key(text, at + 3) : std::nullopt;
}

constexpr Example examples[] = {
    {"password=hunter2 x", "hunter2"},
    {"passwd: hunter2", "hunter2"},
    {"PWD=hunter2;DB=x", "hunter2"},
    {"userPwd=hunter2", "hunter2"},
    {"db_pass = hunter2", "hunter2"},
    {"비밀번호: 열려라참깨", "열려라참깨"},
    {"암호는 : abc123, 끝", "abc123"},
    {"관리자암호=abc123", "abc123"},
    {"패스워드는: abc123", "abc123"},
    {"비번:“abc123”", "abc123"},
    {"secret=abc&token=def&x=1", "abc\ndef"},
    {"api_key: 'a b c'", "a b c"},
    {"{\"password\": \"a\\\"b, c\", \"n\":1}", "a\\\"b, c"},
    {"{\\\"password\\\":\\\"ab cd\\\"}", "ab cd"},
    {"{\"token\":12345}", "12345"},
    {"Authorization: Bearer abc.def-_", "abc.def-_"},
    {"curl -H 'Authorization: Basic a2ltOnB3'", "a2ltOnB3"},
    {"\"Authorization\": \"Bearer abc\"", "abc"},
    {"ftp://kim:hunter2@files.example/x", "hunter2"},
    {"http://kim:p@ss@host/", "p@ss"},
    {"<db:password>hunter2</db:password>", "hunter2"},
    {"<secret>abc def</secret>", "abc def"},
    {"id/PW: kim/abc123", "kim/abc123"},
    {"API key: abc123", "abc123"},
    {"<secret>[REDACTED:x]</secret><secret> </secret>", ""},
    {"password        = hunter2", "hunter2"},
    {"password:          hunter2\n", "hunter2"},
    {"'password' => 'hunter2'", "hunter2"},
    {"environ[\"DB_PASSWORD\"] = \"hunter2\"", "hunter2"},
    {"\\npassword=hunter2", "hunter2"},
    {"password=[REDACTED:x]y", "[REDACTED:x]y"},
    {"password: \"unclosed here\nnext", "unclosed here"},
    {"password=[REDACTED:person.rrn], x", ""},
    {"password=[pw:ABCDEFGHIJKLMNOP], token: [ENCRYPTED:pw:ABCDEFGHIJKLMNOPQ]", ""},
    {"password=[pw:ABCDEFGHIJKLMNO]", "[pw:ABCDEFGHIJKLMNO]"},
    {"{\"password\":[REDACTED]}", ""},
    {"password=******** x", ""},
    {"password: [portion withheld]", ""},
    {"password=\npassword: ", ""},
    {"password=${DB_PASSWORD}", ""},
    {"password=<password>", ""},
    {"password={{ secret }}", ""},
    {"{\"password\":null,\"token\":true}", ""},
    {"{\"password\":{\"min\":8}}", ""},
    {"password: \"\"", ""},
    {"token::kind", ""},
    {"the password was changed", ""},
    {"the secret of the keyboard: none", ""},
    {"keyword: value", ""},
    {"monkey=1 compass=2 bypass: 3", ""},
    {"token_type=bearer", ""},
    {"암호화: 사용", ""},
    {"암호는 모른다", ""},
    {"</password>text", ""},
    {"password              hunter2", ""},
    {"password:            the next", ""},
    {"http://kim:@host/", ""},
    {"http://host:8080/a@b", ""},
    {"http://kim:[REDACTED:x]@host/", ""},
    {"http://kim:********@host/", ""},
};

} // namespace

const Recogniser password{
    .name = "password",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .examples = examples,
};

} // namespace pouch::redact::recognise
