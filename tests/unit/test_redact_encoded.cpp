#include "pouch/base/text.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// Rules with all that is judged beside a match: context, what is exempt, priority, removal without a trace.
const std::string small_rules = R"(
[[rule]]
id = "names"
category = "name"
literals = ["Kim", "홍길동", "Kim Jong", "길동"]
exempt = ["Kim"]
[[rule]]
id = "word"
category = "word"
literals = ["secret", "Straße"]
ignore_case = true
priority = 2
[[rule]]
id = "gone"
literals = ["xx"]
action = "drop"
[[rule]]
id = "code"
category = "code"
regex = '\b[A-Z]{2}\d{3}\b'
exempt = ["AB123"]
[[rule]]
id = "place"
category = "place"
regex = '[가-힣]{2}동'
context = ["주소"]
[[rule]]
id = "phone"
category = "phone"
builtin = "phone-kr"
[[rule]]
id = "mail"
category = "mail"
builtin = "email"
)";

/// Values, spelt in many ways, whole and in pieces, and what begins and ends their spellings.
const std::vector<std::string> pieces = {
    "Kim",
    "홍길동",
    " Jong",
    "secret",
    "x",
    "xx",
    "AB123",
    "CD456",
    "주소",
    "명동",
    "010-0000-1923",
    "kim@example.org",
    " ",
    " ",
    " ",
    "\n",
    ".",
    "-",
    "\\",
    "\\u",
    "\\u00",
    "4b",
    "\\u0041",
    "\\u{41}",
    "\\x4b",
    "\\x",
    "\\113",
    "\\n",
    "\\\\u0041",
    "&",
    "&#",
    "65",
    ";",
    "&#75;",
    "&amp;",
    "&lt",
    "%",
    "%4b",
    "%25",
    "%ED%99%8D",
    "[.]",
    " (at) ",
    "(dot)",
    "=",
    "=4B",
    "=\n",
    "= \r\n",
    "=?utf-8?B?",
    "?=",
    "=?utf-8?B?S2lt?=",
    "=?euc-kr?Q?=C8=AB?=",
    "\r\n ",
    "ㅎㅗㅇ",
    "ㄱㅣㄹ",
    "ㄷ",
    "ㅗ",
    "ᄒ",
    "ᅩ",
    "ᆼ",
    "\u200b",
    "\u00ad",
    "\u3000",
    "Ｋｉｍ",
    "Кіm",
    "０１０",
    "–",
    "e\u0301",
    "ﬁ",
    "ß",
    "ｘ",
    "길",
    "동",
    "S2ltIEpvbmcgYW5kIHNlY3JldCBLaW0=",
    "bWVtbyBzZWNyZXQgeHggMDEwLTAwMDAtMTkyMw",
    "6d656d6f2073656372657420787820303130",
    "<~",
    "~>",
    "<~F*2M7A7]9oFDl1BF>~>",
    "\"",
    "<",
    "/a/",
    "memo",
    "YWJjZGVmZ2hpamtsbW5vcHFyc3R1",
};

} // namespace

TEST_CASE("the engine does what the slow reference does, on random text of encoded pieces")
{
    const auto rules = test::rules_of(small_rules).rules;
    const Scanner scanner(rules);
    const test::Reference reference(rules);
    std::size_t refused = 0;
    std::size_t careful = 0;
    constexpr std::uint64_t seeds = 600 / POUCH_TEST_EVERY; // fewer under the sanitizers
    const auto reason_or = [](const std::string& result) {
        return result.starts_with("redact.") ? std::string("refused") : result;
    };
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const auto text = test::mixture(pieces, 10 + seed % 50, seed);
        INFO("seed " << seed << ": " << text);
        const auto expected = reason_or(test::outcome([&](const auto& t) { return reference.run(t); }, text));
        const auto found = reason_or(test::outcome(
            [&](const auto& t) { return test::run_engine(scanner, t, 1 + seed * 7 % 300).output; }, text));
        refused += found == "refused" ? 1U : 0U;
        // The engine may refuse what the reference can still look into, if not often, never the other way round.
        const bool is_too_careful = found == "refused" && expected != "refused";
        careful += is_too_careful ? 1U : 0U;
        if (!is_too_careful) CHECK(test::difference(found, expected) == "");
    }
    CHECK(refused * 2 < seeds);
    CHECK(careful * 50 < seeds);
}

TEST_CASE("what cannot be looked into refuses the document, in the engine and in the reference")
{
    const auto rules = test::rules_of(small_rules).rules;
    const Scanner scanner(rules);
    const test::Reference reference(rules);
    const auto in_base64 = [](const std::string& text) {
        return to_base64(as_bytes(text), Padding::required);
    };
    const std::string long_text = std::string(13000, 'a') + " 홍길동 ";
    const std::vector<std::pair<std::string, std::string>> refusals = {
        {"=?koi8-r?B?AAAA?=", "redact.charset"},
        {"=?utf-8?Q?=FF?=", "redact.charset"},
        {"\"H4sIAAAAAAAAA0vOzy0oSi0uBgBwf\"", "redact.packed"},
        {"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAE", "redact.packed"},
        {"x " + in_base64(long_text) + " y", "redact.unit-length"},
        {"%25252541", "redact.depth"},
        {"&amp;amp;amp;amp;", "redact.depth"},
    };
    for (const auto& [text, reason] : refusals) {
        INFO(text.substr(0, 80));
        CHECK(test::failure([&, &t = text] { static_cast<void>(reference.matches(t)); }) == "1:" + reason);
        CHECK(test::failure([&, &t = text] { test::run_engine(scanner, t); }) == "1:" + reason);
    }
    // As long, and nothing in it.
    const auto harmless = "x " + in_base64(std::string(13000, 'a')) + " y";
    CHECK(reference.run(harmless) == harmless);
    CHECK(test::run_engine(scanner, harmless).output == harmless);
}

