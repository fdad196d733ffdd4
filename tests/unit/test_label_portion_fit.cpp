#include "label_samples.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/portion_fit.hpp"
#include "pouch/label/validity.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

const Instant present{1767225600};

label::Label nato(const label::Policy& policy, const std::string& classification,
                  std::vector<std::string> releasable = {}, const std::string& owner = "NATO")
{
    std::vector<label::Category> categories{test::permissive("Context", {owner})};
    if (!releasable.empty()) {
        releasable.push_back(owner);
        categories.front().values.emplace_back("Releasable");
        categories.push_back(test::permissive("Releasable To", std::move(releasable)));
    }
    const auto label = test::make_label(policy, classification, std::move(categories));
    REQUIRE(label::findings_of(policy, label, present, label::Mode::existing).empty());
    auto in_words = label;
    in_words.categories = label::categories_of(label::resolve(policy, label).categories, policy);
    return in_words;
}

} // namespace

TEST_CASE("what the owner releases fits what is the owner's")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    CHECK(label::fits(policy, nato(policy, "RESTRICTED"), nato(policy, "RESTRICTED", {"KOR"})));
    CHECK(label::fits(policy, nato(policy, "SECRET"), nato(policy, "UNCLASSIFIED", {"KOR", "JPN"})));
    CHECK_FALSE(label::dominates(policy, nato(policy, "RESTRICTED"), nato(policy, "RESTRICTED", {"KOR"})));
    // Not the other way round, nor above, nor to others.
    CHECK_FALSE(label::fits(policy, nato(policy, "RESTRICTED", {"KOR"}), nato(policy, "RESTRICTED")));
    CHECK_FALSE(label::fits(policy, nato(policy, "RESTRICTED"), nato(policy, "SECRET", {"KOR"})));
    CHECK_FALSE(
        label::fits(policy, nato(policy, "RESTRICTED", {"KOR", "JPN"}), nato(policy, "RESTRICTED", {"KOR"})));
    CHECK(
        label::fits(policy, nato(policy, "RESTRICTED", {"KOR"}), nato(policy, "RESTRICTED", {"KOR", "JPN"})));
}

TEST_CASE("nobody of a clearance of the NATO pattern may read a whole and not a portion that fits it")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    std::vector<label::Label> labels;
    for (const auto* classification : {"UNCLASSIFIED", "RESTRICTED", "SECRET"}) {
        for (const auto& releasable :
             std::vector<std::vector<std::string>>{{}, {"KOR"}, {"JPN"}, {"KOR", "JPN"}})
            labels.push_back(nato(policy, classification, releasable));
    }
    const auto member = test::sample_clearance("nato-member.clearance.xml");
    const auto partner = test::sample_clearance("kor.clearance.xml");
    for (const auto& clearance : {member, partner}) {
        for (const auto& whole : labels) {
            for (const auto& portion : labels) {
                if (!label::decide(policy, whole, clearance).permitted ||
                    !label::fits(policy, whole, portion))
                    continue;
                CHECK(label::decide(policy, portion, clearance).permitted);
            }
        }
    }
}
