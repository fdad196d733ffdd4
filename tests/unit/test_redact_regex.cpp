#include "pouch/redact/regex.hpp"
#include "pouch/redact/regex_text.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>
#include <re2/re2.h>

using namespace pouch;
using namespace pouch::redact;

TEST_CASE("the regex grammar takes what both engines understand and measures it")
{
    struct Case {
        const char* pattern;
        std::optional<std::size_t> longest;
        bool needs_utf8;
    };
    const std::vector<Case> cases = {
        {"abc", 3, false},
        {"a|bcd|ef", 3, false},
        {"(?:ab|c){2,5}d?", 11, false},
        {"(a(b)c)", 3, false},
        {R"(\bkey=\w{4,64}\b)", 68, false},
        {R"([0-9A-F_\-\]\\]{3})", 3, false},
        {"[[:upper:][:digit:]]{2}", 2, false},
        {R"(\x41\x{42}\.\/)", 4, false},
        {"[a-z]+", std::nullopt, false},
        {R"(key=\S+)", std::nullopt, true},
        {R"(\w+@corp)", std::nullopt, false},
        {R"(\w+@\w+)", std::nullopt, false},
        {R"(key=\w+\b)", std::nullopt, false},
        {R"(key=\w*$)", std::nullopt, false},
        {"[a-z]{3,}", std::nullopt, false},
        {"[가-힣]{2,4}", 16, true},
        {"홍길동", 9, true},
        {"a.c", 6, true},
        {"[^,]{1,10}x", 41, true},
        {R"(\p{Hangul}{2}\x{AC00})", 12, true},
        {"(?i:abc)d", 4, false},
        {"a??b*?", std::nullopt, false},
    };
    for (const auto& each : cases) {
        INFO(each.pattern);
        if (std::string(each.pattern) == "a??b*?") {
            CHECK(test::failure([&] { (void)shape_of_regex(each.pattern); }) == "2:rules.regex"); // empty
            continue;
        }
        const auto shape = shape_of_regex(each.pattern);
        CHECK(shape.longest == each.longest);
        CHECK(shape.needs_utf8 == each.needs_utf8);
    }
}

TEST_CASE("the regex grammar refuses everything else, naming the offset")
{
    for (const char* pattern : {
             "",
             "a*",
             "a?|b",
             "(a",
             "a)",
             "[a",
             "[]",
             "[]a]",
             "[a&&b]",
             "[[a]]",
             "[[:word:]]",
             R"([\S])",
             "a**",
             "a{2}{3}",
             "a++",
             "*a",
             "+a",
             "?a",
             "{a",
             "a{",
             "a{,3}",
             "a{3,2}",
             "a{1001}",
             "a{01}",
             "a{2,03}",
             "a{x}",
             R"(\1)",
             R"((a)\1)",
             R"(\ka)",
             R"(\Ra)",
             R"(\hfoo)",
             R"(\Aab)",
             R"(ab\z)",
             R"(\Qab\E)",
             R"(\uABCD)",
             R"(a\)",
             R"(\x)",
             R"(\x4)",
             R"(\xFF)",
             R"(\x{})",
             R"(\x{110000})",
             R"(\x{D800})",
             R"(\x00)",
             R"(\pL)",
             R"(\p{Klingon})",
             "(?=a)b",
             "(?!a)b",
             "(?<=a)b",
             "(?P<n>a)",
             "(?<n>a)",
             "(?>a)",
             "(?i)a",
             "(?#c)a",
             "(*UTF8)a",
             R"(\b*a)",
             "^*a",
             "a{1000}b{1000}c{1000}d{1000}e{1000}", // 5,000 bytes
             "\"[^\"]*\"",                          // without limit, in the middle
             "a[bc]+d",
             "(?:a=[0-9]+|b)", // as one expression: Regex::all_of takes it apart
             "(?:x(?:y|z[0-9]{2,}))",
             "a(?:bc)+",
             R"(a\w+\B)",
             R"(\b\w+@corp)", // something before an open front
             R"(key=\w+\b.)", // something behind an open tail
             "(?:a[bc]+)d",
             "(?:a+)+",
             "(?:a+b?)*c",
             "(?:[a-z]{300})+",    // a long group without limit
             R"((?:key=\w+\b|x))", // a border behind an open tail inside a group
         }) {
        INFO(pattern);
        CHECK(test::failure([&] { (void)shape_of_regex(pattern); }) == "2:rules.regex");
    }
    try {
        (void)shape_of_regex("abc(?=d)");
    } catch (const Error& error) {
        CHECK(error.message().find("offset 4: this kind of group") != std::string::npos);
    }
    const auto deep = std::string(100, '(') + "a" + std::string(100, ')');
    CHECK(test::failure([&] { (void)shape_of_regex(deep); }) == "2:rules.regex");
}

