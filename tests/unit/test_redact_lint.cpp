#include "pouch/crypto/digest.hpp"
#include "pouch/redact/encoding.hpp"
#include "pouch/redact/lint.hpp"
#include "pouch/redact/lint_cost.hpp"
#include "pouch/redact/lint_sample.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// A rule with an example that holds; `rest` says what it finds.
std::string rule(const std::string& id, const std::string& rest, const std::string& example)
{
    return "[[rule]]\nid = '" + id + "'\n" + rest + "\ntest_match = ['" + example + "']\n";
}

/// The findings as `severity reason rule`, one a line.
std::string brief(const LintReport& report)
{
    std::string lines;
    for (const auto& finding : report.findings) {
        lines += std::string(name_of(finding.severity)) + " " + finding.reason + " " + finding.rule + "\n";
    }
    return lines;
}

std::string brief(const std::string& toml)
{
    return brief(lint(test::rules_of(toml)));
}

} // namespace

TEST_CASE("lint says nothing of good rules")
{
    CHECK(brief("").empty());
    CHECK(brief(rule("R1", "builtin = 'ipv4'\nexempt = ['192.0.2.1', '1.2.3.4']\ncontext = ['host']",
                     "10.20.30.40") +
                rule("R2", "regex = 'AB-[0-9]{4}'\nexempt = ['AB-0000']", "AB-1234") +
                rule("R3", "literals = ['Jane Roe', '홍길동']\ncontext = ['by']", "by Jane Roe"))
              .empty());
}

TEST_CASE("lint names every problem, and the rule that has it")
{
    const auto report = lint(test::rules_of(
        "[[rule]]\nid = 'R1'\nliterals = ['topsecret']\ntest_match = ['nothing', 'topsecret', 'none']\n"
        "test_no_match = ['a topsecret']\n" +
        rule("R2", "regex = 'a*'", "a") + rule("R3", "literals = ['REDACTED']", "REDACTED") +
        rule("R4", "regex = 'b{2}x+c'", "bbxc") + rule("R5", "literals = ['withheld']", "withheld") +
        rule("R6", "regex = 'REDACT[A-Z]{2}'", "REDACTED")));
    CHECK(brief(report) == "problem rules.regex R2\n"
                           "problem rules.regex R4\n"
                           "problem rules.token R3\n"
                           "problem rules.token R6\n"
                           "problem rules.token R5\n"
                           "problem rules.example R1\n"
                           "problem rules.example R1\n"
                           "problem rules.example R1\n");
    CHECK(report.count(Severity::problem) == 8);
    CHECK_FALSE(report.is_usable());
    CHECK(text_of(report).find("problem: rule R1: test_match 3 does not match [rules.example]\n") !=
          std::string::npos);
    CHECK(text_of(report).find("topsecret") == std::string::npos);
}

TEST_CASE("lint finds literals that do nothing")
{
    const auto two = [](const std::string& first, const std::string& second) {
        return brief(rule("R1", first, "Jane Roe") + rule("R2", second, "Jane Roe"));
    };
    const std::string one = "literals = ['Jane Roe']\n";
    CHECK(two(one, one) == "warning lint.unreachable R2\n");
    CHECK(brief(rule("R1", "literals = ['Jane Roe', 'Jane Roe']", "Jane Roe")) ==
          "warning lint.unreachable R1\n");
    CHECK(two(one, one + "priority = 1\n") == "warning lint.unreachable R1\n");
    CHECK(two(one, one + "action = 'drop'\n") == "warning lint.unreachable R2\n");
    // A looser one in front covers a strict one; a strict one in front names its own places.
    CHECK(two("literals = ['JANE roe']\nignore_case = true\n", one) == "warning lint.unreachable R2\n");
    CHECK(two(one, "literals = ['jane roe']\nignore_case = true\naction = 'mask'\n").empty());
    // The same replacement: the strict one adds nothing, wherever it stands.
    CHECK(two(one, "literals = ['jane roe']\nignore_case = true\n") == "warning lint.unreachable R1\n");
    // One that finds less covers nothing.
    CHECK(two(one + "exempt = ['Jane Roe']\n", one).substr(0, 8) == "problem "); // its own example fails
    CHECK(brief(rule("R1", one + "context = ['by']\n", "by Jane Roe") + rule("R2", one, "Jane Roe")) ==
          "warning lint.unreachable R1\n");
    CHECK(brief(rule("R1", one + "context = ['by']\ncategory = 'x'\n", "by Jane Roe") +
                rule("R2", one, "Jane Roe"))
              .empty());
    // One that is contained only makes the other wider.
    CHECK(brief(rule("R1", "literals = ['Jane', 'Jane Roe']", "Jane Roe")) == "note lint.wider R1\n");
    CHECK(brief(rule("R1", "literals = ['Jane']", "Jane") + rule("R2", one + "category = 'x'\n", "Jane Roe"))
              .empty());
}

