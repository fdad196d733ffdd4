#include "pouch/crypto/digest.hpp"
#include "pouch/redact/rules.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// How reading and compiling `toml` fails.
std::string fault(const std::string& toml)
{
    return test::failure([&] { (void)test::scanner_of(toml); });
}

std::string rule(const std::string& rest)
{
    return "[[rule]]\nid = 'R1'\n" + rest;
}

} // namespace

TEST_CASE("a rules file gives rules and target as it says")
{
    RuleSet set;
    read_rules(R"(
version = 1
name = "example"
[target]
name = "KOR"
policy = "p.xml"
clearance = "/abs/c.xml"
unmarked = "keep"
packed = "keep"
members = { pass = ["*.png"], drop = ["*.bak", "tmp/*"] }
[[rule]]
id = "R001"
category = "person.rrn"
builtin = "rrn-kr"
context = ["주민등록번호"]
exempt = ["960101-1234567"]
scope = ["text"]
action = "mask"
priority = 5
[[rule]]
id = "R-2.x_y"
regex = 'a{3}'
ignore_case = true
action = "drop"
)",
               "f", "dir", set);
    CHECK(set.target.name == "KOR");
    CHECK(set.target.policy == "dir/p.xml");
    CHECK(set.target.clearance == "/abs/c.xml");
    CHECK(set.target.unmarked == Unmarked::keep);
    CHECK(set.target.packed == Packed::keep);
    CHECK(set.target.pass == std::vector<std::string>{"*.png"});
    CHECK(set.target.drop.size() == 2);
    REQUIRE(set.rules.size() == 2);
    CHECK(set.rules[0].builtin == recogniser_named("rrn-kr"));
    CHECK(set.rules[0].action == Action::mask);
    CHECK(set.rules[0].priority == 5);
    CHECK(set.rules[0].replacement() == "********");
    CHECK(set.rules[1].ignore_case);
    CHECK(set.rules[1].replacement().empty());
    CHECK(set.digests.size() == 1);

    const auto plain = test::rules_of(rule("category = '사람'\nliterals = ['x']\n"));
    CHECK(plain.rules[0].action == Action::token);
    CHECK(plain.rules[0].replacement() == "[REDACTED:사람]");
    CHECK(plain.target.unmarked == Unmarked::withhold);
    CHECK(plain.target.packed == Packed::refuse);
    CHECK(test::rules_of(rule("literals = ['x']\n")).rules[0].replacement() == "[REDACTED]");
}

