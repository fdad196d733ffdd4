#include "pouch/stage/explanations.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

label::Finding finding_of(std::size_t size)
{
    return {"label.test", std::string(size, 'x')};
}

stage::Explanation refused(std::size_t findings, std::size_t size)
{
    stage::Explanation told;
    told.where = "a";
    for (std::size_t i = 0; i < findings; ++i) told.findings.push_back(finding_of(size));
    return told;
}

} // namespace

TEST_CASE("labels are told as long as the budget of their kind lasts, and counted from there on")
{
    stage::Explanations all;
    constexpr std::size_t count = 3000;
    for (std::size_t i = 0; i < count; ++i) {
        all.add(refused(1, 1000));
        all.add({std::string(1000, 'n'), "policy", {}, true, {}});
    }
    auto denied = refused(0, 0);
    denied.denial = finding_of(10);
    all.add(denied);
    std::size_t passing = 0;
    for (const auto& one : all.labels())
        if (one.passes()) ++passing;
    const auto others = all.labels().size() - passing;
    CHECK((passing > 1000 && passing < 1100));
    CHECK((others > 1000 && others < 1100));
    CHECK(all.more_that_pass() == count - passing);
    CHECK(all.more_that_do_not() == count + 1 - others);
}

TEST_CASE("a label that does not pass is told though a million that pass came before it")
{
    stage::Explanations all;
    for (int i = 0; i < 1'000'000; ++i) all.add({"some/path/of/a/file", "policy", {}, false, {}});
    all.add(refused(1, 10));
    REQUIRE_FALSE(all.labels().back().passes());
    CHECK(all.more_that_do_not() == 0);
    CHECK(all.labels().size() + all.more_that_pass() == 1'000'001);
}

TEST_CASE("of a label with more findings than the budget the first are told, and one in any case")
{
    stage::Explanations many;
    many.add(refused(3000, 1000));
    REQUIRE(many.labels().size() == 1);
    const auto& told = many.labels().front();
    CHECK((told.findings.size() > 1000 && told.findings.size() < 1100));
    CHECK(told.findings.size() + told.more_findings == 3000);

    stage::Explanations large;
    large.add(refused(2, stage::explanation_budget + 1));
    CHECK(large.labels().front().findings.size() == 1);
    CHECK(large.labels().front().more_findings == 1);
}
