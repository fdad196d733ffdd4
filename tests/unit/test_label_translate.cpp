#include "label_samples.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "pouch/label/translate.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/core.h>
#include <random>

using namespace pouch;
using label::Direction;
using label::Mode;
using test::with;

namespace {

constexpr Instant at{1767225600};

/// BRAVO, to which the sample ALFA refers; it calls things by other names.
const std::string bravo_spif =
    R"(<spif:SPIF xmlns:spif="http://www.xmlspif.org/spif" schemaVersion="2.1" version="1" creationDate="20260101000000Z"
    originatorDN="CN=Policy Office,O=Exercise Bravo" keyIdentifier="00" privilegeId="1.3.26.0.4774.5.24.1" rbacId="1.3.26.0.4774.5.24.1">
 <spif:securityPolicyId name="Bravo Policy" id="1.3.6.1.4.1.32473.2"/>
 <spif:securityClassifications>
  <spif:securityClassification name="OPEN" lacv="10" hierarchy="1"/>
  <spif:securityClassification name="CLOSED" lacv="20" hierarchy="2"/>
 </spif:securityClassifications>
 <spif:securityCategoryTagSets>
  <spif:securityCategoryTagSet name="Places" id="1.3.6.1.4.1.32473.2.1">
   <spif:securityCategoryTag name="Places" tagType="restrictive">
    <spif:tagCategory name="PORT" lacv="7"/>
   </spif:securityCategoryTag>
  </spif:securityCategoryTagSet>
  <spif:securityCategoryTagSet name="For" id="1.3.6.1.4.1.32473.2.2">
   <spif:securityCategoryTag name="For" tagType="permissive">
    <spif:tagCategory name="ALFA" lacv="1"/>
    <spif:tagCategory name="KOREA" lacv="2"/>
    <spif:tagCategory name="BRAVO" lacv="3"/>
   </spif:securityCategoryTag>
  </spif:securityCategoryTagSet>
 </spif:securityCategoryTagSets>
</spif:SPIF>
)";

std::string to_for(const std::string& lacv, const std::string& applied = "both")
{
    return R"(<spif:equivalentSecCategoryTag policyRef="BRAVO" tagSetId="1.3.6.1.4.1.32473.2.2" tagType="permissive" lacv=")" +
           lacv + R"(" applied=")" + applied + R"("/>)";
}

const std::string alfa_value = R"(<spif:tagCategory name="ALFA" lacv="0"/>)";
const std::string kor_value = R"(<spif:tagCategory name="KOR" lacv="410">)";

/// ALFA with the equivalences that it lacks.
std::string full_alfa()
{
    const auto spif =
        with(test::alfa_spif, alfa_value,
             R"(<spif:tagCategory name="ALFA" lacv="0">)" + to_for("1") + "</spif:tagCategory>");
    return with(spif, kor_value, kor_value + to_for("2"));
}

label::Policy policy(const std::string& spif)
{
    return format::read_spif(as_bytes(spif));
}

label::Label sample_label()
{
    return format::read_label(as_bytes(test::alfa_label));
}

label::Translation translated(const std::string& from, const std::string& to = bravo_spif,
                              Direction direction = Direction::sending)
{
    return label::translate(policy(from), sample_label(), policy(to), direction, at, Mode::created);
}

std::string first(const label::Translation& result)
{
    if (result.label) return "translated";
    REQUIRE_FALSE(result.findings.empty());
    return result.findings.front().reason;
}

