#include "pouch/format/path_set.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;

namespace {

/// Why the first of `paths` that the set refuses is refused, and which; empty if it takes them all.
std::string first_failure(const std::vector<std::string>& paths)
{
    format::PathSet set;
    for (const auto& path : paths) {
        if (auto reason = test::failure([&] { set.add(path); }); !reason.empty()) return reason + " " + path;
    }
    return {};
}

/// The same of paths in order, at once.
std::string first_failure_of_sorted(const std::vector<std::string>& paths)
{
    std::string last;
    const auto reason = test::failure([&] {
        format::check_sorted_paths([&](const format::TakePath& take) {
            for (const auto& path : paths) take(last = path);
        });
    });
    return reason.empty() ? reason : reason + " " + last;
}

std::string of_sorted(std::vector<std::string> paths)
{
    std::sort(paths.begin(), paths.end());
    return first_failure_of_sorted(paths);
}

} // namespace

TEST_CASE("names that some file system takes for the same are refused, at every depth")
{
    CHECK(of_sorted({"a", "b/a", "b/c/a", "b/d", "c"}).empty());
    CHECK(of_sorted({"a", "a"}) == "1:path.duplicate a");
    CHECK(of_sorted({"a/b/c", "a/b/C"}) == "1:path.collision a/b/c");
    CHECK(of_sorted({"a/b/c", "a/B/d"}) == "1:path.collision a/b/c");
    CHECK(of_sorted({"A/b", "a/c"}) == "1:path.collision a/c");
    CHECK(of_sorted({"a", "a/b"}) == "1:path.collision a/b");
    CHECK(of_sorted({"a", "a-b", "a/b"}) == "1:path.collision a/b"); // another name sorts between the two
    CHECK(of_sorted({"d/straße", "d/strasse"}) == "1:path.collision d/straße");
    CHECK(of_sorted({"a/x", "b/X", "c/x/y"}).empty()); // the same names in other directories
}

TEST_CASE("paths in order are judged as paths in any order are")
{
    std::size_t refused = 0;
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
        const auto noise = test::noise(64, seed);
        std::size_t at = 0;
        const auto next = [&](unsigned bound) { return static_cast<unsigned>(noise[at++ % 64]) % bound; };
        std::vector<std::string> paths(1 + next(6));
        for (auto& path : paths) {
            for (auto depth = 1 + next(4); depth > 0; --depth) {
                path += std::string("abcdefgA-.").substr(next(10), 1) + (next(3) == 0 ? "b" : "") +
                        (depth > 1 ? "/" : "");
            }
        }
        std::sort(paths.begin(), paths.end());
        const auto expected = first_failure(paths);
        refused += expected.empty() ? 0U : 1U;
        if (first_failure_of_sorted(paths) != expected) FAIL("seed " << seed << ": " << expected);
    }
    CHECK(refused > 300);
    CHECK(refused < 2700);
}
