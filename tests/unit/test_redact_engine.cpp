#include "pouch/redact/engine.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// Rules whose matches are short, so that windows are small and a small text has many.
const std::string short_rules = R"(
[[rule]]
id = "names"
category = "name"
literals = ["Kim", "홍길동", "Kim Jong", "ngKey"]
exempt = ["Kim"]
[[rule]]
id = "word"
category = "word"
literals = ["secret", "Straße", "ÉTÉ", "top secret plan", "É x"]
ignore_case = true
[[rule]]
id = "gone"
literals = ["xx", "-~-"]
action = "drop"
[[rule]]
id = "key"
category = "key"
regex = 'key=\w{2,6}'
action = "mask"
priority = 2
[[rule]]
id = "code"
category = "code"
regex = '\b[A-Z]{2}\d{3}\b'
exempt = ["AB123"]
[[rule]]
id = "loop"
category = "loop"
regex = 'a[bc]{1,9}d?'
[[rule]]
id = "group"
category = "group"
regex = '(?:foo|fo{1,5})bar'
ignore_case = true
[[rule]]
id = "hangul"
category = "hangul"
regex = '[가-힣]{2}동'
context = ["이름"]
[[rule]]
id = "number"
category = "number"
regex = 'id \d{1,20}$'
)";

const std::vector<std::string> short_pieces = {
    "top",       "plan",   "TOP\n",  "+",      "\u3000", "é",   "x",   "Jong",  "Kim",  "홍길동",
    " Kim Jong", "ngKey",  "secret", "SeCret", "xx",     "-~-", "-~",  "~-",    "key=", "key=abcdefgh",
    "a",         "bcbc",   "d",      "foo",    "fooo",   "bar", "BAR", "가나",  "동",   "이름",
    " ",         "\n",     ".",      "AB123",  "CD45",   "6",   "id ", "12345", "_",    "x",
    "straSSe",   "STRAße", "été",    "id 7\n", "key=ab", "sec", "ret", "가",
};

const std::string builtin_rules = R"(
[[rule]]
id = "v4"
category = "v4"
builtin = "ipv4"
exempt = ["10.0.0.1"]
context = ["host"]
[[rule]]
id = "v6"
category = "v6"
builtin = "ipv6"
[[rule]]
id = "mail"
category = "mail"
builtin = "email"
[[rule]]
id = "url"
category = "url"
builtin = "url"
action = "mask"
[[rule]]
id = "phone"
category = "phone"
builtin = "phone-kr"
[[rule]]
id = "rrn"
category = "rrn"
builtin = "rrn-kr"
context = ["주민"]
[[rule]]
id = "pan"
category = "pan"
builtin = "pan"
action = "drop"
[[rule]]
id = "open"
category = "open"
regex = 'pw:\S+'
[[rule]]
id = "front"
category = "front"
regex = '\w+@corp'
[[rule]]
id = "tails"
category = "tails"
regex = '(?:t1=\w+|t2=[^ ;]+)'
)";

const std::vector<std::string> builtin_pieces = {
    "10.0.0.1",
    "10.20.30.40",
    "1.2.3.4",
    "host",
    "2001:db8::1",
    "::",
    ":",
    "ff:",
    "kim",
    "@",
    "example.org",
    "corp",
    "https://",
    "a/b?c",
    "010-1234-5678",
    "01012345678",
    "+82 10",
    "-",
    " ",
    "960101-1234567",
    "9601011234567",
    "주민",
    "4111 1111 1111 1111",
    "4111",
    "1111",
    "pw:",
    "t1=",
    "t2=",
    "abc",
    ";",
    "\n",
    "한",
    "글",
    ".",
    "0",
    "1",
    ")",
    "\"",
    "\\n",
    "/",
};

} // namespace

TEST_CASE("the engine does what the slow reference does, on random text")
{
    const auto seeds = std::uint64_t{80};
    for (const auto& [toml, pieces] :
         {std::pair{short_rules, short_pieces}, std::pair{builtin_rules, builtin_pieces}}) {
        const auto rules = test::rules_of(toml).rules;
        const Scanner scanner(rules);
        const test::Reference reference(rules);
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            const auto text = test::mixture(pieces, 20 + seed, seed);
            INFO("seed " << seed);
            REQUIRE(test::difference(test::run_engine(scanner, text).output, reference.run(text)) == "");
        }
    }
}

