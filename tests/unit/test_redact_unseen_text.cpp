#include "pouch/redact/unseen_text.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// The reason why a text is refused; empty if it is not.
std::string reason(const std::string& text)
{
    static const auto scanner = test::scanner_of("[[rule]]\nid = 'a'\nliterals = ['Kim']\n");
    for (const std::size_t block : {3U, 1U << 18U}) {
        const auto failure = test::failure([&] { (void)test::run_engine(scanner, text, block); });
        if (!failure.empty()) return failure;
    }
    return {};
}

} // namespace

TEST_CASE("wide characters of ISO 2022 count where a set that it knows is called in and a pair follows")
{
    for (const std::string text : {"\x1B$B6b", "\x1B$@!!", "\x1B$Att", "\x1B$(D6b", "\x1B$(C6b\x1B(B",
                                   "\x1B$)C", "\x1B$)A", "\x1B$*H", "\x1B$+I"}) {
        CHECK(wide_text(text) == 0U);
        CHECK(wide_text("\x1B$ \x1B$" + text) == 5U);
        CHECK_FALSE(wide_text(text, 1));
    }
    for (const std::string text :
         {"", "\x1B$", "\x1B$ B6b", "\x1B$B", "\x1B$B6", "\x1B$B 6b", "\x1B$B\n6b", "\x1B$Bz!", "\x1B$C6b",
          "\x1B$(see", "\x1B$(D", "\x1B$)x", "\x1B$)", "\x1B$-A6b", "\x1B[1m$B6b", "$B6b"})
        CHECK_FALSE(wide_text(text));
    for (const std::string text :
         {"\x1B$B6bN;", "\x1B$B6b\x1B(B", "\x1B$(D6b\x1B", "\x1B$)C x \x0E", "\x1B$)C\x0E", "\x1B$)C =0E"})
        CHECK(written_wide_text(text) == 0U);
    for (const std::string text : {"\x1B$B6b", "\x1B$B', 'x'", "\x1B$)C", "\x1B$)C x", "\x1B$(D') x"})
        CHECK_FALSE(written_wide_text(text));
}

TEST_CASE("tag characters count outside flags of regions")
{
    const std::string black = "\U0001F3F4";
    const std::string england = "\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067";
    const std::string end = "\U000E007F";
    const auto flag = black + england + end;
    for (const auto& text :
         std::vector<std::string>{flag, flag + flag, "x" + flag + "y", black + black + england + end,
                                  black + "\U000E0030\U000E0039" + end, black, "\U000E0100", "\U000E0080"})
        CHECK_FALSE(hidden_tag(text));
    CHECK(hidden_tag(flag + end) == flag.size());
    CHECK(hidden_tag(flag + england) == flag.size());
    CHECK(hidden_tag(england + end) == 0U);
    CHECK(hidden_tag("x\U000E0001") == 1U);
    CHECK(hidden_tag(black + england) == black.size());
    CHECK(hidden_tag(black + england + "x") == black.size());
    CHECK(hidden_tag(black + england + england + end) == black.size());      // too long for a region
    CHECK(hidden_tag(black + "\U000E0067" + end) == black.size());           // too short
    CHECK(hidden_tag(black + "\U000E0047\U000E0042" + end) == black.size()); // capitals
    CHECK(hidden_tag(black + " " + england + end) == black.size() + 1);
    // A flag that is cut off, and one that began before.
    for (std::size_t size = black.size(); size < flag.size(); size += 4) {
        CHECK_FALSE(hidden_tag(flag.substr(0, size), 0, false));
        CHECK_FALSE(hidden_tag(flag, size));
        CHECK(hidden_tag(flag.substr(0, size)).has_value() == (size > black.size()));
    }
    CHECK(hidden_tag("x" + england, 0, false) == 1U);
    CHECK(hidden_tag(black + england + england, 0, false) == black.size());
}

TEST_CASE("what is written with escapes is refused as what is there raw")
{
    const std::string wide = "1:text.encoding";
    for (const std::string text :
         {R"(\u001b$B6bN;\u001b(B)", R"(\x1b$B6b\x1b(B)", R"(\033$B6bN;)", "=1B$B6b=1B(B",
          "=1B=24=42=36=62=1B(B", "%1B%24B6bN;", "&#27;$B6bN;", "a=1 =1B$B6bN;", "=1B$)C=0EH+=0F",
          "%1B$(D6b%1B(B", R"(\u001b$)C and later \u000eH+\u000f)", R"(%5Cu001b$B6bN;)"}) {
        INFO(text);
        CHECK(reason(text) == wide);
        CHECK(reason(std::string(5000, 'x') + " " + text + " " + std::string(5000, 'y')) == wide);
    }
    for (const std::string text : {R"('\x1b$B')", R"("\u001b$")", R"(b'\x1b$)C')", R"(\x1b[0m$B6bN;)",
                                   R"(\x1b$ ls -l)", "$B6bN; \\x1b", "=1B", "%1B[1m"}) {
        INFO(text);
        CHECK(reason(text).empty());
    }
    for (const std::string text : {R"(\U000e0041)", R"(\udb40\udc41)", "&#xE0041;", "%F3%A0%81%81",
                                   "=F3=A0=81=81", R"(\udb40\udc67\udb40\udc7f)"}) {
        INFO(text);
        CHECK(reason(text) == "1:text.hidden");
        CHECK(reason(std::string(5000, 'x') + " " + text + " " + std::string(5000, 'y')) == "1:text.hidden");
    }
    for (const std::string text :
         {R"(\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f)",
          "&#x1F3F4;&#xE0067;&#xE0062;&#xE007F;", R"(\ud83c\udff4)", R"(\U000e0100)"}) {
        INFO(text);
        CHECK(reason(text).empty());
    }
}

TEST_CASE("what a replacement joins to text that is not shown is refused too")
{
    const auto scanner =
        test::scanner_of("[[rule]]\nid = 'a'\nliterals = ['Kim', '\U0001F3F4']\naction = 'drop'\n");
    const auto failure = [&](const std::string& text, std::size_t block) {
        return test::failure([&] { (void)test::run_engine(scanner, text, block); });
    };
    for (const std::size_t before : {0U, 1U, 5000U}) {
        for (const std::size_t block : {1U, 7U, 1U << 18U}) {
            const std::string start(before, 'x');
            CHECK(failure(start + "\x1BKim$B6bN;", block) == "1:text.encoding");
            CHECK(failure(start + "\x1B$KimB6bN;", block) == "1:text.encoding");
            CHECK(failure(start + "\U0001F3F4\U000E0067\U000E0062\U000E007F", block) == "1:text.hidden");
            CHECK(failure(start + "Kim $B6bN; \U0001F3F4", block).empty());
        }
    }
}
