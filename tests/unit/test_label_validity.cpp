#include "label_samples.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/validity.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using label::Mode;
using test::informative;
using test::make_label;
using test::permissive;
using test::restrictive;

namespace {

constexpr Instant at = {1767225600};

/// The reasons of all findings, in order.
std::string reasons(const label::Policy& policy, const label::Label& label, Mode mode = Mode::existing,
                    Instant when = at)
{
    std::string all;
    for (const auto& finding : findings_of(policy, label, when, mode)) {
        all += (all.empty() ? "" : " ") + finding.reason;
        CHECK_FALSE(finding.sentence.empty());
    }
    return all;
}

} // namespace

TEST_CASE("the sample label is valid, and its three invalid variants are found out")
{
    const auto policy = test::alfa();
    CHECK(reasons(policy, make_label(policy, "SECRET",
                                     {restrictive("Handling", {"HARBOUR"}),
                                      permissive("Releasable To", {"ALFA", "KOR"})})) == "");
    CHECK(reasons(policy, make_label(policy, "SECRET", {restrictive("Handling", {"HARBOUR"})})) ==
          "label.required");
    CHECK(reasons(policy, make_label(policy, "SECRET", {permissive("Releasable To", {"KOR"})})) ==
          "label.required");
    CHECK(reasons(policy, make_label(policy, "UNCLASSIFIED", {restrictive("Handling", {"HARBOUR"})})) ==
          "label.excluded");
}

TEST_CASE("a finding names the value and the rule")
{
    const auto policy = test::alfa();
    const auto found = findings_of(
        policy, make_label(policy, "SECRET", {permissive("Releasable To", {"KOR"})}), at, Mode::existing);
    REQUIRE(found.size() == 1);
    CHECK(found[0].sentence == "'Releasable To=KOR' requires all of 'Releasable To=ALFA'");
    CHECK(found[0].value == "Releasable To=KOR");
    CHECK(found[0].rule == "requires all of 'Releasable To=ALFA'");
    CHECK(found[0].line == 31);
    CHECK(found[0].remedy == "add 'Releasable To=ALFA'");
}

TEST_CASE("every finding says what would make the label pass, and following it does")
{
    auto policy = test::alfa();
    const auto only = [&](const label::Label& label) {
        const auto found = findings_of(policy, label, at, Mode::existing);
        REQUIRE(found.size() == 1);
        CHECK_FALSE(found[0].value.empty());
        CHECK_FALSE(found[0].rule.empty());
        return found[0];
    };
    CHECK(only(make_label(policy, "SECRET", {})).remedy ==
          "add one of any permissive value of 'Releasable To'");
    CHECK(only(make_label(policy, "TOP", {})).remedy == "one of: UNCLASSIFIED, SECRET");
    const auto excluded = only(make_label(policy, "UNCLASSIFIED", {restrictive("Handling", {"HARBOUR"})}));
    CHECK(excluded.line == 22);
    CHECK(excluded.remedy == "another classification, or leave it out");
    CHECK(only(make_label(policy, "UNCLASSIFIED", {restrictive("Handling", {"X"})})).remedy ==
          "one of: HARBOUR");
    CHECK(only(make_label(policy, "UNCLASSIFIED", {restrictive("Colour", {"X"})})).remedy ==
          "one of: Handling, Releasable To");
    CHECK(only(make_label(policy, "UNCLASSIFIED", {informative("Handling", {"HARBOUR"})})).remedy ==
          "list it as restrictive");
    policy.tag_sets[1].tags[0].max_selection = 1;
    const auto many = only(make_label(policy, "SECRET", {permissive("Releasable To", {"ALFA", "KOR"})}));
    CHECK(many.line == policy.tag_sets[1].tags[0].line);
    CHECK(many.rule == "allows at most 1 of its permissive values");
}