/// A policy with `count` values in one tag of each kind, each equivalent to the value `count - 1 - i` of `other`.
std::string mirror(const std::string& name, const std::string& other, int count)
{
    const auto id = [](const std::string& who) {
        return who == "LEFT" ? "1.3.6.1.4.1.32473.71" : "1.3.6.1.4.1.32473.72";
    };
    std::string classes;
    std::string sets;
    for (int i = 1; i <= count; ++i) {
        classes += fmt::format(
            R"(<securityClassification name="{0} {1}" lacv="{1}" hierarchy="{1}"><equivalentClassification
            policyRef="{2}" lacv="{1}" applied="both"/></securityClassification>)",
            name, i, other);
    }
    int set = 1;
    for (const std::string kind : {"restrictive", "permissive", "tagType7"}) {
        sets += fmt::format(
            R"(<securityCategoryTagSet name="{0} {1}" id="{2}.{3}"><securityCategoryTag name="t" tagType="{1}"{4}>)",
            name, kind, id(name), set, kind == "tagType7" ? R"( tag7Encoding="bitSetAttributes")" : "");
        for (int i = 0; i < count; ++i) {
            sets += fmt::format(
                R"(<tagCategory name="{0}{1}" lacv="{1}"><equivalentSecCategoryTag policyRef="{2}" tagSetId="{3}.{4}"
                tagType="{5}" lacv="{6}" applied="both"/></tagCategory>)",
                name, i, other, id(other), set, kind, count - 1 - i);
        }
        sets += "</securityCategoryTag></securityCategoryTagSet>";
        ++set;
    }
    return fmt::format(
        R"(<SPIF xmlns="http://www.xmlspif.org/spif" schemaVersion="2.1" version="1" creationDate="20260101000000Z"
        originatorDN="CN=x" keyIdentifier="00" privilegeId="1.3.26.0" rbacId="1.3.26.0"><securityPolicyId name="{0}" id="{1}"/>
        <securityClassifications>{2}</securityClassifications><securityCategoryTagSets>{3}</securityCategoryTagSets>
        <equivalentPolicies><equivalentPolicy name="{4}" id="{5}"/></equivalentPolicies></SPIF>)",
        name, id(name), classes, sets, other, id(other));
}

/// Any label whose names are in `policy`, valid or not.
label::Label random_label(const label::Policy& policy, std::mt19937& random)
{
    std::vector<label::CategoryRef> refs;
    for (const auto& set : policy.tag_sets) {
        for (const auto& tag : set.tags) {
            for (const auto& category : tag.categories) {
                if (tag.kind && random() % 5 == 0) refs.push_back({&set, &tag, &category});
            }
        }
    }
    return test::make_label(policy, policy.classes[random() % policy.classes.size()].name,
                            label::categories_of(std::move(refs), policy));
}

} // namespace

TEST_CASE("a label is translated by the equivalences of its policy")
{
    const auto result = translated(full_alfa());
    REQUIRE(result.label);
    CHECK(result.discarded.empty());
    CHECK(result.label->policy_id == "1.3.6.1.4.1.32473.2");
    CHECK(result.label->policy_name == "Bravo Policy"); // its own name for itself
    CHECK(result.label->classification == "CLOSED");
    REQUIRE(result.label->categories.size() == 2);
    CHECK(result.label->categories[0].values == std::vector<std::string>{"PORT"});
    CHECK(result.label->categories[1].values == std::vector<std::string>{"ALFA", "KOREA"});
    CHECK(result.label->review == sample_label().review);
    CHECK_FALSE(result.label->originator);
}

TEST_CASE("what has no equivalent is refused, never dropped")
{
    const auto result = translated(test::alfa_spif);
    CHECK_FALSE(result.label);
    REQUIRE(result.findings.size() == 2); // both values of Releasable To
    CHECK(result.findings[0].reason == "label.no-equivalent");
    CHECK(result.findings[0].sentence == "'Releasable To=ALFA' has no equivalent in policy 'Bravo Policy'");
    CHECK(first(translated(with(full_alfa(),
                                "<spif:equivalentPolicy name=\"BRAVO\" id=\"1.3.6.1.4.1.32473.2\"/>",
                                "<spif:equivalentPolicy name=\"BRAVO\" id=\"1.3.6.1.4.1.32473.9\"/>"))) ==
          "label.no-equivalent");
    CHECK(first(translated(with(full_alfa(), "policyRef=\"BRAVO\" lacv=\"20\" applied=\"encrypt\"",
                                "policyRef=\"BRAVO\" lacv=\"20\" applied=\"decrypt\""))) ==
          "label.no-equivalent");
}