TEST_CASE("every fault of a rules file is a usage error with its own reason")
{
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"x = ", "rules.malformed"},
        {"other = 1\n", "rules.key"},
        {"name = 1\n", "rules.value"},
        {"rule = 1\n", "rules.value"},
        {"target = 1\n", "rules.value"},
        {"[target]\nunmarked = 'maybe'\n", "rules.value"},
        {"[target]\npacked = 'maybe'\n", "rules.value"},
        {"[target]\nname = '[x]'\n", "rules.value"},
        {"[target]\nwho = 'x'\n", "rules.key"},
        {"[target]\npolicy = 'p.xml'\n", "rules.target"},
        {"[target]\nclearance = 'c.xml'\n", "rules.target"},
        {"[target]\ntlp = 'BLUE'\n", "rules.value"},
        {"[target]\nmisp = { distribution = 'few' }\n", "rules.value"},
        {"[target]\nnested = 'x'\n", "rules.value"},
        {"[target]\ngap = 'x'\n", "rules.value"},
        {"[target]\nmembers = 1\n", "rules.value"},
        {"[target]\nmembers = { keep = ['x'] }\n", "rules.key"},
        {"[target]\nmembers = { pass = 'x' }\n", "rules.value"},
        {"[target]\nmembers = { pass = [''] }\n", "rules.empty"},
        {"[[rule]]\nliterals = ['x']\n", "rules.id"},
        {"[[rule]]\nid = 'a b'\nliterals = ['x']\n", "rules.id"},
        {"[[rule]]\nid = 1\nliterals = ['x']\n", "rules.value"},
        {"[[rule]]\nid = '" + std::string(65, 'a') + "'\nliterals = ['x']\n", "rules.id"},
        {rule("literals = ['x']\n") + rule("literals = ['y']\n"), "rules.duplicate"},
        {rule(""), "rules.matcher"},
        {rule("literals = ['x']\nregex = 'y'\n"), "rules.matcher"},
        {rule("literals = []\n"), "rules.empty"},
        {rule("literals = ['']\n"), "rules.empty"},
        {rule("literals = 'x'\n"), "rules.value"},
        {rule("literals = [1]\n"), "rules.value"},
        {rule("literals = [\"a\\u0000b\"]\n"), "rules.literal"},
        {rule("literals = ['" + std::string(longest_match + 1, 'x') + "']\n"), "rules.literal"},
        {rule("literals_file = '/etc/passwd'\n"), "rules.path"},
        {rule("literals_file = 'a/../../b'\n"), "rules.path"},
        {rule("builtin = 'social'\n"), "rules.builtin"},
        {rule("builtin = 'ipv4'\nignore_case = true\n"), "rules.key"},
        {rule("builtin = 'url'\ncontext = ['x']\n"), "rules.context"},
        {rule("literals = ['x']\ncategory = 'a]b'\n"), "rules.category"},
        {rule("literals = ['x']\ncategory = 'a b'\n"), "rules.category"},
        {rule("literals = ['x']\ncategory = '" + std::string(65, 'a') + "'\n"), "rules.category"},
        {rule("literals = ['x']\naction = 'hide'\n"), "rules.value"},
        {rule("literals = ['x']\nscope = ['yaml']\n"), "rules.value"},
        {rule("literals = ['x']\nscope = []\n"), "rules.empty"},
        {rule("marking = 'x'\n"), "rules.unsupported"},
        {rule("literals = ['x']\nignore_case = 1\n"), "rules.value"},
        {rule("literals = ['x']\npriority = 1.5\n"), "rules.value"},
        {rule("literals = ['x']\npriority = 1001\n"), "rules.value"},
        {rule("literals = ['x']\ncolour = 'red'\n"), "rules.key"},
        {rule("literals = ['x']\ncontext = ['" + std::string(257, 'x') + "']\n"), "rules.value"},
        {rule("literals = ['x']\nexempt = ['" + std::string(257, 'x') + "']\n"), "rules.value"},
        {rule("regex = 'a*'\n"), "rules.regex"},
        {rule("regex = \"a\\u0000b\"\n"), "rules.regex"},
        {rule("regex = '" + std::string(2049, '(') + "a" + std::string(2049, ')') + "'\n"), "rules.regex"},
        {rule("regex = '" + std::string(100, '(') + "a" + std::string(100, ')') + "b'\n"), "rules.regex"},
        {rule("regex = '[b-a]'\n"), "rules.regex"},
        {rule("literals = ['RED']\n"), "rules.token"},
        {rule("regex = '\\*{8}'\naction = 'mask'\n"), "rules.token"},
        {rule("literals = ['x']\n") + "[[rule]]\nid = 'R2'\nliterals = ['with']\n",
         "rules.token"}, // [portion withheld]
        {rule("literals = ['x']\ncategory = 'abc'\n") + "[[rule]]\nid = 'R2'\nliterals = ['abc']\n",
         "rules.token"},
        {rule("literals = ['x']\ntest_match = ['y']\n"), "rules.example"},
        {rule("literals = ['x']\ntest_no_match = ['axb']\n"), "rules.example"},
        {rule("literals = ['x']\nexempt = ['x']\ntest_match = ['x']\n"), "rules.example"},
        {rule("builtin = 'ipv4'\ncontext = ['host']\ntest_match = ['1.2.3.4']\n"), "rules.example"},
    };
    for (const auto& [toml, reason] : cases) {
        INFO(toml);
        CHECK(fault(toml) == "2:" + reason);
    }
    CHECK(fault(rule("builtin = 'ipv4'\ncontext = ['host']\ntest_match = ['host 1.2.3.4', '10.0.0.1']\n"))
              .empty());
    CHECK(fault(rule("literals = ['x']\ntest_match = ['axb']\ntest_no_match = ['y']\n")).empty());

    RuleSet set;
    for (const std::string version : {"", "version = 2\n", "version = '1'\n"}) {
        CHECK(test::failure([&] { read_rules(version, "f", ".", set); }).substr(0, 8) == "2:rules.");
    }
    read_rules("version = 1\n[target]\nname = 'A'\n", "f", ".", set);
    CHECK(test::failure([&] { read_rules("version = 1\n[target]\nname = 'B'\n", "g", ".", set); }) ==
          "2:rules.target");
    read_rules("version = 1\n" + rule("literals = ['x']\n"), "f", ".", set);
    CHECK(test::failure([&] { read_rules("version = 1\n" + rule("literals = ['x']\n"), "g", ".", set); }) ==
          "2:rules.duplicate");
}