TEST_CASE("lint finds rules with the matcher of another")
{
    const auto two = [](const std::string& first, const std::string& second) {
        return brief(rule("R1", first, "192.0.2.1") + rule("R2", second, "192.0.2.1"));
    };
    const std::string address = "builtin = 'ipv4'\n";
    const std::string regex = "regex = '192\\.0\\.2\\.[0-9]{1,3}'\n";
    CHECK(two(address, address) == "note lint.duplicate R2\n");
    CHECK(two(address, address + "priority = 1\ncategory = 'x'\n") == "note lint.duplicate R1\n");
    CHECK(two(address, address + "action = 'drop'\n") == "warning lint.duplicate R2\n");
    CHECK(two(address + "exempt = ['192.0.2.9']\n", address) == "warning lint.exempt R2\n");
    CHECK(two(address, address + "exempt = ['192.0.2.9']\n") == "warning lint.exempt R2\n");
    CHECK(two(address, address + "context = ['host']\n") == "note lint.duplicate R2\n");
    CHECK(two(address + "context = ['host']\n", address).empty());
    CHECK(two(regex, regex) == "note lint.duplicate R2\n");
    CHECK(two(regex, regex + "ignore_case = true\n").empty());
    CHECK(two(address, regex).empty());
}

TEST_CASE("lint finds exempt values that no whole match is")
{
    const auto exempt = [](const std::string& rest, const std::string& values) {
        return brief(rule("R1", rest + "\nexempt = [" + values + "]", "host 192.0.2.1"));
    };
    CHECK(exempt("builtin = 'ipv4'", "'192.0.2.9/24', 'x', '192.0.2.9', '192.0.2'") ==
          "warning lint.exempt R1\nwarning lint.exempt R1\nwarning lint.exempt R1\n");
    CHECK(exempt("builtin = 'ipv4'\ncontext = ['host']", "'1.2.3.4'")
              .empty()); // weak, and a match beside a word
    CHECK(exempt("regex = '192[.0-9]{1,20}'\ncontext = ['host']", "'192.5'").empty());
    CHECK(exempt("regex = '192[.0-9]{1,20}'", "'192.5x'") == "warning lint.exempt R1\n");
    CHECK(exempt("literals = ['192.0', '0.2.1']", "'192.0.2.1', '192.0'") == "warning lint.exempt R1\n");
    const auto report = lint(
        test::rules_of(rule("R1", "builtin = 'ipv4'\nexempt = ['192.0.2.9', 'topsecret']", "192.0.2.1")));
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].message ==
          "rule R1: exempt 2 does nothing: the rule has no match that is all of it");
}

TEST_CASE("lint warns of short literals and notes rules without examples")
{
    CHECK(brief(rule("R1", "literals = ['Roe', '홍길동']", "Roe")).empty());
    CHECK(brief(rule("R1", "literals = ['Ro']", "Ro")) == "warning lint.short R1\n");
    CHECK(brief(rule("R1", "literals = ['홍길동', '길동', 'xy']", "길동")) ==
          "warning lint.short R1\nnote lint.wider R1\n");
    CHECK(brief("[[rule]]\nid = 'R1'\nliterals = ['Roe']\ntest_no_match = ['x']\n") ==
          "note lint.example R1\n");
}

TEST_CASE("lint finds globs of members that match nothing")
{
    const auto members = [](const std::string& inner) {
        return brief("[target]\nmembers = { " + inner + " }\n");
    };
    CHECK(members("pass = ['*.png'], drop = ['*.bak']").empty());
    CHECK(members("pass = ['*.png', '*.bak'], drop = ['*.bak']") == "warning lint.members \n");
    CHECK(members("pass = ['a/*.png'], drop = ['*']") == "warning lint.members \n");
    for (const std::string glob : {"/a", "./a", "a/../b", "a//b", "a/", "."}) {
        INFO(glob);
        CHECK(members("drop = ['" + glob + "']") == "warning lint.members \n");
    }
    CHECK(members("pass = ['.a', 'a.', '..a/b']").empty());
}

TEST_CASE("lint notes that an allow-list is one of its own format only")
{
    CHECK(brief("[target]\nonly = ['/a']\n") == "note lint.only \n");
    CHECK(brief("[target]\ncsv = { only = ['a'] }\n") == "note lint.only \n");
    CHECK(brief("[target]\ncsv = { label = 'a' }\n").empty());
}