TEST_CASE("an equivalence counts in the direction it is meant for")
{
    CHECK(first(translated(full_alfa(), bravo_spif, Direction::receiving)) == "label.no-equivalent");
    const auto both = with(full_alfa(), "lacv=\"20\" applied=\"encrypt\"", "lacv=\"20\" applied=\"both\"");
    CHECK(first(translated(both, bravo_spif, Direction::receiving)) == "translated");
    const auto sent = with(both, to_for("2"), to_for("2", "encrypt"));
    CHECK(first(translated(sent, bravo_spif, Direction::receiving)) == "label.no-equivalent");
    CHECK(first(translated(sent)) == "translated");
    // Each direction its own value.
    const auto result = translated(with(both, to_for("2"), to_for("2", "encrypt") + to_for("3", "decrypt")),
                                   bravo_spif, Direction::receiving);
    REQUIRE(result.label);
    CHECK(result.label->categories[1].values == std::vector<std::string>{"ALFA", "BRAVO"});
}

TEST_CASE("an equivalence that is not one, or names what is not there, is refused")
{
    const std::string own =
        R"(<spif:equivalentClassification policyRef="BRAVO" lacv="20" applied="encrypt"/>)";
    CHECK(first(translated(with(full_alfa(), own, own + with(own, "20", "10")))) == "label.ambiguous");
    CHECK(first(translated(with(full_alfa(), own, with(own, "20", "30")))) == "label.equivalent");
    CHECK(first(translated(with(full_alfa(), to_for("2"), to_for("9")))) == "label.equivalent");
    CHECK(first(translated(with(full_alfa(), to_for("2"), with(to_for("2"), "permissive", "restrictive")))) ==
          "label.equivalent");
    const std::string partner = R"(<spif:equivalentPolicy name="BRAVO" id="1.3.6.1.4.1.32473.2"/>)";
    CHECK(first(translated(with(full_alfa(), partner, partner + with(partner, "BRAVO", "B")))) ==
          "label.ambiguous");
}

TEST_CASE("a value vanishes only where the policy discards it, and that is told")
{
    const auto result = translated(
        with(full_alfa(), to_for("2"), with(to_for("2"), "applied=", "action=\"discard\" applied=")));
    REQUIRE(result.label);
    CHECK(result.label->categories[1].values == std::vector<std::string>{"ALFA"});
    CHECK(result.discarded == std::vector<std::string>{"'Releasable To=KOR' is discarded"});
    // A target beside the discard is taken.
    const auto both =
        translated(with(full_alfa(), to_for("2"),
                        to_for("2") + with(to_for("2"), "applied=", "action=\"discard\" applied=")));
    REQUIRE(both.label);
    CHECK(both.discarded.empty());
    CHECK(both.label->categories[1].values.size() == 2);
}

