#include "label_samples.hpp"
#include "pouch/label/nato_profile.hpp"
#include "pouch/label/portion.hpp"
#include "pouch/label/validity.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using test::informative;
using test::make_label;
using test::permissive;

namespace {

/// The NATO sample without the rules that it states itself: as the SPIFs are that NATO publishes.
label::Policy bare_nato()
{
    auto policy = test::sample_policy("nato-sample.spif.xml");
    for (auto& one : policy.classes) one.required.clear();
    for (auto& set : policy.tag_sets) {
        for (auto& tag : set.tags) {
            for (auto& category : tag.categories) {
                category.required.clear();
                category.required_class.clear();
            }
        }
    }
    return policy;
}

std::string reasons(const label::Policy& policy, const std::string& one,
                    std::vector<label::Category> categories)
{
    std::string all;
    for (const auto& finding :
         findings_of(policy, make_label(policy, one, std::move(categories)), {0}, label::Mode::existing)) {
        all += (all.empty() ? "" : " ") + finding.reason;
    }
    return all;
}

} // namespace

TEST_CASE("the NATO policy has an owner and repeats it in Releasable To, whether its SPIF says so or not")
{
    const auto policy = bare_nato();
    CHECK(reasons(policy, "SECRET", {permissive("Context", {"NATO"})}) == "");
    CHECK(reasons(policy, "SECRET", {}) == "label.required");
    CHECK(reasons(policy, "SECRET", {permissive("Context", {"NATO", "KFOR"})}) == "label.required");
    CHECK(reasons(policy, "SECRET", {permissive("Context", {"Releasable"})}) ==
          "label.required label.required");
    CHECK(reasons(policy, "SECRET", {permissive("Context", {"NATO", "Releasable"})}) == "label.required");
    CHECK(reasons(policy, "SECRET",
                  {permissive("Context", {"NATO"}), permissive("Releasable To", {"NATO", "KOR"})}) ==
          "label.required");
    CHECK(reasons(policy, "SECRET",
                  {permissive("Context", {"NATO", "Releasable"}),
                   permissive("Releasable To", {"NATO", "KOR"})}) == "");
    CHECK(reasons(policy, "SECRET",
                  {permissive("Context", {"NATO", "Releasable"}),
                   permissive("Releasable To", {"JPN", "KOR"})}) == "label.required");
    CHECK(reasons(policy, "SECRET",
                  {permissive("Context", {"NATO", "Releasable"}), permissive("Releasable To", {"NATO"})}) ==
          "label.required");
    CHECK(reasons(policy, "SECRET",
                  {permissive("Context", {"NATO"}), informative("Administrative", {"STAFF"})}) ==
          "label.required-class");
    CHECK(reasons(policy, "UNCLASSIFIED",
                  {permissive("Context", {"NATO"}), informative("Administrative", {"STAFF"})}) == "");
}

TEST_CASE("portion marks of the NATO policy are completed, whether its SPIF says so or not")
{
    const auto policy = bare_nato();
    const auto full = test::sample_policy("nato-sample.spif.xml");
    for (const std::string mark : {"NS", "NR//REL TO KOR", "NR//KFOR//REL TO JPN, KOR", "CTS//USA ONLY"}) {
        const auto label = read_portion_mark(policy, mark);
        REQUIRE(label);
        CHECK(findings_of(policy, *label, {0}, label::Mode::existing).empty());
        CHECK(label->categories == read_portion_mark(full, mark)->categories);
    }
}

TEST_CASE("other policies are not held to the rules of NATO")
{
    auto policy = bare_nato();
    policy.id = "1.3.6.1.4.1.32473.9";
    CHECK_FALSE(is_nato(policy));
    CHECK(reasons(policy, "SECRET", {}) == "");
    CHECK(read_portion_mark(policy, "NS")->categories.empty());
    CHECK_FALSE(is_nato(test::sample_policy("rok-sample.spif.xml")));
}
