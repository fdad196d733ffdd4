#include "label_samples.hpp"
#include "pouch/base/error.hpp"
#include "pouch/label/portion.hpp"
#include "pouch/label/validity.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using test::make_label;
using test::permissive;
using test::restrictive;

namespace {

/// The categories of the label that `mark` stands for, as `TAG=A,B;TAG=C`.
std::string categories(const label::Policy& policy, const std::string& mark)
{
    const auto label = read_portion_mark(policy, mark);
    if (!label) return "none";
    CHECK(label->policy_id == policy.id);
    std::string text;
    for (const auto& category : label->categories) {
        text += (text.empty() ? "" : ";") + category.tag_name + "=";
        for (const auto& value : category.values) text += (text.back() == '=' ? "" : ",") + value;
    }
    return label->classification + ":" + text;
}

} // namespace

TEST_CASE("NATO portion marks stand for labels with their hidden values")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    CHECK(categories(policy, "NU") == "UNCLASSIFIED:Context=NATO");
    CHECK(categories(policy, "NR") == "RESTRICTED:Context=NATO");
    CHECK(categories(policy, "NC") == "CONFIDENTIAL:Context=NATO");
    CHECK(categories(policy, "NS") == "SECRET:Context=NATO");
    CHECK(categories(policy, "CTS") == "TOP SECRET:Context=NATO");
    CHECK(categories(policy, "NR//REL TO KOR") ==
          "RESTRICTED:Context=NATO,Releasable;Releasable To=NATO,KOR");
    CHECK(categories(policy, "NR//REL TO KOR, JPN") ==
          "RESTRICTED:Context=NATO,Releasable;Releasable To=NATO,JPN,KOR");
    CHECK(categories(policy, "NR//KFOR//REL TO KOR") ==
          "RESTRICTED:Context=KFOR,Releasable;Releasable To=KFOR,KOR");
    CHECK(categories(policy, "NS//ATOMAL/CRYPTO") ==
          "SECRET:Special Category Designators=ATOMAL,CRYPTO;Context=NATO");
    CHECK(categories(policy, "NS//USA, GBR ONLY") == "SECRET:Context=NATO;Only=GBR,USA");
    CHECK(categories(policy, "NU//MEDICAL") == "UNCLASSIFIED:Context=NATO;Administrative=MEDICAL");
}

TEST_CASE("Korean and English portion marks of the ROK sample stand for the same labels")
{
    const auto policy = test::sample_policy("rok-sample.spif.xml");
    CHECK(categories(policy, "II급") == "군사 II급 비밀:제공 대상=KOR");
    CHECK(categories(policy, "대외비//제공 가능: NATO, 일본") == "대외비:제공 대상=KOR,NATO,JPN");
    CHECK(categories(policy, "ROK R//REL TO NATO, JPN") ==
          categories(policy, "대외비//제공 가능: NATO, 일본"));
    CHECK(categories(policy, "ROK S") == categories(policy, "II급"));
    CHECK(categories(policy, "ROK R//제공 가능: NATO") == "none"); // half of each is neither
}

TEST_CASE("blanks around groups and values do not count")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    const auto expected = categories(policy, "NR//REL TO KOR, JPN");
    for (const auto* mark : {"NR // REL TO KOR,JPN", " NR//REL TO  KOR , JPN ", "NR//REL TO JPN, KOR"}) {
        CHECK(categories(policy, mark) == expected);
    }
}

TEST_CASE("what is not exactly a mark of the policy is nothing")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    for (const auto* mark : {"",
                             " ",
                             "//",
                             "NS//",
                             "//NS",
                             "ns",
                             "NX",
                             "N S",
                             "NATO SECRET",
                             "SECRET",
                             "NS/REL TO KOR",
                             "NR//rel to KOR",
                             "NR//REL TO",
                             "NR//REL TO ",
                             "NR//REL TO KOR,",
                             "NR//REL TO ,KOR",
                             "NR//REL TO XXX",
                             "NR//REL TO KOR/JPN",
                             "NR//REL TO KOR JPN",
                             "NR//REL TO KOR, KOR",
                             "NR//REL TO KOR//REL TO JPN",
                             "NR//RELTO KOR",
                             "NR//KOR",
                             "NR//REL TO NATO",
                             "NR//Releasable",
                             "NR//NATO",
                             "NR//ONLY",
                             "NR//USA",
                             "NR//NR",
                             "(NR)",
                             "NR)",
                             "NR//REL TO "
                             "KOR)",
                             "TOP SECRET",
                             "UNCLASSIFIED",
                             "NR\n",
                             "see below"}) {
        CAPTURE(mark);
        CHECK(categories(policy, mark) == "none");
    }
}

TEST_CASE("a mark whose label the policy does not allow is read, and then found out")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    const auto findings = [&](const std::string& mark) {
        const auto label = read_portion_mark(policy, mark);
        REQUIRE(label);
        return findings_of(policy, *label, {0}, label::Mode::existing).size();
    };
    CHECK(findings("NS//BOHEMIA") == 1);
    CHECK(findings("NR//ATOMAL") == 1);
    CHECK(findings("NS//MEDICAL") == 1);
    CHECK(findings("NS//KFOR/EAPC") == 1); // two owners
    CHECK(findings("NS") == 0);
}