TEST_CASE("the output does not depend on the block size, the threads or the sizes of reads")
{
    for (const auto& [toml, pieces, count] : {std::tuple{short_rules, short_pieces, std::size_t{500}},
                                              std::tuple{builtin_rules, builtin_pieces, std::size_t{3000}}}) {
        const auto scanner = test::scanner_of(toml);
        const auto text = test::mixture(pieces, count, 7);
        const auto expected = test::run_engine(scanner, text);
        REQUIRE(test::difference(expected.output, test::Reference(scanner.rules()).run(text)) == "");
        const std::size_t first = count == 500 ? 1 : 5;
        for (std::size_t block = first; block < text.size() + 100;
             block = block < 40 ? block + (first == 1 ? 1 : 9) : block * 3 / 2) {
            INFO("block " << block);
            const auto run = test::run_engine(scanner, text, block);
            REQUIRE(test::difference(run.output, expected.output) == "");
            REQUIRE(run.removals.size() == expected.removals.size());
        }
        for (const std::size_t threads : {2U, 3U, 5U}) {
            const auto run = test::run_engine(scanner, text, 701, threads, 13);
            REQUIRE(test::difference(run.output, expected.output) == "");
        }
    }
}

TEST_CASE("a value planted across a cut between blocks is found at every offset")
{
    const auto scanner = test::scanner_of(builtin_rules + short_rules);
    const std::vector<std::pair<std::string, std::string>> planted = {
        {"192.0.2.70", "[REDACTED:v4]"},         {"2001:db8:0:1:2:3:4:5", "[REDACTED:v6]"},
        {"kim@mail.example", "[REDACTED:mail]"}, {"010-1234-5678", "[REDACTED:phone]"},
        {"960101-1234567", "[REDACTED:rrn]"},    {"4111 1111 1111 1111", ""},
        {"https://a.example/홍", "********"},    {"홍길동", "[REDACTED:name]"},
        {"SECRET", "[REDACTED:word]"},           {"key=abcdef", "********"},
    };
    // Far enough in that blocks have been cut off on both sides, and at every place of a block.
    const std::size_t block = 64;
    std::string text(scanner.margin() + 3 * block, '.');
    std::string expected = text;
    for (const auto& [value, replacement] : planted) {
        for (std::size_t shift = 0; shift < block; ++shift) {
            const std::string filler(2 * block + 1 - value.size(), '.');
            text += filler.substr(2) + " " + value + " ";
            expected += filler.substr(2) + " " + replacement + " ";
        }
    }
    const std::string after(scanner.margin() + 3 * block, '.');
    CHECK(test::difference(test::run_engine(scanner, text + after, block).output, expected + after) == "");
}

TEST_CASE("redacting again changes nothing")
{
    for (const auto& [toml, pieces] :
         {std::pair{short_rules, short_pieces}, std::pair{builtin_rules, builtin_pieces}}) {
        const auto scanner = test::scanner_of(toml);
        for (std::uint64_t seed = 300; seed < 400; ++seed) {
            const auto once = test::run_engine(scanner, test::mixture(pieces, 200, seed)).output;
            const auto twice = test::run_engine(scanner, once);
            REQUIRE(test::difference(twice.output, once) == "");
            REQUIRE(twice.removals.empty());
        }
    }
}

TEST_CASE("overlapping matches go as one span, named by priority, length and order")
{
    const std::string toml = R"(
[[rule]]
id = "a"
category = "a"
literals = ["abcd"]
[[rule]]
id = "b"
category = "b"
literals = ["cdefg"]
[[rule]]
id = "c"
category = "c"
literals = ["fgh"]
priority = 1
[[rule]]
id = "d"
category = "d"
literals = ["1234"]
[[rule]]
id = "e"
category = "e"
literals = ["3456"]
)";
    CHECK(test::redacted(toml, "_abcd_") == "_[REDACTED:a]_");
    CHECK(test::redacted(toml, "_abcdefg_") == "_[REDACTED:b]_");
    CHECK(test::redacted(toml, "_abcdefgh_") == "_[REDACTED:c]_");
    CHECK(test::redacted(toml, "_123456_") == "_[REDACTED:d]_");
    CHECK(test::redacted(toml, "abcdabcd") == "[REDACTED:a][REDACTED:a]");
}