TEST_CASE("required categories of a translation are added, or must be there")
{
    const std::string own =
        R"(<spif:equivalentClassification policyRef="BRAVO" lacv="20" applied="encrypt"/>)";
    const auto rule = [](const std::string& operation, const std::string& groups) {
        return "<spif:requiredCategory operation=\"" + operation + "\">" + groups +
               "</spif:requiredCategory>";
    };
    const auto group = [](const std::string& set, const std::string& what) {
        return "<spif:categoryGroup tagSetRef=\"" + set + "\" tagType=\"permissive\" " + what + "/>";
    };
    const auto by_class = [&](const std::string& rules) {
        return translated(
            with(full_alfa(), own, with(own, "/>", ">" + rules + "</spif:equivalentClassification>")));
    };
    const auto values = [](const label::Translation& result) {
        REQUIRE(result.label);
        return result.label->categories[1].values;
    };
    CHECK(values(by_class(rule("all", group("for", "lacv=\"3\"")))) ==
          std::vector<std::string>{"ALFA", "KOREA", "BRAVO"});
    CHECK(by_class(rule("all", group("For", "lacv=\"3\""))).added.size() == 1); // it admits readers
    CHECK(by_class(rule("all", group("For", "lacv=\"2\""))).added.empty());     // KOR is it already
    CHECK(first(by_class(rule("all", group("For", "lacv=\"4\"")))) == "label.required");
    CHECK(first(by_class(rule("oneOrMore", group("For", "lacv=\"3\"")))) ==
          "label.required"); // never a guess
    CHECK(first(by_class(rule("oneOrMore", group("For", "lacv=\"2\"")))) == "translated");
    CHECK(first(by_class(rule("onlyOne", group("For", "lacv=\"1\"") + group("For", "lacv=\"2\"")))) ==
          "label.required");
    CHECK(first(by_class(rule("all", group("For", "all=\"true\"")))) == "translated");
    CHECK(first(by_class(rule("all", group("Nowhere", "lacv=\"1\"")))) == "label.equivalent");
    // A tag set of the label's own policy is a condition on the label.
    CHECK(first(by_class(rule("oneOrMore", group("Releasable To", "lacv=\"410\"")))) == "translated");
    const auto unmet = with(with(full_alfa(), own,
                                 with(own, "/>",
                                      ">" + rule("all", group("Releasable To", "lacv=\"99\"")) +
                                          "</spif:equivalentClassification>")),
                            kor_value, "<spif:tagCategory name=\"JPN\" lacv=\"99\"/>" + kor_value);
    CHECK(first(translated(unmet)) == "label.required");

    const std::string partner = R"(<spif:equivalentPolicy name="BRAVO" id="1.3.6.1.4.1.32473.2"/>)";
    CHECK(values(translated(
                     with(full_alfa(), partner,
                          with(partner, "/>",
                               ">" + rule("all", group("For", "lacv=\"3\"")) + "</spif:equivalentPolicy>"))))
              .size() == 3);
    const std::string set = R"(<spif:securityCategoryTagSet name="Handling" id="1.3.6.1.4.1.32473.1.1">)";
    const auto of_set = "<spif:equivalentSecurityCategoryTagSet policyRef=\"BRAVO\">" +
                        rule("all", group("For", "lacv=\"3\"")) + "</spif:equivalentSecurityCategoryTagSet>";
    CHECK(values(translated(with(full_alfa(), set, set + of_set))).size() == 3);
    auto plain = sample_label();
    plain.categories.erase(plain.categories.begin()); // the tag set is not in use
    const auto unused = label::translate(policy(with(full_alfa(), set, set + of_set)), plain,
                                         policy(bravo_spif), Direction::sending, at, Mode::created);
    REQUIRE(unused.label);
    CHECK(unused.label->categories.front().values.size() == 2);
}

TEST_CASE("a label that is not valid, before or after, is not translated")
{
    auto bad = sample_label();
    bad.categories.pop_back(); // SECRET wants Releasable To
    const auto result =
        label::translate(policy(full_alfa()), bad, policy(bravo_spif), Direction::sending, at, Mode::created);
    CHECK(first(result) == "label.required");
    const std::string port = R"(<spif:tagCategory name="PORT" lacv="7"/>)";
    CHECK(first(translated(full_alfa(),
                           with(bravo_spif, port, with(port, "/>", " requiredClass=\"OPEN\"/>")))) ==
          "label.required-class");
    const auto obsolete = with(bravo_spif, port, with(port, "/>", " obsolete=\"true\"/>"));
    CHECK(first(translated(full_alfa(), obsolete)) == "label.obsolete");
    CHECK(label::translate(policy(full_alfa()), sample_label(), policy(obsolete), Direction::sending, at,
                           Mode::existing)
              .label);
}

