#include "pouch/cli/arguments.hpp"
#include "pouch/cli/config.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <istream>
#include <streambuf>

using namespace pouch;

namespace {

cli::Takes takes(const std::string& name)
{
    if (name == "--at" || name == "-o") return cli::Takes::value;
    return name == "--force" || name == "-q" ? cli::Takes::nothing : cli::Takes::unknown;
}

/// What was read, in one line: options with their values, `|`, the command, `|`, operands.
std::string read(const std::vector<std::string>& words)
{
    const auto [command, options, operands] = cli::read_arguments(words, takes, {"check", "show"});
    std::string line;
    for (const auto& [name, value] : options) line += value ? name + "<" + *value + ">" : name;
    line += "|" + command + "|";
    for (const auto& operand : operands) line += "<" + operand + ">";
    return line;
}

} // namespace

TEST_CASE("cli::read_arguments reads words as POSIX and GNU do")
{
    CHECK(read({}) == "||");
    CHECK(read({"--at", "x", "--at=y=z", "-ov", "-o", "w", "-qqou", "--force"}) ==
          "--at<x>--at<y=z>-o<v>-o<w>-q-q-o<u>--force||");
    CHECK(read({"--at", "--force", "-o", "--"}) == "--at<--force>-o<-->||");
    CHECK(read({"a", "-q", "b", "--", "-q", "--", "check"}) == "-q||<a><b><-q><--><check>");
    CHECK(read({"-q", "check", "check", "show"}) == "-q|check|<check><show>");
    CHECK(read({"a", "check"}) == "||<a><check>");
    CHECK(read({"--", "check"}) == "||<check>");
    CHECK(read({"-", "[a,b]", "[]", "{}", "++", "%%"}) == "||<-><[a,b]><[]><{}><++><%%>");
}

TEST_CASE("cli::read_arguments refuses what no option takes, and empty values")
{
    for (const auto* word : {"--nope", "--nope=x", "-n", "-qn", "-5", "-=", "-q=", "--force=", "--force=true",
                             "--at", "-o", "-qo", "---", "--=x"})
        CHECK(test::failure([&] { (void)read({word}); }) == "2:usage");
    CHECK(test::failure([&] { (void)read({"--at=", "x"}); }) == "2:usage.empty");
    CHECK(test::failure([&] { (void)read({"--at", ""}); }) == "2:usage.empty");
    CHECK(test::failure([&] { (void)read({"-o", ""}); }) == "2:usage.empty");
    CHECK(test::failure([&] { (void)read({""}); }) == "2:usage.empty");
    CHECK(test::failure([&] { (void)read({"--", ""}); }) == "2:usage.empty");
}

TEST_CASE("cli::read_config does not take what it could read for all of it")
{
    struct Failing final : std::streambuf {
        explicit Failing(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }
        int_type underflow() override { throw std::ios_base::failure("as a disk may"); }
    };
    std::string text = "[verify]\nmax-files = 1\n";
    Failing buffer(text);
    std::istream input(&buffer);
    CHECK(test::failure([&] { (void)cli::read_config(input, "verify"); }) == "75:io.failed");
}