TEST_CASE("a tail that repeats one class is found, and only then")
{
    const auto tail = shape_of_regex(R"(\bkey[=:]\w{4,64}\b)").tail;
    REQUIRE(tail);
    CHECK(tail->head == R"(\bkey[=:])");
    CHECK(tail->item == R"(\w)");
    CHECK(tail->min == 4);
    CHECK(tail->max == 64U);
    CHECK(tail->after == R"(\b)");
    CHECK(shape_of_regex("a[bc]+").tail->max == std::nullopt);
    CHECK(shape_of_regex("a[bc]*").tail->min == 0);
    for (const char* pattern :
         {"abc", "a{2}", "a|b{1,2}", "(?:a{1,2})", "ab{3}", R"(a\w{2,3}\B)", "x?a{2,3}b"}) {
        INFO(pattern);
        CHECK_FALSE(shape_of_regex(pattern).tail);
    }
}

TEST_CASE("a pattern is taken apart into its alternatives at the top")
{
    using Parts = std::vector<std::string>;
    CHECK(alternatives_of("abc") == Parts{"abc"});
    CHECK(alternatives_of("a|b") == Parts{"a", "b"});
    CHECK(alternatives_of("(?:a|(b|c))") == Parts{"a", "(b|c)"});
    CHECK(alternatives_of("((a|b))") == Parts{"a", "b"});
    CHECK(alternatives_of("(a|b)c") == Parts{"(a|b)c"});
    CHECK(alternatives_of("(a)|(b)") == Parts{"(a)", "(b)"});
    CHECK(alternatives_of("(a)(b|c)") == Parts{"(a)(b|c)"});
    CHECK(alternatives_of("(?i:a|b)") == Parts{"(?i:a|b)"});
    CHECK(alternatives_of(R"([|(]\||\(|[[:alpha:]|]|[\]|]x)") ==
          Parts{R"([|(]\|)", R"(\()", "[[:alpha:]|]", R"([\]|]x)"});
    for (const char* broken : {"(a", "a)", "a)|(b", "[a", "[[:x", "[[:x|y", "a\\", "(?:", "", ")", "(",
                               "(a|b", "((a|b)", "a|b)"}) {
        INFO(broken);
        (void)alternatives_of(broken);
        const std::string toml = std::string("[[rule]]\nid = 'a'\nregex = '") + broken + "'\n";
        CHECK(test::failure([&] { (void)test::scanner_of(toml); }) == "2:rules.regex");
    }
    // Without limit in alternatives: found, and removed to the end.
    const std::string toml = "[[rule]]\nid = 'a'\nregex = '(?:k:\\w+|j=[^;]+|\\w+@x)'\n";
    CHECK(test::redacted(toml, "k:abc j=1 2;y@x.") == "[REDACTED] [REDACTED];[REDACTED].");
    CHECK(test::failure([] { (void)test::scanner_of("[[rule]]\nid = 'a'\nregex = 'a|b*'\n"); }) ==
          "2:rules.regex");
    CHECK(test::failure([] { (void)test::scanner_of("[[rule]]\nid = 'a'\nregex = 'x(?:a+|b)'\n"); }) ==
          "2:rules.regex");
}