TEST_CASE("a successor is translated with the label, and instead of it when its time has come")
{
    auto dated = sample_label();
    dated.succession = Instant{at.seconds + 1000};
    auto next = sample_label();
    next.classification = "UNCLASSIFIED";
    next.categories.erase(next.categories.begin());
    next.review.reset();
    dated.successor = {next};
    const auto from = policy(full_alfa());
    const auto to = policy(bravo_spif);
    const auto result = label::translate(from, dated, to, Direction::sending, at, Mode::created);
    REQUIRE(result.label);
    REQUIRE(result.label->successor.size() == 1);
    CHECK(result.label->successor.front().classification == "OPEN");
    CHECK(result.label->succession == dated.succession);
    const auto later =
        label::translate(from, dated, to, Direction::sending, *dated.succession, Mode::created);
    REQUIRE(later.label);
    CHECK(later.label->classification == "OPEN");
    CHECK(later.label->review == dated.review);
    dated.successor.front().categories.front().values = {"ALFA"};
    dated.successor.front().classification = "SECRET";
    const auto odd = with(
        full_alfa(), "lacv=\"20\" applied=\"encrypt\"/>",
        "lacv=\"20\" applied=\"encrypt\"><spif:requiredCategory operation=\"oneOrMore\"><spif:categoryGroup "
        "tagSetRef=\"For\" tagType=\"permissive\" "
        "lacv=\"2\"/></spif:requiredCategory></spif:equivalentClassification>");
    const auto refused = label::translate(policy(odd), dated, to, Direction::sending, at, Mode::created);
    CHECK(first(refused) == "label.required"); // the label itself would do, its successor does not
    CHECK_FALSE(refused.label);
}

TEST_CASE("a privacy mark that the other policy does not have is told")
{
    auto marked = sample_label();
    marked.privacy_mark = "CLEAR";
    const auto from = with(
        full_alfa(), "<spif:equivalentPolicies>",
        "<spif:privacyMarks><spif:privacyMark name=\"CLEAR\"/></spif:privacyMarks><spif:equivalentPolicies>");
    const auto result =
        label::translate(policy(from), marked, policy(bravo_spif), Direction::sending, at, Mode::created);
    REQUIRE(result.label);
    CHECK_FALSE(result.label->privacy_mark);
    CHECK(result.discarded.size() == 1);
}

TEST_CASE("what comes out of any label is valid, and nothing vanished that may not")
{
    const auto nato = test::sample_policy("nato-sample.spif.xml");
    const auto rok = test::sample_policy("rok-sample.spif.xml");
    std::mt19937 random(4774);
    std::size_t translated_count = 0;
    for (int i = 0; i < 4000; ++i) {
        const bool is_sent = random() % 2 == 0;
        const auto& from = random() % 2 == 0 ? nato : rok;
        const auto& to = &from == &nato ? rok : nato;
        const auto label = random_label(from, random);
        const auto direction = is_sent ? Direction::sending : Direction::receiving;
        const auto result = label::translate(from, label, to, direction, at, Mode::created);
        if (!result.label) {
            CHECK_FALSE(result.findings.empty());
            continue;
        }
        ++translated_count;
        CHECK(result.findings.empty());
        CHECK(label::findings_of(to, *result.label, at, Mode::created).empty());
        const auto there = label::resolve(to, *result.label).categories;
        for (const auto& ref : label::resolve(from, label).categories) {
            const auto& all = ref.category->equivalents;
            const bool kept = std::any_of(there.begin(), there.end(), [&](const auto& other) {
                return std::any_of(all.begin(), all.end(), [&](const auto& one) {
                    return !one.discard && one.tag_set_id == other.set->id &&
                           one.lacv == other.category->lacv;
                });
            });
            const bool may_vanish =
                std::any_of(all.begin(), all.end(), [](const auto& one) { return one.discard; });
            CHECK((kept || may_vanish));
        }
    }
    CHECK(translated_count > 20);
}

TEST_CASE("there and back is the same label where equivalences are one to one")
{
    const int count = 6;
    const auto left = policy(mirror("LEFT", "RIGHT", count));
    const auto right = policy(mirror("RIGHT", "LEFT", count));
    std::mt19937 random(4778);
    for (int i = 0; i < 500; ++i) {
        auto label = random_label(left, random);
        label.edition = left.edition;
        const auto there = label::translate(left, label, right, Direction::sending, at, Mode::created);
        REQUIRE(there.label);
        CHECK(there.discarded.empty());
        CHECK(*there.label != label);
        const auto back =
            label::translate(right, *there.label, left, Direction::receiving, at, Mode::created);
        REQUIRE(back.label);
        CHECK(*back.label == label);
    }
}

