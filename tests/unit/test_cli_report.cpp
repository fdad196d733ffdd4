#include "pouch/cli/report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;

namespace {

/// The lines of `report`, parsed.
std::vector<nlohmann::json> objects_of(const std::string& report)
{
    std::vector<nlohmann::json> objects;
    for (std::size_t at = 0; at < report.size();) {
        const auto end = report.find('\n', at);
        objects.push_back(nlohmann::json::parse(report.substr(at, end - at)));
        at = end + 1;
    }
    return objects;
}

} // namespace

TEST_CASE("the hint of an error is a line of its text, and a member of the first of its objects")
{
    const auto error =
        refused("test.reason", "wrong").with_hint("say \"right\"").with_details({"here", "there"});
    CHECK(cli::error_report("tool", error, false) ==
          "tool: wrong [test.reason]\ntool: here\ntool: there\ntool: hint: say \"right\"\n");

    const auto objects = objects_of(cli::error_report("tool", error, true));
    REQUIRE(objects.size() == 3);
    CHECK(objects[0]["hint"] == "say \"right\"");
    CHECK_FALSE(objects[1].contains("hint"));

    const auto one = objects_of(cli::error_report("tool", error, true, "\"count\":7"));
    REQUIRE(one.size() == 1);
    CHECK(one[0]["hint"] == "say \"right\"");
    CHECK(one[0]["count"] == 7);
}

TEST_CASE("an error without a hint has no such member")
{
    CHECK_FALSE(
        objects_of(cli::error_report("tool", refused("test.reason", "wrong"), true))[0].contains("hint"));
}
