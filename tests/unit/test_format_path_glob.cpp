#include "pouch/format/path_glob.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

bool matches(const std::string& glob, const std::string& path)
{
    return format::PathGlob(glob).matches(path);
}

/// What the pattern means, by recursion over its characters: slow, and nothing to do with how the library does it.
bool means(std::string_view glob, std::string_view path)
{
    if (glob.empty()) return path.empty();
    if (glob == "**") return !path.empty();
    if (glob.starts_with("**/")) {
        if (means(glob.substr(3), path)) return true;
        const auto slash = path.find('/');
        return slash != std::string_view::npos && means(glob, path.substr(slash + 1));
    }
    if (glob.starts_with("/**") && (glob.size() == 3 || glob[3] == '/')) {
        return means(glob.substr(3), path) ||
               (path.starts_with('/') && (glob.size() == 3 || means(glob.substr(1), path.substr(1))));
    }
    if (glob.front() == '*') {
        return means(glob.substr(1), path) ||
               (!path.empty() && path.front() != '/' && means(glob, path.substr(1)));
    }
    if (path.empty()) return false;
    if (glob.front() == '?' ? path.front() == '/' : glob.front() != path.front()) return false;
    return means(glob.substr(1), path.substr(1));
}

std::string made_of(const std::vector<std::string>& pieces, ByteView choice)
{
    std::string text;
    for (const auto byte : choice) text += pieces[std::to_integer<std::size_t>(byte) % pieces.size()];
    return text;
}

} // namespace

TEST_CASE("a pattern without a slash is about the last component, one with a slash about the whole path")
{
    CHECK(matches("*.txt", "a.txt"));
    CHECK(matches("*.txt", "deep/er/a.txt"));
    CHECK_FALSE(matches("*.txt", "a.txt/b"));
    CHECK(matches("reports/*.txt", "reports/a.txt"));
    CHECK_FALSE(matches("reports/*.txt", "old/reports/a.txt"));
    CHECK_FALSE(matches("reports/*.txt", "reports/old/a.txt"));
    CHECK(matches("**", "a/b/c"));
    CHECK(matches("**/reports/**", "reports/a"));
    CHECK(matches("**/reports/**", "x/y/reports/a/b"));
    CHECK(matches("a/**/b", "a/b"));
    CHECK(matches("a/**/b", "a/x/b/y/b"));
    CHECK_FALSE(matches("a/**/b", "a/x/b/y"));
    CHECK(matches("보고서/?.txt", "보고서/국.txt"));
    CHECK_FALSE(matches("보고서/?.txt", "보고서/국국.txt"));
    CHECK_FALSE(matches("A.txt", "a.txt"));
    CHECK(matches("[a].txt", "[a].txt"));
}

TEST_CASE("a pattern that no path can match is refused")
{
    for (const auto* bad :
         {"",   "/",  "/a",    "a/",   "a//b", "../a", "a/./b", "a**",   "**.txt",   "a/***/b",
          "-a", "a.", "con/x", "a\\b", "a\nb", "a:b",  "x.bdo", "*.BDO", ".pouch/x", "\xFF"}) {
        CAPTURE(bad);
        CHECK(test::failure([&] { format::PathGlob glob(bad); }) == "2:glob.grammar");
    }
}

TEST_CASE("a pattern matches what it means")
{
    const std::vector<std::string> glob_pieces{"a", "b", "*", "?", "/", "/", "**/", "/**", "*a"};
    const std::vector<std::string> path_pieces{"a", "b", "/", "ab", "a/b"};
    std::size_t tried = 0;
    std::size_t matched = 0;
    for (std::uint64_t seed = 1; seed <= 20000; ++seed) {
        const auto random = test::noise(16, seed);
        const ByteView bytes(random);
        const auto glob = made_of(glob_pieces, bytes.first(2 + seed % 6));
        const auto path = made_of(path_pieces, bytes.subspan(8, 2 + seed % 5));
        const bool is_path =
            path.front() != '/' && path.back() != '/' && path.find("//") == std::string::npos;
        if (!is_path || glob.find('/') == std::string::npos ||
            test::failure([&] { format::PathGlob one(glob); }) != "") {
            continue;
        }
        CAPTURE(glob, path);
        ++tried;
        const bool expected = means(glob, path);
        matched += expected ? 1 : 0;
        REQUIRE(matches(glob, path) == expected);
    }
    CHECK(tried > 1000);
    CHECK(matched > 200);
}