TEST_CASE("a value that is typed in is judged by its kind, and shown as it was typed")
{
    const auto policy = format::read_spif(as_bytes(test::with(
        test::alfa_spif, "<spif:tagCategory name=\"ALFA\" lacv=\"0\"/>",
        "<spif:tagCategory name=\"ALFA\" lacv=\"0\"/><spif:tagCategory name=\"Until\" lacv=\"9\" "
        "userInput=\"date\">"
        "<spif:excludedCategory tagSetRef=\"Handling\" tagType=\"restrictive\"/></spif:tagCategory>")));
    const auto dated = [&](const std::string& day) {
        return make_label(policy, "SECRET", {permissive("Releasable To", {"ALFA", day})});
    };
    CHECK(reasons(policy, dated("2027-02-28")) == "");
    CHECK(reasons(policy, dated("2027-02-29")) == "label.unknown-category");
    CHECK(reasons(policy, dated("Until")) == "label.unknown-category"); // the name is not a value
    const auto refused = findings_of(policy, dated("tomorrow"), at, Mode::existing);
    CHECK(refused[0].remedy == "one of: ALFA, Until (a date YYYY-MM-DD), KOR");
    CHECK(reasons(policy, make_label(policy, "SECRET",
                                     {permissive("Releasable To", {"ALFA", "2027-02-28"}),
                                      restrictive("Handling", {"HARBOUR"})})) == "label.excluded");
    CHECK(reasons(policy, make_label(policy, "SECRET",
                                     {permissive("Releasable To", {"2027-02-28", "2027-02-28"})})) ==
          "label.duplicate");
    CHECK(label::marking_of(policy, dated("2027-02-28"), label::Location::page_top, "") ==
          "ALFA SECRET REL TO ALFA, 2027-02-28");
    label::Clearance clearance{
        policy.id, policy.name, {"SECRET"}, {permissive("Releasable To", {"2027-02-28"})}};
    CHECK(label::decide(policy, make_label(policy, "SECRET", {permissive("Releasable To", {"2027-02-28"})}),
                        clearance)
              .permitted);
    const auto other = label::decide(
        policy, make_label(policy, "SECRET", {permissive("Releasable To", {"2027-03-01"})}), clearance);
    CHECK_FALSE(other.permitted);
    CHECK(other.finding.value == "Releasable To");
}

TEST_CASE("names match in any case and blanks were trimmed, but unknown names are never passed over")
{
    const auto policy = test::alfa();
    CHECK(reasons(policy, make_label(policy, "secret", {permissive("releasable to", {"alfa"})})) == "");
    CHECK(reasons(policy, make_label(policy, "TOP SECRET", {})) == "label.unknown-class");
    CHECK(reasons(policy, make_label(policy, "SECRET", {permissive("Releasable To", {"ALFA", "JPN"})})) ==
          "label.unknown-category");
    CHECK(reasons(policy, make_label(policy, "SECRET",
                                     {permissive("Releasable To", {"ALFA"}),
                                      restrictive("Colour", {"RED"})})) == "label.unknown-category");
    // Every finding is told, not just the first.
    CHECK(
        reasons(policy, make_label(policy, "TOP SECRET",
                                   {permissive("Releasable To", {"JPN"}), restrictive("Colour", {"RED"})})) ==
        "label.unknown-class label.unknown-category label.unknown-category");
}

TEST_CASE("a value of the wrong tag type is found out")
{
    const auto policy = test::alfa();
    CHECK(reasons(policy, make_label(policy, "UNCLASSIFIED", {restrictive("Releasable To", {"ALFA"})})) ==
          "label.tag-type");
    CHECK(reasons(policy, make_label(policy, "UNCLASSIFIED", {informative("Releasable To", {"ALFA"})})) ==
          "label.tag-type");
}

TEST_CASE("a tag set listed twice, a value repeated and a tag set without a value are found out")
{
    const auto policy = test::alfa();
    CHECK(reasons(policy, make_label(policy, "UNCLASSIFIED",
                                     {permissive("Releasable To", {"ALFA"}),
                                      permissive("RELEASABLE TO", {"KOR"})})) == "label.duplicate");
    CHECK(reasons(policy, make_label(policy, "UNCLASSIFIED",
                                     {permissive("Releasable To", {"ALFA", "alfa"})})) == "label.duplicate");
    CHECK(reasons(policy, make_label(policy, "UNCLASSIFIED", {permissive("Releasable To", {})})) ==
          "label.empty-category");
}