namespace {

/// A policy LEFT or RIGHT with these tag sets, each the equivalent of the other.
std::string small_spif(const std::string& name, const std::string& other, const std::string& sets)
{
    const auto id = [](const std::string& of) { return of == "LEFT" ? "1.2.3.1" : "1.2.3.2"; };
    return fmt::format(
        R"(<SPIF xmlns="http://www.xmlspif.org/spif" schemaVersion="2.1" version="1" creationDate="20260101000000Z"
        originatorDN="CN=x" keyIdentifier="00" privilegeId="1.3.26.0" rbacId="1.3.26.0"><securityPolicyId name="{0}" id="{1}"/>
        <securityClassifications><securityClassification name="SECRET" lacv="1" hierarchy="1"><equivalentClassification
        policyRef="{2}" lacv="1" applied="both"/></securityClassification></securityClassifications>
        <securityCategoryTagSets>{3}</securityCategoryTagSets>
        <equivalentPolicies><equivalentPolicy name="{2}" id="{4}"/></equivalentPolicies></SPIF>)",
        name, id(name), other, sets, id(other));
}

/// The findings where LEFT's values A and B, of two tag sets of `kind`, have equivalents of `target` in one of RIGHT.
std::vector<std::string> reasons(const std::string& kind, const std::string& target, bool with_both)
{
    std::string sets;
    for (const int i : {0, 1}) {
        sets += fmt::format(
            R"(<securityCategoryTagSet name="Set {0}" id="1.2.3.1.{0}"><securityCategoryTag name="t" tagType="{1}">
            <tagCategory name="V{0}" lacv="{0}"><equivalentSecCategoryTag policyRef="RIGHT" tagSetId="1.2.3.2.9"
            tagType="{2}" lacv="{0}" applied="both"/></tagCategory></securityCategoryTag></securityCategoryTagSet>)",
            i, kind, target);
    }
    const auto encoding = target == "tagType7" ? R"( tag7Encoding="bitSetAttributes")" : "";
    const auto other = fmt::format(
        R"(<securityCategoryTagSet name="All" id="1.2.3.2.9"><securityCategoryTag name="t" tagType="{}"{}>
        <tagCategory name="W0" lacv="0"/><tagCategory name="W1" lacv="1"/></securityCategoryTag></securityCategoryTagSet>)",
        target, encoding);
    const auto from = policy(small_spif("LEFT", "RIGHT", sets));
    const auto to = policy(small_spif("RIGHT", "LEFT", other));
    label::Label label;
    label.policy_id = from.id;
    label.policy_name = from.name;
    label.classification = "SECRET";
    label.created = at;
    const auto tag_kind = kind == "permissive" ? label::TagKind::permissive : label::TagKind::restrictive;
    label.categories = {{"1.2.3.1.0", "Set 0", tag_kind, {"V0"}}};
    if (with_both) label.categories.push_back({"1.2.3.1.1", "Set 1", tag_kind, {"V1"}});
    std::vector<std::string> found;
    for (const auto& one : label::translate(from, label, to, Direction::sending, at, Mode::created).findings)
        found.push_back(one.reason);
    return found;
}

} // namespace

TEST_CASE("a translation makes no either of a both, and no limit into none")
{
    const std::vector<std::string> refused = {"label.equivalent"};
    CHECK(reasons("restrictive", "restrictive", true).empty());
    CHECK(reasons("restrictive", "permissive", false).empty());
    CHECK(reasons("restrictive", "permissive", true) == refused);
    CHECK(reasons("permissive", "permissive", false).empty());
    CHECK(reasons("permissive", "permissive", true) == refused);
    CHECK(reasons("permissive", "restrictive", true).empty());
    CHECK(reasons("restrictive", "tagType7", false) == refused);
    CHECK(reasons("permissive", "tagType7", false) == refused);
}