TEST_CASE("values in odd places of encoded text are found by the engine and by the reference")
{
    const auto rules = test::rules_of(small_rules).rules;
    const Scanner scanner(rules);
    const test::Reference reference(rules);
    const auto lines = to_base64(as_bytes("a line of mine secret memo"), Padding::required).insert(24, "\n");
    const std::vector<std::pair<std::string, std::string>> cases = {
        // A run of another kind within what looks like ascii85.
        {"<~6d656d6f2073656372657420787820303130~>", "<~[REDACTED:word]~>"},
        // A run that ends at a quote only when that is decoded.
        {"\"" + lines + "&quot;", "\"[REDACTED:word]&quot;"},
        // A full line before a blank.
        {lines.substr(0, 24) + "\n" + "cmV0IG1lbW8gYW5kIGEga2V5 x", "[REDACTED:word] x"},
        {lines.substr(0, 24) + "\n" + "cmV0IG1lbW8 x", lines.substr(0, 24) + "\n" + "cmV0IG1lbW8 x"},
        // A short line that begins a run behind a list of digests.
        {std::string(32, 'a') + "\n" + std::string(24, 'b') + "\nIHNlY3JldCBLaW0gYW5kIEtp\n",
         std::string(32, 'a') + "\n[REDACTED:word]\n"},
        // UTF-16 at an odd byte behind what could be UTF-16 too; UTF-8 behind a byte-order mark of UTF-16.
        {"f" + to_hex(as_bytes(std::string("\xFF\xFE memo secret memo"))), "[REDACTED:word]"},
        // Dashes and joints between signs that are folded with them.
        {"\uFF10\u0661\uFF10\u20130000\u20131923", "[REDACTED:phone]"},
        {"ㅎㅗㅇ길ㄷㅗ\u200Bㅇ", "[REDACTED:name]"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto found = test::run_engine(scanner, text).output;
        CHECK(found == reference.run(text));
        CHECK(found == expected);
    }
}

TEST_CASE("a word of mail refuses a document only if it is malformed, not if a window cuts it")
{
    const auto scanner = test::scanner_of("[[rule]]\nid = 'url'\nbuiltin = 'url'\n");
    const std::string word =
        "=?utf-8?Q?=3D=3F=EF=BB=BFU=C2=ADTF=2D8=EF=BB=BF=3F=C2=ADB=3FaHR0cHM6L=EF=BB=BFy9leGFtcG=EF=BB="
        "BFxlLm9"
        "=E2=81=A0y=E2=80=8BZ=EF=BB=BFy93=EF=BB=BFaWt=E3=85=A4p=E2=80=8BL0Ff=E2=80=8BK=E2=80=8BGIp=3F=3D?=";
    const auto before = std::string(scanner.margin(), '.') + " ";
    const auto after = " " + std::string(scanner.margin(), '.');
    for (std::size_t cut = 0; cut <= word.size(); cut += 3) {
        const auto text = before + word + after;
        REQUIRE(test::run_engine(scanner, text, before.size() + cut).output == before + "[REDACTED]" + after);
    }
}

TEST_CASE("a value at either end of a run that is too long to be removed is seen")
{
    const auto scanner = test::scanner_of(small_rules);
    for (const std::size_t before : {3U, 300U, 13000U, 60000U}) {
        for (const std::size_t after : {3U, 300U, 13000U, 60000U}) {
            if (before + after < 13000) continue;
            const auto text = std::string(before, 'a') + " 홍길동 " + std::string(after, 'a');
            const auto run = "x " + to_base64(as_bytes(text), Padding::required) + " y";
            INFO(before << ", " << after);
            CHECK(test::failure([&] { test::run_engine(scanner, run); }) == "1:redact.unit-length");
            CHECK(test::failure([&] { test::run_engine(scanner, run, 4096); }) == "1:redact.unit-length");
        }
    }
}

TEST_CASE("a file that is encoded too often to be seen refuses the document")
{
    const auto scanner = test::scanner_of(small_rules);
    std::string text = "H4sIAAAAAAAAA0vOzy0oSi0uBgBwfAAAA0vOzy0oSi0uBgBwf";
    for (int n = 0; n < 3; ++n) text = to_base64(as_bytes(text), Padding::required);
    CHECK(test::failure([&] { test::run_engine(scanner, text); }) == "1:redact.depth");
}

TEST_CASE("escapes that stand for the sign of mail are read behind mail too")
{
    const std::string toml = "[[rule]]\nid = 'pin'\nliterals = ['pin=4100']\n";
    CHECK(test::redacted(toml, "pin\\x3d41=30=30 =41") == "[REDACTED] =41");
    CHECK(test::redacted(toml, "pin&#61;4=3100") == "[REDACTED]");
}