TEST_CASE("the policy and tag sets are matched by identifier first, and a name that does not belong is told")
{
    const auto policy = test::alfa();
    auto label = make_label(policy, "UNCLASSIFIED", {permissive("Releasable To", {"ALFA"})});
    label.policy_id.clear();
    CHECK(reasons(policy, label) == "");
    label.policy_name = "BRAVO";
    CHECK(reasons(policy, label) == "label.other-policy");
    label.policy_id = policy.id;
    CHECK(reasons(policy, label) == "label.name-mismatch");
    label.policy_name = "ALFA";
    label.policy_id = "1.3.6.1.4.1.32473.9";
    CHECK(reasons(policy, label) == "label.other-policy");
    label.policy_id = policy.id;
    label.categories[0].tag_set_id = "1.3.6.1.4.1.32473.1.2";
    CHECK(reasons(policy, label) == "");
    label.categories[0].tag_set_id = "1.3.6.1.4.1.32473.1.1"; // that of Handling
    CHECK(reasons(policy, label) == "label.name-mismatch label.unknown-category");
    label.categories[0].tag_set_id = "1.3.6.1.4.1.32473.1.9";
    CHECK(reasons(policy, label) == "label.unknown-category");
}

TEST_CASE("required categories: exactly one, at least one, all")
{
    using Operation = label::RequiredCategory::Operation;
    auto policy = test::alfa();
    auto& rule = policy.classes[0].required.emplace_back();
    rule.groups = {{"Releasable To", label::TagKind::permissive, {}, "0"},
                   {"Releasable To", label::TagKind::permissive, {}, "410"}};
    policy.tag_sets[1].tags[0].categories[1].required.clear();
    const auto with_values = [&](std::vector<std::string> values) {
        std::vector<label::Category> categories;
        if (!values.empty()) categories.push_back(permissive("Releasable To", std::move(values)));
        return reasons(policy, make_label(policy, "UNCLASSIFIED", categories));
    };
    rule.operation = Operation::only_one;
    CHECK(with_values({}) == "label.required");
    CHECK(with_values({"ALFA"}) == "");
    CHECK(with_values({"ALFA", "KOR"}) == "label.required");
    rule.operation = Operation::one_or_more;
    CHECK(with_values({}) == "label.required");
    CHECK(with_values({"KOR"}) == "");
    CHECK(with_values({"ALFA", "KOR"}) == "");
    rule.operation = Operation::all;
    CHECK(with_values({}) == "label.required");
    CHECK(with_values({"KOR"}) == "label.required");
    CHECK(with_values({"ALFA", "KOR"}) == "");
}

TEST_CASE("required class, excluded categories and selection limits are rules")
{
    auto policy = test::alfa();
    auto& values = policy.tag_sets[1].tags[0].categories;
    const auto both = [&] {
        return reasons(policy, make_label(policy, "SECRET", {permissive("Releasable To", {"ALFA", "KOR"})}));
    };
    const auto one = [&] {
        return reasons(policy, make_label(policy, "SECRET", {permissive("Releasable To", {"ALFA"})}));
    };
    CHECK(both() == "");
    values[0].required_class = "UNCLASSIFIED";
    CHECK(both() == "label.required-class");
    values[0].required_class = "SECRET";
    CHECK(both() == "");
    values[0].excluded = {{"Releasable To", label::TagKind::permissive, {}, "410"}};
    CHECK(both() == "label.excluded");
    CHECK(one() == "");
    values[0].excluded = {{"Releasable To", label::TagKind::permissive, {}, {}}};
    CHECK(both() == "label.excluded");
    CHECK(one() == ""); // a value does not exclude itself
    values[0].excluded.clear();
    policy.tag_sets[1].tags[0].max_selection = 1;
    CHECK(both() == "label.selection");
    CHECK(one() == "");
    policy.tag_sets[1].tags[0].max_selection.reset();
    policy.tag_sets[1].tags[0].min_selection = 2;
    CHECK(both() == "");
    CHECK(one() == "label.selection");
    // A limit counts when the tag is there at all.
    CHECK(reasons(policy, make_label(policy, "UNCLASSIFIED", {})) == "");
}

