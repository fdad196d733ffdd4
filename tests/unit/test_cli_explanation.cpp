#include "pouch/cli/explanation.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;

namespace {

stage::Explanation refused(std::size_t findings)
{
    stage::Explanation told;
    told.where = "a";
    for (std::size_t i = 0; i < findings; ++i)
        told.findings.push_back({"label.test", std::string(1000, 'x')});
    return told;
}

stage::Explanations many()
{
    stage::Explanations all;
    all.add(refused(3000));
    for (int i = 0; i < 5; ++i) all.add(refused(1));
    for (int i = 0; i < 3; ++i) all.add({std::string(stage::explanation_budget, 'n'), "", {}, false, {}});
    return all;
}

} // namespace

TEST_CASE("labels and findings that are not told are counted behind those that are")
{
    const auto all = many();
    const auto text = cli::explanation_text(all, {});
    CHECK(text.ends_with("\nand 6 more labels: 1 pass, 5 do not\n"));
    CHECK(text.find(fmt::format("\n  and {} more\n", all.labels().front().more_findings)) !=
          std::string::npos);

    const auto json = nlohmann::json::parse(cli::explanation_json(all, {}));
    CHECK(json["more"] == nlohmann::json({{"pass", 1}, {"refused", 5}}));
    CHECK(json["labels"][0]["more"] == all.labels().front().more_findings);
    CHECK(json["labels"][0]["findings"].size() + json["labels"][0]["more"].get<std::size_t>() == 3000);
}

TEST_CASE("where all is told nothing is counted")
{
    stage::Explanations all;
    all.add(refused(1));
    CHECK(cli::explanation_text(all, {}).find("more") == std::string::npos);
    CHECK_FALSE(nlohmann::json::parse(cli::explanation_json(all, {})).contains("more"));
}

TEST_CASE("no direction or control character of a policy or a name reaches the terminal, in JSON either")
{
    stage::Explanation told;
    told.where = "a\u202E\u0085";
    told.findings.push_back({"label.test", "값\u202E", "\u009B31m"});
    stage::Explanations all;
    all.add(told);
    const auto json = cli::explanation_json(all, {{"\u202E", "1.2", "p\u2066"}});
    for (const auto* hidden : {"\u202E", "\u0085", "\u009B", "\u2066"})
        CHECK(json.find(hidden) == std::string::npos);
    CHECK(json.find("값") != std::string::npos);
    const auto parsed = nlohmann::json::parse(json);
    CHECK(parsed["labels"][0]["where"] == told.where);
    CHECK(parsed["labels"][0]["findings"][0]["message"] == "값\u202E");
}
