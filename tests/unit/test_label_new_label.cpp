#include "label_samples.hpp"
#include "pouch/base/error.hpp"
#include "pouch/label/new_label.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

constexpr Instant created = {1767225600}; // 2026-01-01

label::WantedLabel wanted(const std::string& classification, const std::vector<std::string>& categories)
{
    label::WantedLabel wanted;
    wanted.classification = classification;
    for (const auto& text : categories) wanted.categories.push_back(label::parse_wanted_category(text));
    wanted.created = created;
    wanted.at = created;
    return wanted;
}

std::string refusal(const label::Policy& policy, const label::WantedLabel& wanted)
{
    return test::failure([&] { static_cast<void>(label::new_label(policy, wanted)); });
}

} // namespace

TEST_CASE("what is asked for in any spelling and order comes out in the policy's")
{
    const auto policy = test::alfa();
    const auto label = new_label(policy, wanted("secret", {"releasable TO=kor", "HANDLING = harbour",
                                                           "1.3.6.1.4.1.32473.1.2=Alfa,KOR"}));
    CHECK(label.policy_id == policy.id);
    CHECK(label.policy_name == "ALFA");
    CHECK(label.classification == "SECRET");
    REQUIRE(label.categories.size() == 2); // one for each tag set
    CHECK(label.categories[0] ==
          label::Category{"1.3.6.1.4.1.32473.1.1", "Handling", label::TagKind::restrictive, {"HARBOUR"}});
    CHECK(label.categories[1] ==
          label::Category{
              "1.3.6.1.4.1.32473.1.2", "Releasable To", label::TagKind::permissive, {"ALFA", "KOR"}});
    CHECK(label.created == created);
    CHECK(format_rfc3339(*label.review) == "2036-01-01T00:00:00Z"); // ten years on
}

TEST_CASE("names that the policy does not have are the caller's mistake, and the hint tells those it has")
{
    const auto policy = test::alfa();
    CHECK(refusal(policy, wanted("TOP SECRET", {})) == "2:usage.classification");
    CHECK(refusal(policy, wanted("UNCLASSIFIED", {"Nowhere=x"})) == "2:usage.category");
    CHECK(refusal(policy, wanted("UNCLASSIFIED", {"Releasable To=JPN"})) == "2:usage.category");
    try {
        static_cast<void>(new_label(policy, wanted("UNCLASSIFIED", {"Releasable To=JPN"})));
    } catch (const Error& error) {
        CHECK(error.hint() == "the policy has: ALFA, KOR");
    }
}

TEST_CASE("a label the policy does not allow is refused with every finding")
{
    const auto policy = test::alfa();
    CHECK(refusal(policy, wanted("SECRET", {})) == "4:label.required");
    CHECK(refusal(policy, wanted("UNCLASSIFIED", {"Handling=HARBOUR"})) == "4:label.excluded");
    try {
        static_cast<void>(
            new_label(policy, wanted("UNCLASSIFIED", {"Handling=HARBOUR", "Releasable To=KOR"})));
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.details().size() == 2);
        CHECK(error.reason() == "label.excluded");
    }
}

TEST_CASE("a value that a tag set has in two kinds cannot be asked for")
{
    auto policy = test::alfa();
    auto tag = policy.tag_sets[1].tags[0];
    tag.kind = label::TagKind::restrictive;
    policy.tag_sets[1].tags.push_back(tag);
    CHECK(refusal(policy, wanted("UNCLASSIFIED", {"Releasable To=ALFA"})) == "2:usage.category");
}

TEST_CASE("a review before the creation is refused")
{
    const auto policy = test::alfa();
    auto asked = wanted("UNCLASSIFIED", {});
    asked.review = created;
    CHECK(refusal(policy, asked) == "2:usage.review");
    asked.review = Instant{created.seconds + 1};
    CHECK(refusal(policy, asked).empty());
}

TEST_CASE("categories and originators are written in one form")
{
    const auto category = label::parse_wanted_category(" Releasable To = A , B=C");
    CHECK(category.tag_set == "Releasable To");
    CHECK(category.values == std::vector<std::string>{"A", "B=C"});
    for (const auto* text : {"", "=", "A", "A=", "=B", "A=B,", "A=,B", " =B"}) {
        CAPTURE(text);
        CHECK(test::failure([&] { static_cast<void>(label::parse_wanted_category(text)); }) ==
              "2:usage.category");
    }
    CHECK(label::parse_originator("uniformResourceIdentifier:https://a/b").value == "https://a/b");
    for (const auto* text :
         {"", "a@b", "mail:a@b", "rfc822Name", "rfc822Name:", "rfc822Name: ", "RFC822NAME:a@b"}) {
        CAPTURE(text);
        CHECK(test::failure([&] { static_cast<void>(label::parse_originator(text)); }) ==
              "2:usage.originator");
    }
}

TEST_CASE("a label is valid when it is given, not when it says that it was created")
{
    auto policy = test::alfa();
    policy.not_after = created;
    auto asked = wanted("UNCLASSIFIED", {});
    CHECK(refusal(policy, asked).empty());
    asked.at = Instant{created.seconds + 1};
    CHECK(refusal(policy, asked) == "4:label.not-in-force");
    asked.created = asked.at;
    asked.at = created;
    CHECK(refusal(policy, asked).empty());
}
