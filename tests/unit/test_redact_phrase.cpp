#include "pouch/redact/phrase.hpp"

#include "pouch/redact/hangul_names.hpp"
#include "pouch/redact/recogniser.hpp"
#include "pouch/redact/white.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>
#include <ctime>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// True if `name` is found in `text`, and is all of it.
bool names(const std::string& name, const std::string& text)
{
    const auto toml = "[[rule]]\nid = 'a'\nnames = [\"" + name + "\"]\n";
    return test::redacted(toml, "<" + text + ">") == "<[REDACTED]>";
}

/// True if `name` is found anywhere in `text`.
bool touches(const std::string& name, const std::string& text)
{
    const auto toml = "[[rule]]\nid = 'a'\nnames = [\"" + name + "\"]\n";
    return test::redacted(toml, text) != text;
}

std::string literal(const std::string& literal, const std::string& text)
{
    return test::redacted("[[rule]]\nid = 'a'\nliterals = ['" + literal + "']\n", text);
}

} // namespace

TEST_CASE("white space is told by its bytes, from either side")
{
    for (const std::string white : {" ", "\n", "\r", "\t", "\v", "\f", "+", "\u00A0", "\u2000", "\u200A",
                                    "\u2028", "\u2029", "\u202F", "\u3000"}) {
        CHECK(white_size(white, 0) == white.size());
        CHECK(white_size_before("x" + white, 1 + white.size()) == white.size());
    }
    for (const std::string other : {"a", "-", "\u00A1", "\u200B", "\u2010", "\u3001", "가", ""}) {
        CHECK(white_size(other, 0) == 0);
        CHECK(white_size_before(other, other.size()) == 0);
    }
}

TEST_CASE("a Korean name is found with white space, or nothing, between its syllables")
{
    for (const std::string text :
         {"홍길동", "홍 길동", "홍 길 동", "홍길\n동", "홍\r\n  길동", "홍\u3000길동", "홍+길동"}) {
        INFO(text);
        CHECK(names("홍길동", text));
        CHECK(names("홍 길동", text));
    }
    CHECK(names("홍길동", "홍" + std::string(32, ' ') + "길동"));
    CHECK_FALSE(touches("홍길동", "홍" + std::string(33, ' ') + "길동"));
    CHECK_FALSE(touches("홍길동", "홍길, 동"));
    CHECK_FALSE(touches("홍길동", "홍길똥"));
    CHECK(names("남궁길동", "남궁 길동"));
    CHECK(names("가나다라마바", "가나 다라 마바"));
    CHECK(test::redacted("[[rule]]\nid='a'\nnames=['홍길동']\n", "그홍길동은 홍길동과") ==
          "그[REDACTED]은 [REDACTED]과");
}

TEST_CASE("a name of two syllables counts only where no Hangul stands directly before it")
{
    CHECK(names("김철", "김철"));
    CHECK(names("김철", "김 철"));
    CHECK(touches("김철", "x김철은"));
    CHECK(touches("김철", "이 김철"));
    CHECK_FALSE(touches("김철", "이김철"));
}

TEST_CASE("a Latin name is found in any case, in both orders, with any sign between its words")
{
    for (const std::string text :
         {"Kim Jeong-ho", "kim jeong ho", "KIM, Jeong Ho", "Jeong-ho Kim", "Jeongho Kim", "JEONGHO, KIM",
          "Kim\nJeong-ho", "Kim_Jeong_Ho", "kim.jeongho", "Kim+Jeong+ho", "KimJeongHo", "Jeong ho\r\n   KIM",
          "Kim,Jeong-\nho"}) {
        INFO(text);
        CHECK(names("Kim Jeong-ho", text));
    }
    for (const std::string text : {"Kim Jeong", "Jeong-ho", "Kim Jeong-hoo", "aKim Jeong-ho", "Kim Jeong, ho",
                                   "Kim/Jeong-ho", "Kim Jeong-ho1"}) {
        INFO(text);
        CHECK_FALSE(touches("Kim Jeong-ho", text));
    }
    CHECK(touches("Kim Jeong-ho", "\\nKim Jeong-ho은"));
    for (const std::string text :
         {"_Kim Jeong-ho_", "**Kim** Jeong-ho", "photo_kim_jeong_ho.jpg", "__KIM__Jeong-ho_1"})
        CHECK(touches("Kim Jeong-ho", text));
    CHECK_FALSE(touches("Kim Jeongho", "Kim Jeong ho"));
    CHECK(names("John Ronald Smith", "Smith, John Ronald"));
    CHECK(names("Jane O'Brien", "o'brien jane"));
    CHECK(names("J. R. Smith", "J R Smith"));
    CHECK(names("Roe", "ROE"));
    CHECK_FALSE(touches("Roe", "heroes"));
    CHECK(names("Kim Jeong-ho", "Kim" + std::string(32, ' ') + "Jeong-ho"));
    CHECK_FALSE(touches("Kim Jeong-ho", "Kim" + std::string(33, ' ') + "Jeong-ho"));
}

