#include "pouch/redact/regex_program.hpp"
#include "pouch/redact/regex_syntax.hpp"
#include "pouch/redact/regex_text.hpp"
#include "support/support.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <fmt/core.h>
#include <re2/re2.h>
#include <thread>

using namespace pouch;
using namespace pouch::redact;

namespace {

RegexProgram program_of(const std::string& pattern)
{
    return {"(?:" + pattern + ")", false, shape_of_regex(pattern).copies, "rule R"};
}

} // namespace

TEST_CASE("long repeats are made short, and nothing else that looks like them")
{
    CHECK(with_short_repeats("a{64}b{2}c{0,1}") == "a{2}b{2}c{0,1}");
    CHECK(with_short_repeats("a{3,}b{20,60}?") == "a{2,}b{2,2}?");
    CHECK(with_short_repeats(R"(\{64}[{64}]\\{64})") == R"(\{64}[{64}]\\{2})");
    CHECK(with_short_repeats(R"(\x{AC00}{9}\p{Hangul}{9}\P{L})") == R"(\x{AC00}{2}\p{Hangul}{2}\P{L})");
    CHECK(with_short_repeats(R"([\]{9}[:alpha:]{9}]{9})") == R"([\]{9}[:alpha:]{9}]{2})");
    CHECK(with_short_repeats("(?:가{9}|b){9}") == "(?:가{2}|b){2}");
}

TEST_CASE("copies count what repeats make of a pattern")
{
    CHECK(shape_of_regex("abc").copies == 1);
    CHECK(shape_of_regex("a?b").copies == 1);
    CHECK(shape_of_regex("a{3,9}b{4}|c{5}").copies == 9);
    CHECK(shape_of_regex("(?:(?:ab{2}){3}c){4}").copies == 24);
    CHECK(shape_of_regex("xa{7,}").copies == 8);
}

TEST_CASE("a pattern with long repeats is compiled when it is first run, and then is what it says")
{
    const auto program = program_of("key=[^,]{4,64}");
    CHECK_FALSE(program.is_compiled());
    std::vector<std::thread> threads;
    std::atomic<int> found = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            if (re2::RE2::FullMatch("key=" + std::string(64, 'x'), program.get())) ++found;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(found == 4);
    CHECK(program.is_compiled());
    CHECK_FALSE(re2::RE2::FullMatch("key=xxx", program.get()));
    CHECK_FALSE(re2::RE2::FullMatch("key=" + std::string(65, 'x'), program.get()));
    CHECK(program_of("[0-9]{3}-[0-9]{6}").is_compiled());
}

TEST_CASE("what RE2 does not take is refused at once, long repeats or not")
{
    const auto failure = [](const std::string& pattern) {
        return test::failure([&] { (void)program_of(pattern); });
    };
    CHECK(failure("[나-가]{100}") == "2:rules.regex");
    CHECK(failure("(?:a{40}){40}") == "2:rules.regex"); // written out more than a thousand times
    CHECK(failure(R"(\p{L}{900})") == "2:rules.regex"); // too large when it is written out
}

TEST_CASE("whatever long repeats a pattern has, RE2 takes it when it is run")
{
    constexpr std::array<const char*, 8> items = {"a",        "[0-9a-f]", R"([^\x41,])", ".",
                                                  R"(\p{L})", "가",       "(?:ab|c)",    R"(\S)"};
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto dice = test::noise(64, seed);
        std::size_t next = 0;
        const auto roll = [&](unsigned sides) { return std::to_integer<unsigned>(dice[next++]) % sides; };
        std::string pattern;
        for (unsigned i = 0; i <= roll(3); ++i) {
            const auto least = roll(60);
            pattern += fmt::format("{}{{{},{}}}", items.at(roll(items.size())), least, least + 1 + roll(200));
        }
        pattern = fmt::format("(?:{}x){{1,{}}}", pattern, 1 + roll(3));
        INFO(pattern);
        std::optional<RegexProgram> program;
        const auto said = test::failure([&] { program.emplace(program_of(pattern)); });
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(std::int64_t{8} << 20U);
        const bool is_taken = re2::RE2("(?m)(?:" + pattern + ")", options).ok();
        if (!said.empty()) continue;
        CHECK(is_taken);
        CHECK(program->get().ok());
    }
}