TEST_CASE("what a portion mark would show is not supplied")
{
    const auto policy = test::alfa();
    CHECK(categories(policy, "AU") == "UNCLASSIFIED:");
    CHECK(categories(policy, "AS//REL TO ALFA, KOR") == "SECRET:Releasable To=ALFA,KOR");
    const auto label = read_portion_mark(policy, "AS//REL TO KOR"); // ALFA is required, and shown
    REQUIRE(label);
    CHECK(label->categories[0].values == std::vector<std::string>{"KOR"});
    CHECK(findings_of(policy, *label, {0}, label::Mode::existing).size() == 1);
}

TEST_CASE("when two hidden values would do, none is supplied")
{
    auto policy = test::sample_policy("nato-sample.spif.xml");
    policy.id = "1.3.6.1.4.1.32473.9"; // not the NATO policy, whose rules would decide
    // Hide KFOR in portion marks as NATO is hidden: then NR could mean either.
    auto& kfor = policy.tag_sets[1].tags[0].categories[2];
    REQUIRE(kfor.name == "KFOR");
    kfor.markings = policy.tag_sets[1].tags[0].categories[0].markings;
    CHECK(categories(policy, "NR") == "RESTRICTED:");
}

TEST_CASE("a mark that two tags or two classes understand is nothing")
{
    auto policy = test::sample_policy("nato-sample.spif.xml");
    auto twice = policy;
    twice.tag_sets[0].tags[0].categories[0].name = "KFOR"; // a restrictive KFOR beside the context
    CHECK(categories(twice, "NS//KFOR") == "none");
    twice = policy;
    twice.classes[1].markings = twice.classes[0].markings;
    CHECK(categories(twice, "NU") == "none");
}

TEST_CASE("a class without a portion phrase is named in full")
{
    auto policy = test::alfa();
    policy.classes[1].markings.data.clear();
    const auto label = make_label(policy, "SECRET", {permissive("Releasable To", {"ALFA"})});
    CHECK(portion_marking_of(policy, label, "") == "(ALFA SECRET//REL TO ALFA)");
    CHECK(categories(policy, "ALFA SECRET//REL TO ALFA") == "SECRET:Releasable To=ALFA");
}

TEST_CASE("qualifiers for portion marks come before the others, and only there")
{
    auto policy = test::alfa();
    policy.tag_sets[1].tags[0].markings.qualifiers.push_back({"", true, "REL ", std::nullopt, "/"});
    const auto label = make_label(policy, "SECRET", {permissive("Releasable To", {"ALFA", "KOR"})});
    CHECK(portion_marking_of(policy, label, "") == "(AS//REL ALFA/KOR)");
    CHECK(categories(policy, "AS//REL ALFA/KOR") == "SECRET:Releasable To=ALFA,KOR");
    CHECK(categories(policy, "AS//REL TO ALFA, KOR") == "none");
}

TEST_CASE("reading inverts writing for every label that shows all it has")
{
    const auto check = [](const label::Policy& policy, const std::string& language,
                          const std::vector<std::vector<label::Category>>& choices) {
        for (const auto& one : policy.classes) {
            for (const auto& categories_chosen : choices) {
                auto label = make_label(policy, one.name, categories_chosen);
                if (!findings_of(policy, label, {0}, label::Mode::existing).empty()) continue;
                const auto mark = portion_marking_of(policy, label, language);
                CAPTURE(mark);
                REQUIRE(mark.front() == '(');
                REQUIRE(mark.back() == ')');
                const auto again = read_portion_mark(policy, mark.substr(1, mark.size() - 2));
                REQUIRE(again);
                CHECK(again->classification == label.classification);
                CHECK(again->categories == label::categories_of(resolve(policy, label).categories, policy));
            }
        }
    };
    const auto context = [](const std::string& owner) { return permissive("Context", {owner}); };
    std::vector<std::vector<label::Category>> nato;
    for (const std::string owner : {"NATO", "EAPC", "KFOR"}) {
        nato.push_back({context(owner)});
        nato.push_back({context(owner), restrictive("Special Category Designators", {"ATOMAL", "SIOP"})});
        nato.push_back({context(owner), restrictive("Special Category Designators", {"BOHEMIA"})});
        nato.push_back({context(owner), permissive("Only", {"CAN", "GBR", "USA"})});
        nato.push_back(
            {permissive("Context", {owner, "Releasable"}), permissive("Releasable To", {owner, "KOR"})});
        nato.push_back({permissive("Context", {owner, "Releasable"}),
                        permissive("Releasable To", {owner, "AUS", "EU", "JPN", "NZL"})});
    }
    check(test::sample_policy("nato-sample.spif.xml"), "", nato);
    for (const std::string language : {"", "en"}) {
        check(test::sample_policy("rok-sample.spif.xml"), language,
              {{permissive("제공 대상", {"KOR"})},
               {permissive("제공 대상", {"KOR", "NATO", "AUS"})},
               {restrictive("취급 제한", {"암호", "출처 보호"}), permissive("제공 대상", {"KOR", "USA"})}});
    }
}

TEST_CASE("a label that does not resolve has no portion mark")
{
    const auto policy = test::alfa();
    CHECK(test::failure([&] {
              static_cast<void>(portion_marking_of(policy, make_label(policy, "X", {}), ""));
          }) == "4:label.unknown-class");
}