TEST_CASE("policies and categories are in force for a time, the ends included")
{
    auto policy = test::alfa();
    const auto label = make_label(policy, "UNCLASSIFIED", {permissive("Releasable To", {"ALFA"})});
    policy.not_before = at;
    policy.not_after = at;
    CHECK(reasons(policy, label) == "");
    CHECK(reasons(policy, label, Mode::existing, {at.seconds - 1}) == "label.not-in-force");
    CHECK(reasons(policy, label, Mode::existing, {at.seconds + 1}) == "label.not-in-force");
    policy.not_before.reset();
    policy.not_after.reset();
    policy.tag_sets[1].tags[0].categories[0].not_after = at;
    CHECK(reasons(policy, label) == "");
    CHECK(reasons(policy, label, Mode::existing, {at.seconds + 1}) == "label.not-in-force");
}

TEST_CASE("obsolete items stay valid on labels that exist and are refused on new ones")
{
    auto policy = test::alfa();
    const auto label = make_label(policy, "UNCLASSIFIED", {permissive("Releasable To", {"ALFA"})});
    policy.classes[0].obsolete = true;
    policy.tag_sets[1].tags[0].categories[0].obsolete = true;
    CHECK(reasons(policy, label) == "");
    CHECK(reasons(policy, label, Mode::created) == "label.obsolete label.obsolete");
}

TEST_CASE("a privacy mark must be one of the policy")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    auto label = make_label(policy, "UNCLASSIFIED", {permissive("Context", {"NATO"})});
    label.privacy_mark = "clear";
    CHECK(reasons(policy, label) == "");
    label.privacy_mark = "OPAQUE";
    CHECK(reasons(policy, label) == "label.unknown-privacy-mark");
}

TEST_CASE("a rule that names a lacv means every value of that name")
{
    // Real policies repeat a name under two lacvs; the first is what a label resolves to.
    auto policy = test::alfa();
    auto& values = policy.tag_sets[1].tags[0].categories;
    auto twin = values[1];
    twin.lacv = "999";
    values.push_back(twin);
    values[0].excluded = {{"Releasable To", label::TagKind::permissive, {}, "999"}};
    CHECK(reasons(policy, make_label(policy, "SECRET", {permissive("Releasable To", {"ALFA", "KOR"})})) ==
          "label.excluded");
}

TEST_CASE("the NATO sample demands an owner, and what is released repeats it")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    const auto check = [&](const std::string& one, std::vector<label::Category> categories) {
        return reasons(policy, make_label(policy, one, std::move(categories)), Mode::created);
    };
    CHECK(check("SECRET", {permissive("Context", {"NATO"})}) == "");
    CHECK(check("SECRET", {}) == "label.required");
    CHECK(check("SECRET", {permissive("Context", {"NATO", "KFOR"})}) == "label.required");
    CHECK(check("RESTRICTED", {permissive("Context", {"NATO", "Releasable"}),
                               permissive("Releasable To", {"NATO", "KOR"})}) == "");
    CHECK(check("RESTRICTED", {permissive("Context", {"NATO", "Releasable"})}) == "label.required");
    CHECK(check("RESTRICTED",
                {permissive("Context", {"NATO"}), permissive("Releasable To", {"NATO", "KOR"})}) ==
          "label.required label.required");
    CHECK(check("RESTRICTED", {permissive("Context", {"NATO", "Releasable"}),
                               permissive("Releasable To", {"KOR"})}) == "label.required");
    CHECK(check("RESTRICTED", {permissive("Context", {"NATO", "Releasable"}),
                               permissive("Releasable To", {"NATO"})}) == "label.required");
    CHECK(check("RESTRICTED", {permissive("Context", {"KFOR", "Releasable"}),
                               permissive("Releasable To", {"NATO", "KOR"})}) == "label.required");
    CHECK(check("SECRET", {permissive("Context", {"NATO"}),
                           restrictive("Special Category Designators", {"BOHEMIA"})}) ==
          "label.required-class");
    CHECK(check("RESTRICTED", {permissive("Context", {"NATO"}),
                               restrictive("Special Category Designators", {"ATOMAL"})}) == "label.excluded");
    CHECK(check("SECRET", {permissive("Context", {"NATO"}), informative("Administrative", {"STAFF"})}) ==
          "label.required-class");
    CHECK(check("UNCLASSIFIED",
                {permissive("Context", {"NATO"}), informative("Administrative", {"STAFF"})}) == "");
    CHECK(check("SECRET", {permissive("Context", {"NATO", "Releasable"}), permissive("Only", {"USA"}),
                           permissive("Releasable To", {"NATO", "KOR"})}) == "label.excluded label.excluded");
}
