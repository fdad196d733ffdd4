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
    constexpr std::uint64_t seeds = 600;
    const auto reason_or = [](const std::string& result) {
        return result.starts_with("redact.") ? std::string("refused") : result;
    };
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const auto text = test::mixture(pieces, 10 + seed % 50, seed);
        INFO("seed " << seed << ": " << text);
        const auto expected = reason_or(test::outcome([&](const auto& t) { return reference.run(t); }, text));
        const auto found = reason_or(test::outcome(
            [&](const auto& t) { return test::run_engine(scanner, t, 1 + seed * 7 % 300).output; }, text));
        CHECK(test::difference(found, expected) == "");
        refused += expected == "refused" ? 1U : 0U;
    }
    CHECK(refused * 2 < seeds);
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