TEST_CASE("a chain of overlapping matches longer than all blocks becomes one token")
{
    const auto scanner = test::scanner_of("[[rule]]\nid = 'a'\nliterals = ['abab']\n");
    for (const auto& [block, size] : {std::pair{16U, 36000U}, {1000U, 100000U}, {1U << 18U, 600000U}}) {
        REQUIRE(size > scanner.margin() + block);
        std::string chain;
        while (chain.size() < size) chain += "ab";
        CHECK(test::run_engine(scanner, "<" + chain + ">", block).output == "<[REDACTED]>");
    }
}

TEST_CASE("what stands together after a removal is searched again until nothing matches")
{
    const std::string toml = "[[rule]]\nid = 'a'\nliterals = ['ab']\naction = 'drop'\n";
    CHECK(test::redacted(toml, "_aabb_") == "__");
    CHECK(test::redacted(toml, "_aaaabbbb_") == "__");
    // Also where the two sides come from different blocks, and long after.
    const auto scanner = test::scanner_of(toml);
    for (std::size_t shift = 0; shift < 40; ++shift) {
        const auto text = std::string(3000 + shift, '-') + "aaabbb" + std::string(3000, '-');
        CHECK(test::run_engine(scanner, text, 32).output == std::string(6000 + shift, '-'));
    }
    // A token gives a border that was missing.
    const std::string border = R"(
[[rule]]
id = "x"
literals = ["XYZ"]
[[rule]]
id = "ip"
category = "ip"
builtin = "ipv4"
)";
    CHECK(test::redacted(border, "XYZ10.0.0.1") == "[REDACTED][REDACTED:ip]");
    const auto bordered = test::scanner_of(border);
    for (std::size_t shift = 0; shift < 40; ++shift) {
        const auto before = std::string(3000 + shift, '-');
        const auto after = std::string(3000, '-');
        CHECK(test::run_engine(bordered, before + "XYZ10.0.0.1" + after, 32).output ==
              before + "[REDACTED][REDACTED:ip]" + after);
    }
}

TEST_CASE("each removal is reported once, those of repeats too")
{
    const auto scanner = test::scanner_of("[[rule]]\nid = 'a'\nliterals = ['ab']\naction = 'drop'\n");
    for (const std::size_t block : {32U, 1U << 18U}) {
        const auto run =
            test::run_engine(scanner, std::string(3000, '-') + "_aabb_ab" + std::string(9000, '-'), block);
        REQUIRE(run.removals.size() == 3);
        std::size_t repeats = 0;
        for (const auto& removal : run.removals) {
            repeats += removal.is_repeat ? 1 : 0;
            if (removal.is_repeat) CHECK(removal.offset == 3001);
        }
        CHECK(repeats == 1);
        CHECK(run.removals[0].offset == 3002);
    }
}

TEST_CASE("what stands together after a removal is found also where the output was about to leave")
{
    const auto scanner = test::scanner_of("[[rule]]\nid = 'a'\nliterals = ['ab']\naction = 'drop'\n");
    std::string text;
    std::string expected;
    while (text.size() < 500000) {
        text += "aaabbb------------";
        expected += "------------";
    }
    for (const std::size_t block : {1000U, 4096U, 5001U, 100000U}) {
        CHECK(test::difference(test::run_engine(scanner, text, block, 2).output, expected) == "");
    }
}

TEST_CASE("a removal that never ends to make new matches is refused with redact.residue")
{
    const auto scanner = test::scanner_of("[[rule]]\nid = 'a'\nliterals = ['ab']\naction = 'drop'\n");
    const auto text = std::string(100, 'a') + std::string(100, 'b');
    CHECK(test::failure([&] { test::run_engine(scanner, text); }) == "4:redact.residue");
}