TEST_CASE("any other name is a literal of words")
{
    CHECK(names("홍길동 Lee", "홍길동\nLee"));
    CHECK(names("Agent 47", "Agent  47"));
    CHECK_FALSE(touches("Agent 47", "agent 47"));
    CHECK(names("홍", "홍"));
    CHECK(names("가나다라마바사", "가나다라마바사"));
}

TEST_CASE("every variant of a name is found")
{
    for (const std::string text : {"홍길동", "Hong Gil-dong", "gildong hong"}) {
        CHECK(names("홍길동|Hong Gil-dong", text));
    }
}

TEST_CASE("a literal of several words matches whatever white space stands between them")
{
    for (const std::string text :
         {"operation blue sky", "operation\nblue sky", "operation  blue\r\n\t sky", "operationbluesky",
          "operation+blue+sky", "operation\u3000blue\u00A0sky"}) {
        INFO(text);
        CHECK(literal("operation blue sky", "x" + text + "x") == "x[REDACTED]x");
        CHECK(literal("operation  blue sky", "x" + text + "x") == "x[REDACTED]x");
    }
    CHECK(literal("operation blue", "operation-blue") == "operation-blue");
    CHECK(literal("operation blue", "Operation blue") == "Operation blue");
    CHECK(literal(" # x ", " # x ") == "[REDACTED]");
    CHECK(literal(" # x ", " #x ") == "[REDACTED]");
    CHECK(literal(" # x ", "# x ") == "# x ");
    CHECK(literal("C ++", "C++ C ++") == "[REDACTED] [REDACTED]");
    CHECK(literal("   ", "a   b") == "a[REDACTED]b");
    const auto folded = "[[rule]]\nid = 'a'\nignore_case = true\nliterals = ['Top Élan']\n";
    CHECK(test::redacted(folded, "tOP\n  ÉLAN topélan top-élan") == "[REDACTED] [REDACTED] top-élan");
}

TEST_CASE("no match of a literal is longer than a match may be")
{
    std::string text(longest_match, 'x');
    for (std::size_t i = 1; i + 1 < text.size(); i += 2) text[i] = ' ';
    const auto phrase = Phrase::of_literal(text, false);
    CHECK(phrase.word_count() == longest_match / 2);
    CHECK(phrase.longest() <= longest_match);
    CHECK(literal(text, text) == "[REDACTED]");
    CHECK(Phrase::of_literal("a b", false).longest() == 2 + most_white);
    CHECK(test::scanner_of("[[rule]]\nid = 'a'\nnames = ['홍길동']\n").margin() >=
          9 + 2 * most_white + look_around);
}

TEST_CASE("a phrase across a cut between blocks is found at every offset")
{
    const auto scanner = test::scanner_of(
        "[[rule]]\nid = 'a'\nnames = ['홍길동|Kim Jeong-ho']\n[[rule]]\nid = 'b'\nliterals = ['blue sky']\n");
    for (const std::string value : {"홍 \n 길동", "Kim,\n Jeong - ho", "blue \n sky"}) {
        for (std::size_t offset = 0; offset < 64; ++offset) {
            const auto text = std::string(1024 + offset, '.') + value + std::string(2048, '.');
            const auto expected = std::string(1024 + offset, '.') + "[REDACTED]" + std::string(2048, '.');
            REQUIRE(test::run_engine(scanner, text, 1088).output == expected);
        }
    }
}

TEST_CASE("ten thousand names load in less than a second, and are all found")
{
    Rule rule;
    rule.id = "people";
    std::string text;
    std::string expected;
    const auto syllable = [](unsigned n) {
        const unsigned code = 0xAC00 + n % 11172;
        return std::string{static_cast<char>(0xE0U | code >> 12U),
                           static_cast<char>(0x80U | (code >> 6U & 0x3FU)),
                           static_cast<char>(0x80U | (code & 0x3FU))};
    };
    const auto letters = [](unsigned n) {
        std::string word;
        for (int i = 0; i < 5; ++i, n /= 17) word += static_cast<char>('a' + n % 17);
        return word;
    };
    for (unsigned i = 0; i < 5000; ++i) {
        const auto hangul = syllable(i * 7919) + syllable(i * 104729 + 5) + syllable(i);
        const auto latin = "Kim " + letters(i * 271) + "-ho";
        rule.names.push_back(hangul);
        rule.names.push_back(latin);
        text += hangul + "; " + latin + ";";
        expected += "[REDACTED]; [REDACTED];";
    }
    const auto start = std::clock();
    const Scanner scanner({rule});
    const auto seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
#if !defined(__SANITIZE_ADDRESS__)
    CHECK(seconds < 1.0);
#endif
    (void)seconds;
    CHECK(test::difference(test::run_engine(scanner, text).output, expected) == "");
}
