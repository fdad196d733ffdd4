#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/host.hpp"
#include "pouch/redact/recognise/password_value.hpp"
#include "pouch/redact/recognise/tokens.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

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

/// Where the key begins that ends at `end`; npos if none does.
std::size_t key_begin(std::string_view text, std::size_t end)
{
    for (const auto& key : keys) {
        if (key.word.size() > end) continue;
        const auto begin = end - key.word.size();
        if (!stands_folded(text, begin, key.word)) continue;
        const bool is_alone = is_border_before(text, begin);
        const bool is_hump =
            !is_alone && to_lower(text[begin]) != text[begin] && to_lower(text[begin - 1]) == text[begin - 1];
        if (key.is_part || is_alone || is_hump) return begin;
    }
    return npos;
}

/// True if `begin` stands in the name of an opening XML element: `<db:password>`.
bool is_element(std::string_view text, std::size_t begin)
{
    for (std::size_t i = begin; i > 0 && begin - i < longest_name; --i) {
        const char c = text[i - 1];
        if (c == '<') return true;
        if (!is_base64url(c) && c != ':' && c != '.') return false;
    }
    return false;
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
    i += run_size(text, i, 3, [](char c) { return c == '*'; }); // `**Password**: x`
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
    return judge_value(text, i, {begin, stands_folded(text, begin, "authorization"), is_quoted});
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
    {"<a><![CDATA[password=hunter2]]></a>", "hunter2"},
    {"<a><![CDATA[password=]]>text</a>", ""},
    {"<a v=\"password=\">x</a>", ""},
    {"<a v='password='/>", ""},
    {"<a v=\"password=\" w:b=\"x\">y</a>", ""},
    {"password=\">hunter2\"", ">hunter2"},
    {"password=\" aHVudGVy=\"", " aHVudGVy="},
    {"password=\" aHVudGVy=\" user=\"x\"", " aHVudGVy="},
    {"<a v='password=' b=\"x\">y</a>", ""},
    {"password=' b=\"x\"'", " b=\"x\""},
    {"password=[REDACTED:a][REDACTED]", ""},
    {"password=[REDACTED:a]x", "[REDACTED:a]x"},
    {"password=hunter]2]", "hunter]2]"},
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
    {"Authorization: Negotiate YIIabc== x", "Negotiate YIIabc== x"},
    {"Proxy-Authorization: Digest username=\"kim\", nc=1\r\nHost: a", "Digest username=\"kim\", nc=1"},
    {"curl -H 'Authorization: Hawk id=\"a\"' x", "Hawk id=\"a\""},
    {"\"Authorization\": \"ApiKey abc def\"", "ApiKey abc def"},
    {"Authorization: Bearer\r\n abc\n", "abc"},
    {"{\"a\":\"x Authorization: SSWS abc\",\"n\":1}", "SSWS abc"},
    {"Authorization: abc123\n", "abc123"},
    {"Authorization: [REDACTED:x]\nHost: y", ""},
    {"password = r\"a b\"", "a b"},
    {"password=rb'a b'", "a b"},
    {"password: !vault abc", "abc"},
    {"\n  password: |\n    a b\n\n    c\n  user: d", "a b\n\n    c"},
    {"\n- db_password: !vault |-\n      a\n  user: d", "a"},
    {"\npassword: |\nuser: d", ""},
    {"**Password:** hunter2", "hunter2"},
    {"**Password**: hunter2", "hunter2"},
    {"{\"password\":[\"a b\", \"c\"],\"n\":[1]}", "a b\", \"c"},
    {"{\"password\":[\"[REDACTED:x]\", \"[REDACTED:x]\"]}", ""},
    {"\npassword: |\n  [REDACTED:x]\nuser: d", ""},
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