TEST_CASE("a match longer than the limit is refused, wherever blocks are cut")
{
    const std::string open = "[[rule]]\nid = 'a'\nregex = 'pw:\\S+'\n";
    const std::string front = "[[rule]]\nid = 'a'\nregex = '\\w+@corp'\n";
    const std::string both = "[[rule]]\nid = 'a'\nregex = '(?:pw:\\S+|u=\\w+)'\n";
    const std::string url = "[[rule]]\nid = 'a'\nbuiltin = 'url'\n";
    const std::string mail = "[[rule]]\nid = 'a'\nbuiltin = 'email'\n";
    const auto value = [](std::size_t size) { return std::string(size, 'v'); };
    const auto test_one = [&](const std::string& toml, const std::string& head, const std::string& tail) {
        const auto scanner = test::scanner_of(toml);
        const auto fits = longest_match - head.size() - tail.size();
        for (const std::size_t block : {std::size_t{900}, std::size_t{4096}, std::size_t{1} << 18U}) {
            for (const std::size_t before : {0U, 1U, 5003U}) {
                const auto pad = std::string(before, ' ');
                CHECK(test::run_engine(scanner, pad + head + value(fits) + tail + pad, block).output ==
                      pad + "[REDACTED]" + pad);
                for (const std::size_t more : {1U, 600U, 9000U}) {
                    const auto text = pad + head + value(fits + more) + tail + pad;
                    CHECK(test::failure([&] { test::run_engine(scanner, text, block); }) ==
                          "1:redact.match-length");
                }
            }
        }
    };
    test_one(open, "pw:", "");
    // Also where what must stand behind it is not there, or is there only beyond the block.
    const auto anchored = test::scanner_of("[[rule]]\nid = 'a'\nregex = 'pw:\\S+$'\n");
    for (const std::string behind : {" x", "\nx"}) {
        for (const std::size_t block : {std::size_t{900}, std::size_t{1} << 18U}) {
            const auto text = "pw:" + value(longest_match) + behind;
            CHECK(test::failure([&] { test::run_engine(anchored, text, block); }) == "1:redact.match-length");
        }
    }
    test_one(front, "", "@corp");
    test_one(both, "u=", "");
    test_one(url, "https://h/", "");
    test_one(mail, "", "@example.org");
}

TEST_CASE("one line of any length passes in blocks")
{
    const auto scanner = test::scanner_of(builtin_rules);
    std::string line;
    std::string expected;
    for (int i = 0; i < 20000; ++i) {
        line += "abc,192.0.2.70,한글;";
        expected += "abc,[REDACTED:v4],한글;";
    }
    CHECK(test::run_engine(scanner, line, 4096, 2).output == expected);
}

TEST_CASE("bytes outside the spans stay as they are")
{
    const std::string toml = "[[rule]]\nid = 'a'\ncategory = 'n'\nliterals = ['Kim']\n";
    CHECK(test::redacted(toml, "\xEF\xBB\xBF"
                               "1.50  Kim\r\n\tx\v\f\x01 \xF0\x9F\x98\x80") ==
          "\xEF\xBB\xBF"
          "1.50  [REDACTED:n]\r\n\tx\v\f\x01 \xF0\x9F\x98\x80");
    CHECK(test::redacted(toml, "").empty());
    CHECK(test::redacted(toml, "no line end") == "no line end");
}