TEST_CASE("errors name file and rule, and never a value")
{
    try {
        (void)test::scanner_of(rule("literals = ['x']\ntest_match = ['topsecret']\n"));
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.message() == "rule R1: test_match 1 does not match");
    }
    try {
        RuleSet set;
        read_rules("version = 1\n" + rule("action = 'topsecret'\nliterals = ['y']\n"), "my.toml", ".", set);
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.message() == "my.toml: rule R1: unknown action topsecret");
    }
}

TEST_CASE("a literals file gives one literal a line, from beside the rules file")
{
    const auto directory =
        std::filesystem::temp_directory_path() / ("pouch-rules-" + std::to_string(::getpid()));
    std::filesystem::create_directories(directory / "lists");
    const auto write = [&](const char* name, const std::string& text) {
        std::ofstream(directory / name, std::ios::binary) << text;
    };
    write("lists/names.txt", "\xEF\xBB\xBF홍길동\r\n\nJane Roe\n # x \n");
    write("bad.txt", "a\xFF");
    write("none.txt", "\n\r\n");
    write("rules.toml", "version = 1\n" + rule("literals_file = 'lists/names.txt'\n"));
    const auto set = read_rule_files({(directory / "rules.toml").string()});
    CHECK(set.rules[0].literals == std::vector<std::string>{"홍길동", "Jane Roe", " # x "});
    const std::string_view list = "\xEF\xBB\xBF홍길동\r\n\nJane Roe\n # x \n";
    CHECK(set.list_digests ==
          std::vector<std::string>{crypto::digest_of(crypto::Algorithm::sha256, as_bytes(list)).hex()});

    const auto failure_of = [&](const char* file) {
        write("rules.toml", "version = 1\n" + rule("literals_file = '" + std::string(file) + "'\n"));
        return test::failure([&] { (void)read_rule_files({(directory / "rules.toml").string()}); });
    };
    CHECK(failure_of("bad.txt") == "2:rules.encoding");
    CHECK(failure_of("none.txt") == "2:rules.empty");
    CHECK(failure_of("missing.txt") == "3:io.missing");
    std::filesystem::remove_all(directory);
}