TEST_CASE("the fixed beginning of a pattern is found, as far as it is ASCII")
{
    const auto text_of = [](const char* pattern) {
        const auto prefix = shape_of_regex(pattern).prefix;
        std::string text = prefix.has_border ? "b" : "";
        for (const auto& step : prefix.steps) {
            text += " " + std::to_string(step.set.count()) + "x" + std::to_string(step.count);
        }
        return text;
    };
    CHECK(text_of(R"(\b\d{3}-\d{6}-\d{2}\b)") == "b 10x3 1x1 10x6 1x1 10x2");
    CHECK(text_of("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}") == " 26x2 10x2 36x11");
    CHECK(text_of(R"(\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})") ==
          "b 22x2 1x1 22x2 1x1 22x2 1x1 22x2 1x1 22x2 1x1 22x2");
    CHECK(text_of("[0-9a-f]{100}") == " 16x64");
    CHECK(text_of("(ab)c") == " 1x1 1x1 1x1");
    CHECK(text_of("ab?c") == " 1x1");
    CHECK(text_of("ab{2,3}c") == " 1x1 1x2");
    CHECK(text_of("a(b|c)d") == " 1x1");
    CHECK(text_of("a(?i:b)c") == " 1x1");
    CHECK(text_of("a한") == " 1x1");
    CHECK(text_of("a.b") == " 1x1");
    CHECK(text_of(R"(\x41[[:digit:]_\-\w])") == " 1x1 64x1");
    CHECK(text_of("ab|cd").empty());
    CHECK(text_of("^ab").empty());
    CHECK(text_of("[^a]b").empty());
    CHECK(text_of("[a-힣]b").empty());
    for (const char* pattern : {"[b-a]", R"([\d-x])", "[a-[b]", "[a", "[a-", "[\\", R"([\W])", R"([\D])"}) {
        INFO(pattern);
        CHECK(test::failure([&] { (void)shape_of_regex(pattern); }) == "2:rules.regex");
    }
}

namespace {

bool fits(const Front& front, std::string_view text)
{
    if (text.size() < front.size()) return false;
    for (std::size_t i = 0; i < front.size(); ++i) {
        if (!front[i].test(static_cast<unsigned char>(text[i]))) return false;
    }
    return true;
}

} // namespace

TEST_CASE("every match begins with one of the fronts of its pattern")
{
    struct Case {
        const char* pattern;
        std::size_t fronts;
        std::size_t longest; ///< Bytes of the longest front.
    };
    const std::vector<Case> cases = {
        {R"(\bpassw(or)?d[=:][^\s,;]{1,4})", 2, 9}, // what may be no ASCII ends a front
        {R"(host[0-9]{1,3}\.ex)", 3, 10},
        {"https?://x", 2, 9},
        {"a(b|cd|)e", 3, 4},
        {"a(b|c(d|e){0,2})?f", 9, 5},
        {"ab{2,}", 16, 18}, // no end to it: cut off
        {"ab{0,99}c", 16, 16},
        {"a(?i:b)c", 1, 1},
        {"(a|b|c|d|e){3}f", 5, 1}, // too many
        {"(a|b)?(c|d)?(e|f)?g", 9, 2},
        {"a{0}b", 1, 1},
        {"홍a", 1, 0},
    };
    constexpr std::string_view alphabet = "aabbccddeefgghostpw0123=:/.x";
    std::size_t count = 0;
    for (const auto& each : cases) {
        INFO(each.pattern);
        const auto fronts = shape_of_regex(each.pattern).fronts;
        CHECK(fronts.size() <= 16);
        std::size_t longest = 0;
        for (const auto& front : fronts) longest = std::max(longest, front.size());
        CHECK(fronts.size() == each.fronts);
        CHECK(longest == each.longest);
        const RE2 regex(each.pattern);
        std::string text =
            "password=x passwd:y host1.ex host123.ex https://x http://x abbbbbbbbbbbbbbbbbbbbc 홍a ";
        for (const auto b : test::noise(6000, 7))
            text += alphabet[std::to_integer<std::size_t>(b) % alphabet.size()];
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (!regex.Match(text, i, text.size(), RE2::ANCHOR_START, nullptr, 0)) continue;
            ++count;
            const auto rest = std::string_view(text).substr(i);
            REQUIRE(std::any_of(fronts.begin(), fronts.end(), [&](const Front& f) { return fits(f, rest); }));
        }
    }
    CHECK(count > 200);
}

TEST_CASE("white space is written out for both engines")
{
    CHECK(with_plain_space(R"(a\sb)") == R"(a[\t\n\x0b\f\r ]b)");
    CHECK(with_plain_space(R"([^\s,]\S)") == R"([^\t\n\x0b\f\r ,][^\t\n\x0b\f\r ])");
    CHECK(with_plain_space(R"(\\s[[:space:]\]]\[\s)") == R"(\\s[[:space:]\]]\[[\t\n\x0b\f\r ])");
    CHECK(test::redacted("[[rule]]\nid = 'a'\nregex = 'a\\sb'\n", "a\vb a b a\tb") ==
          "[REDACTED] [REDACTED] [REDACTED]");
}