TEST_CASE("text that is not UTF-8 is refused with its offset, wherever blocks are cut")
{
    const auto scanner = test::scanner_of("[[rule]]\nid = 'a'\nliterals = ['Kim']\n");
    const auto message = [&](const std::string& text, std::size_t block) {
        try {
            test::run_engine(scanner, text, block);
        } catch (const Error& error) {
            return error.reason() + ": " + error.message();
        }
        return std::string();
    };
    for (const std::string bad :
         {"\xFF", "\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE3\x80", "\xC3"}) {
        for (std::size_t before = 0; before < 1200; before += 97) {
            for (const std::size_t block : {1U, 7U, 64U, 1U << 18U}) {
                const auto text =
                    std::string(before, 'x') + bad + (bad.size() > 1 && bad != "\xC3" ? "" : " y");
                CHECK(message(text, block) == "text.encoding: not UTF-8 at offset " + std::to_string(before));
            }
        }
    }
    // What calls in wide characters of ISO 2022, though all of it is ASCII.
    for (const std::string wide :
         {"\x1B$)C\x0EH+1f\x0F", "\x1B$B6b\x1B(B", "\x1B$@6b", "\x1B$(D6b", "\x1B$A6b", "\x1B$*H"}) {
        for (std::size_t before = 0; before < 12; ++before) {
            for (const std::size_t block : {1U, 2U, 5U, 1U << 18U}) {
                CHECK(message(std::string(before, 'x') + wide, block) ==
                      "text.encoding: characters of ISO 2022 at offset " + std::to_string(before));
            }
        }
    }
    for (const std::string text :
         {"\x1B$", "\x1B$x", "\x1B$5 a", "\x1B$B", "\x1B$B \x1B[0m", "\x1B$(see)", "\x1B$)", "\x1B[0m$ ls"}) {
        for (const std::size_t block : {1U, 2U, 1U << 18U}) CHECK(message(text, block).empty());
    }
    // Tag characters outside a flag.
    const std::string flag = "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F";
    for (const std::string tags : {"\U000E0041", "\U000E0001", "\U000E007F", "\U000E0067\U000E0062\U000E007F",
                                   "\U0001F3F4\U000E0041\U000E0042\U000E007F"}) {
        for (std::size_t before = 0; before < 12; ++before) {
            for (const std::size_t block : {1U, 2U, 5U, 1U << 18U}) {
                const auto at = before + (tags.starts_with("\U0001F3F4") ? 4 : 0);
                CHECK(message(std::string(before, 'x') + tags + "y", block) ==
                      "text.hidden: tag characters, which nothing shows, at offset " + std::to_string(at));
                CHECK(message(flag + std::string(before, 'x') + tags, block) ==
                      "text.hidden: tag characters, which nothing shows, at offset " +
                          std::to_string(at + flag.size()));
            }
        }
    }
    const std::vector<std::string> no_flags{flag.substr(0, flag.size() - 4), flag.substr(0, 12),
                                            flag + "\U000E007F", "\U0001F3F4\U000E0067\U000E007F"};
    for (const auto& tags : no_flags)
        CHECK(message(tags + (tags.size() > flag.size() ? "x" : ""), 1).starts_with("text.hidden: "));
    for (std::size_t before = 0; before < 40; ++before) {
        for (const std::size_t block : {1U, 3U, 1U << 18U})
            CHECK(message(std::string(before, 'x') + flag + flag + "\U0001F3F4 \U000E0100", block).empty());
    }
    CHECK(message("\x1B[1m$)C", 1).empty());
    CHECK(message(std::string("ab\0c", 4), 1) == "text.binary: a zero byte at offset 2: not a text");
    for (std::size_t block = 1; block < 9; ++block) CHECK(message("한글 \xF0\x9F\x98\x80 é", block).empty());
}

TEST_CASE("a failing sink or source ends the run with its own error")
{
    class FullSink final : public io::Sink {
      public:
        void write(ByteView) override { throw system_error(28, "write"); }
        void commit() override {}
        [[nodiscard]] bool is_atomic() const override { return false; }
    };
    class BrokenSource final : public io::Source {
      public:
        std::size_t read(MutableByteView out) override
        {
            if (count_++ > 20) throw system_error(5, "read");
            std::fill(out.begin(), out.end(), std::byte{'x'});
            return out.size();
        }
        [[nodiscard]] const std::string& name() const override { return name_; }

      private:
        int count_ = 0;
        std::string name_ = "broken";
    };
    const auto scanner = test::scanner_of("[[rule]]\nid = 'a'\nliterals = ['Kim']\n");
    for (const std::size_t threads : {1U, 3U}) {
        Engine engine(scanner, {threads, 4096});
        BrokenSource broken;
        io::MemorySink out;
        CHECK(test::failure([&] { engine.run(broken, out, threads, [](const Removal&) {}); }) ==
              "75:io.failed");
        FullSink full;
        io::MemorySource in(as_bytes("Kim"));
        CHECK(test::failure([&] { engine.run(in, full, threads, [](const Removal&) {}); }) ==
              "75:io.nospace");
        // The engine is good for the next text.
        io::MemorySource again(as_bytes("a Kim"));
        io::MemorySink good;
        engine.run(again, good, threads, [](const Removal&) {});
        CHECK(as_text(good.bytes) == "a [REDACTED]");
    }
}

TEST_CASE("the category of a replacement is no context for the values beside it")
{
    const auto scanner = test::scanner_of(
        "[[rule]]\nid = 'a'\ncategory = 'net.domain'\nbuiltin = 'domain'\ncontext = ['domain']\n");
    std::string text = "example.com";
    std::string expected = "[REDACTED:net.domain]";
    for (int i = 0; i < 40; ++i) {
        const std::string weak = ", a-name-long-enough-that-only-one-is-near-the-last.info";
        text += weak;
        expected += weak;
    }
    CHECK(test::run_engine(scanner, text).output == expected);
    CHECK(test::run_engine(scanner, expected).output == expected);
    CHECK(test::run_engine(scanner, "[REDACTED:net.domain] domain a.info").output ==
          "[REDACTED:net.domain] domain [REDACTED:net.domain]");
}