TEST_CASE("names stand in rules by variant, from the rules or from a file beside them")
{
    const auto set = test::rules_of(rule("names = ['홍길동 | Hong Gil-dong', 'Jane Roe']\n"));
    CHECK(set.rules[0].names == std::vector<std::string>{"홍길동", "Hong Gil-dong", "Jane Roe"});

    const auto directory =
        std::filesystem::temp_directory_path() / ("pouch-names-" + std::to_string(::getpid()));
    std::filesystem::create_directories(directory);
    std::ofstream(directory / "people.txt", std::ios::binary) << "홍길동|Hong Gil-dong\r\n\nJane Roe\n";
    std::ofstream(directory / "rules.toml", std::ios::binary)
        << "version = 1\n" + rule("names_file = 'people.txt'\n");
    const auto from_file = read_rule_files({(directory / "rules.toml").string()});
    CHECK(from_file.rules[0].names == set.rules[0].names);
    std::filesystem::remove_all(directory);

    CHECK(fault(rule("names = []\n")) == "2:rules.empty");
    CHECK(fault(rule("names = ['']\n")) == "2:rules.empty");
    CHECK(fault(rule("names = ['a|']\n")) == "2:rules.name");
    CHECK(fault(rule("names = ['|']\n")) == "2:rules.name");
    CHECK(fault(rule("names = ['" + std::string(256, 'x') + "']\n")) == "");
    CHECK(fault(rule("names = ['" + std::string(257, 'x') + "']\n")) == "2:rules.name");
    CHECK(fault(rule("names = [\"a\\u0000b\"]\n")) == "2:rules.name");
    CHECK(fault(rule("names = ['a']\nliterals = ['b']\n")) == "2:rules.matcher");
    CHECK(fault(rule("names = ['a']\nnames_file = 'b'\n")) == "2:rules.matcher");
    CHECK(fault(rule("names_file = '../b'\n")) == "2:rules.path");
    CHECK(fault(rule("names = ['Redacted']\n")) == "2:rules.token");
}

TEST_CASE(
    "context accepts weak matches near a word, 64 characters on either side, and never rejects strong ones")
{
    const auto scanner =
        test::scanner_of(rule("category = 'ip'\nbuiltin = 'ipv4'\ncontext = ['Host', '주소']\n"));
    const auto run = [&](const std::string& text) { return test::run_engine(scanner, text).output; };
    CHECK(run("1.2.3.4") == "1.2.3.4");
    CHECK(run("10.20.30.40") == "[REDACTED:ip]");
    CHECK(run("hOST 1.2.3.4") == "hOST [REDACTED:ip]");
    CHECK(run("1.2.3.4의 주소") == "[REDACTED:ip]의 주소");
    for (std::size_t gap = 50; gap < 80; ++gap) {
        std::string space;
        for (std::size_t i = 0; i < gap; ++i) space += "한";
        const bool is_near = gap + 4 <= 64; // the whole word within 64 characters
        CHECK(run("host" + space + " 1.2.3.4") ==
              "host" + space + (gap + 5 <= 64 ? " [REDACTED:ip]" : " 1.2.3.4"));
        CHECK(run("1.2.3.4" + space + "host") == (is_near ? "[REDACTED:ip]" : "1.2.3.4") + space + "host");
    }
}

TEST_CASE("exempt spares a whole value and no part of a longer one")
{
    const auto scanner = test::scanner_of(rule("literals = ['Kim', 'Kim Jong']\nexempt = ['Kim']\n"));
    CHECK(test::run_engine(scanner, "Kim").output == "Kim");
    CHECK(test::run_engine(scanner, "Kim Jong, Kim").output == "[REDACTED], Kim");
    const auto crossing = test::scanner_of(rule("literals = ['abc', 'cde']\nexempt = ['abc']\n"));
    CHECK(test::run_engine(crossing, "abc abcde cde").output == "abc [REDACTED] [REDACTED]");
    const auto code =
        test::scanner_of(rule("regex = 'x[a-z]{2,9}'\nexempt = ['xabc']\nignore_case = true\n"));
    CHECK(test::run_engine(code, "XABC xabcd xab").output == "XABC [REDACTED] [REDACTED]");
    const auto address = test::scanner_of(rule("builtin = 'ipv4'\nexempt = ['192.0.2.1']\n"));
    CHECK(test::run_engine(address, "192.0.2.1 192.0.2.10 192.0.2.1/24").output ==
          "192.0.2.1 [REDACTED] 192.0.2.1/24");
}