TEST_CASE("lint measures each rule that compiles, on a sample that has matches for the usual ones")
{
    const auto sample = lint_sample();
    CHECK(sample.size() <= std::size_t{1} << 20U);
    CHECK(sample.size() > (std::size_t{1} << 20U) - 4096);
    CHECK(sample.back() == '\n');
    CHECK_NOTHROW(check_text(sample, 0));
    CHECK(
        crypto::digest_of(crypto::Algorithm::sha256, as_bytes(sample)).hex() ==
        "99b4898d82a46a4b3c8918c65b009aaa8b07757a4a3404f25b496044a1f2d544"); // what a rule finds in it stays comparable

    const auto report = lint(test::rules_of(rule("NONE", "literals = ['zzz-zzz']", "zzz-zzz") +
                                            rule("BAD", "regex = 'a*'", "a") +
                                            rule("ADDRESS", "builtin = 'ipv4'", "192.0.2.1") +
                                            rule("PHONE", "builtin = 'phone-kr'", "010-0000-1234")));
    REQUIRE(report.costs.size() == 3);
    for (std::size_t i = 1; i < report.costs.size(); ++i)
        CHECK(report.costs[i - 1].nanoseconds >= report.costs[i].nanoseconds);
    for (const auto& cost : report.costs) {
        CHECK((cost.rule == "NONE") == (cost.matches == 0));
        CHECK(cost.nanoseconds >= 0);
    }
    CHECK(text_of(report).find("measured on this machine") != std::string::npos);
    // A rule that would refuse ordinary text.
    CHECK(brief(rule("R1", "regex = 'x[^ㅋ]+'", "xy")) == "warning lint.match-length R1\n");
}

TEST_CASE("lint of files names every file that cannot be read and every rule in it that is wrong")
{
    const auto directory =
        std::filesystem::temp_directory_path() / ("pouch-lint-" + std::to_string(::getpid()));
    std::filesystem::create_directories(directory);
    const auto write = [&](const char* name, const std::string& text) {
        std::ofstream(directory / name, std::ios::binary) << text;
        return (directory / name).string();
    };
    const auto first = write("first.toml", "version = 1\nother = 1\n[target]\npolicy = 'none.xml'\n"
                                           "clearance = 'none.xml'\n" +
                                               rule("R1", "builtin = 'url'\ncontext = ['x']", "x") +
                                               rule("R2", "literals_file = 'none.txt'", "x") +
                                               rule("R3", "literals = ['Roe']", "Roe"));
    const auto second =
        write("second.toml", "version = 1\n[target]\n" + rule("R3", "literals = ['x']", "x") +
                                 rule("R4", "colour = 1", "x") + rule("R5", "regex = '('", "x"));
    const auto broken = write("broken.toml", "version = ");
    const auto report =
        lint_rule_files({first, second, broken, (directory / "none.toml").string()}, Instant{});
    std::string reasons;
    for (const auto& finding : report.findings) reasons += finding.reason + "\n";
    CHECK(reasons == "rules.key\nrules.context\nio.missing\nrules.target\nrules.duplicate\nrules.key\n"
                     "rules.malformed\nio.missing\nio.missing\nrules.regex\n");
    CHECK(report.count(Severity::problem) == report.findings.size());
    CHECK(report.findings[1].message ==
          first + ": rule R1: context has no meaning for this builtin, whose matches "
                  "are never weak");
    CHECK(report.costs.size() == 1);
    std::filesystem::remove_all(directory);
}

TEST_CASE("the rule packs hold for each alone and for all together, with nothing to warn of")
{
    std::vector<std::string> packs;
    for (const auto& entry : std::filesystem::directory_iterator(POUCH_SOURCE_DIR "/lib/rules"))
        packs.push_back(entry.path().string());
    std::sort(packs.begin(), packs.end());
    REQUIRE(packs.size() == 4);
    const auto is_clean = [](const std::vector<std::string>& paths) {
        const auto report = lint_rule_files(paths, Instant{});
        INFO(text_of(report));
        CHECK(report.count(Severity::problem) + report.count(Severity::warning) == 0);
        CHECK(report.costs.size() > 4);
        for (const auto& rule : read_rule_files(paths).rules) {
            INFO(rule.id);
            CHECK_FALSE(rule.test_match.empty());
            CHECK_FALSE(rule.test_no_match.empty());
        }
    };
    for (const auto& pack : packs) is_clean({pack});
    is_clean(packs);
}