TEST_CASE("regexes match what RE2 matches at every place of the text")
{
    const std::vector<std::string> patterns = {
        R"(\b\d{2}-\d{2})",
        R"([A-B]{2}\d)",
        R"(\b[AB]-\d\b)",
        R"(-\d{2,3}[a-c])",
        R"((?:\d-){2})",
        R"(\d{2}-[^a]{1,2}$)",
        R"(\bab\w{0,3}\b)",
        R"(^[ab]{2,4}$)",
        "a(?:b|ba){1,3}",
        R"(\Ba\d\B)",
        "a[^ab]{2}b",
        R"(a.b)",
        R"(\d{2,3}-\d{2})",
        R"(b*a{1,2})",
        "(?:a|ab)(?:c|bcd)",
        R"([가-하]+a)",
        R"((?i:AB)\d)",
        R"(한$)",
        R"(^\w{3})",
        R"(a\S+)",
        R"([ab]{2,})",
        R"(\w+-\S+\b)",
        R"((?:\d+-|a\d+|[AB]{2,}$))",
        R"(a[ab]*)",
        R"(\w+-)",
        R"(\D\d\D)",
        "[a-c]{2}가{1,2}",
        R"(1{1,5}\b)",
    };
    const std::vector<std::string> pieces = {"a",  "b",  "ab", "c",  "d", "-", " ", "\n",  "1",
                                             "22", "가", "한", "나", "A", "B", "_", "\r\n"};
    for (const auto& pattern : patterns) {
        for (const bool ignore_case : {false, true}) {
            const std::string toml = "[[rule]]\nid = 'a'\naction = 'mask'\nregex = '" + pattern +
                                     "'\nignore_case = " + (ignore_case ? "true\n" : "false\n");
            const auto rules = test::rules_of(toml).rules;
            const Scanner scanner(rules);
            const test::Reference reference(rules);
            for (std::uint64_t seed = 1; seed <= 60; ++seed) {
                const auto text = test::mixture(pieces, 60, seed);
                INFO(pattern << " on <" << text << ">");
                REQUIRE(test::difference(test::run_engine(scanner, text, 50).output, reference.run(text)) ==
                        "");
            }
        }
    }
}

TEST_CASE("ignore_case folds ASCII, and letters outside it as Unicode says")
{
    const auto toml = [](const char* literal) {
        return std::string("[[rule]]\nid = 'a'\nliterals = ['") + literal + "']\nignore_case = true\n";
    };
    CHECK(test::redacted(toml("Kim-7"), "KIM-7 kim-7 Kim 7") == "[REDACTED] [REDACTED] Kim 7");
    CHECK(test::redacted(toml("Élan"), "éLAN ÉLAN Elan") == "[REDACTED] [REDACTED] Elan");
    CHECK(test::redacted(toml("Иван"), "ИВАН иван") == "[REDACTED] [REDACTED]");
    CHECK(test::redacted(toml("홍A"), "홍a 홍A") == "[REDACTED] [REDACTED]");
    CHECK(test::redacted("[[rule]]\nid = 'a'\nliterals = ['Kim']\n", "KIM Kim") == "KIM [REDACTED]");
    CHECK(test::redacted("[[rule]]\nid = 'a'\nregex = 'k[i]m'\nignore_case = true\n", "KIM") == "[REDACTED]");
}

TEST_CASE("literals are text, whatever they hold")
{
    for (const std::string literal : {".*", "a|b", "[x]", "\\d", "$^", "(?i)", "a{2}", "É.É"}) {
        const auto toml = "[[rule]]\nid = 'a'\nliterals = ['" + literal + "']\nignore_case = true\n";
        CHECK(test::redacted(toml, "<" + literal + ">aab") == "<[REDACTED]>aab");
    }
}

TEST_CASE("ten thousand literals load in less than a second, and are all found")
{
    RuleSet set;
    Rule rule;
    rule.id = "list";
    std::string text;
    for (int i = 0; i < 10000; ++i) {
        rule.literals.push_back("name" + std::to_string(i * 7919 % 100003) + (i % 2 != 0 ? " 홍" : "x"));
        text += rule.literals.back() + ";";
    }
    const auto start = std::clock();
    const Scanner scanner({rule});
    const auto seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
#if !defined(__SANITIZE_ADDRESS__)
    CHECK(seconds < 1.0);
#endif
    (void)seconds;
    std::string expected;
    for (int i = 0; i < 10000; ++i) expected += "[REDACTED];";
    CHECK(test::difference(test::run_engine(scanner, text).output, expected) == "");
}
