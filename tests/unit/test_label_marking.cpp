#include "label_samples.hpp"
#include "pouch/base/error.hpp"
#include "pouch/label/marking.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using label::Location;
using test::informative;
using test::make_label;
using test::permissive;
using test::restrictive;

namespace {

std::string page(const label::Policy& policy, const label::Label& label, const std::string& language = "")
{
    return marking_of(policy, label, Location::page_bottom, language);
}

std::uint32_t bit(Location where)
{
    return std::uint32_t{1} << static_cast<unsigned>(where);
}

} // namespace

TEST_CASE("the sample label is marked as the reference says")
{
    const auto policy = test::alfa();
    const auto label =
        make_label(policy, "SECRET",
                   {restrictive("Handling", {"HARBOUR"}), permissive("Releasable To", {"ALFA", "KOR"})});
    CHECK(page(policy, label) == "ALFA SECRET HARBOUR REL TO ALFA, Republic of Korea");
    CHECK(marking_of(policy, label, Location::page_top, "") == page(policy, label));
    // The phrase is for pages; elsewhere the name.
    CHECK(marking_of(policy, label, Location::subject, "") == "ALFA SECRET HARBOUR REL TO ALFA, KOR");
    CHECK(color_of(policy, label) == "#C8102E");
}

TEST_CASE("values are shown in the order and spelling of the policy, whatever the label's")
{
    const auto policy = test::alfa();
    const auto label =
        make_label(policy, "secret",
                   {permissive("RELEASABLE TO", {"kor", "alfa"}), restrictive("handling", {"Harbour"})});
    CHECK(page(policy, label) == "ALFA SECRET HARBOUR REL TO ALFA, Republic of Korea");
}

TEST_CASE("NATO markings are those of the NATO directives")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    const auto nato = permissive("Context", {"NATO"});
    const auto check = [&](const std::string& one, std::vector<label::Category> categories) {
        return page(policy, make_label(policy, one, std::move(categories)));
    };
    CHECK(check("UNCLASSIFIED", {nato}) == "NATO UNCLASSIFIED");
    CHECK(check("RESTRICTED", {nato}) == "NATO RESTRICTED");
    CHECK(check("CONFIDENTIAL", {nato}) == "NATO CONFIDENTIAL");
    CHECK(check("SECRET", {nato}) == "NATO SECRET");
    CHECK(check("TOP SECRET", {nato}) == "COSMIC TOP SECRET"); // never NATO TOP SECRET
    CHECK(check("TOP SECRET", {nato, restrictive("Special Category Designators", {"BOHEMIA", "ATOMAL"})}) ==
          "COSMIC TOP SECRET ATOMAL/BOHEMIA");
    CHECK(check("RESTRICTED", {permissive("Context", {"NATO", "Releasable"}),
                               permissive("Releasable To", {"NATO", "KOR"})}) ==
          "NATO RESTRICTED REL TO KOR");
    CHECK(check("RESTRICTED", {permissive("Context", {"NATO", "Releasable"}),
                               permissive("Releasable To", {"NATO", "KOR", "JPN"})}) ==
          "NATO RESTRICTED REL TO JPN, KOR");
    CHECK(check("SECRET", {permissive("Context", {"KFOR"})}) == "NATO/KFOR SECRET");
    CHECK(check("SECRET", {nato, permissive("Only", {"USA", "GBR"})}) == "NATO SECRET GBR, USA ONLY");
    CHECK(check("UNCLASSIFIED", {nato, informative("Administrative", {"MEDICAL"})}) ==
          "NATO UNCLASSIFIED MEDICAL");
}

TEST_CASE("the NATO sample hides the same at every location")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    const auto label = make_label(
        policy, "TOP SECRET",
        {permissive("Context", {"NATO", "Releasable"}), permissive("Releasable To", {"NATO", "KOR"})});
    for (const std::string code : {"pageTop", "pageBottom", "documentStart", "documentEnd", "firstLineOfText",
                                   "lastLineOfText", "subject", "xHeader", "inputTitle", "waterMark"}) {
        CAPTURE(code);
        CHECK(marking_of(policy, label, *label::location_named(code), "") == "COSMIC TOP SECRET REL TO KOR");
    }
}

TEST_CASE("markings follow the language, then its primary subtag, then those of no language")
{
    const auto policy = test::sample_policy("rok-sample.spif.xml");
    const auto label = make_label(
        policy, "군사 II급 비밀",
        {restrictive("취급 제한", {"출처 보호"}), permissive("제공 대상", {"KOR", "NATO", "JPN"})});
    CHECK(page(policy, label) == "군사 II급 비밀 출처 보호 제공 가능: NATO, 일본");
    CHECK(page(policy, label, "ko") == page(policy, label));
    CHECK(page(policy, label, "en") == "ROK SECRET SOURCE PROTECTED REL TO NATO, JPN");
    CHECK(page(policy, label, "en-GB") == page(policy, label, "en"));
    CHECK(page(policy, label, "EN") == page(policy, label, "en"));
    CHECK(page(policy, label, "fr") == page(policy, label));
}

TEST_CASE("each flag of markingData does what it says")
{
    auto policy = test::alfa();
    const auto label = make_label(policy, "SECRET", {permissive("Releasable To", {"ALFA"})});
    auto& alfa = policy.tag_sets[1].tags[0].categories[0];
    auto& data = alfa.markings.data.emplace_back();
    data.locations = bit(Location::page_bottom);
    data.phrase = "Alfa-Land";
    CHECK(page(policy, label) == "ALFA SECRET REL TO Alfa-Land");
    data.replace_policy = true;
    CHECK(page(policy, label) == "Alfa-Land SECRET REL TO ALFA");
    data.no_name_display = true;
    CHECK(page(policy, label) == "Alfa-Land SECRET");
    data.replace_policy = false;
    CHECK(page(policy, label) == "ALFA SECRET REL TO Alfa-Land");
    data.phrase.reset();
    CHECK(page(policy, label) == "ALFA SECRET");
    data.no_name_display = false;
    data.phrase = "x";
    data.no_marking_display = true;
    CHECK(page(policy, label) == "ALFA SECRET");
    data.no_marking_display = false;
    data.suppress_class_name = true;
    CHECK(page(policy, label) == "ALFA REL TO x");
}

TEST_CASE("prefix, suffix and separator of the policy surround and part the whole")
{
    auto policy = test::alfa();
    const auto label =
        make_label(policy, "SECRET",
                   {restrictive("Handling", {"HARBOUR"}), permissive("Releasable To", {"ALFA", "KOR"})});
    policy.markings.qualifiers.push_back({"", false, "[", "]", " - "});
    policy.tag_sets[1].tags[0].markings.qualifiers[0].suffix = " ONLY";
    CHECK(page(policy, label) == "[ALFA - SECRET - HARBOUR - REL TO ALFA, Republic of Korea ONLY]");
}

TEST_CASE("the policy's own replacement of its name comes first, the class's second")
{
    auto policy = test::sample_policy("nato-sample.spif.xml");
    const auto label = make_label(policy, "TOP SECRET", {permissive("Context", {"KFOR"})});
    CHECK(page(policy, label) == "COSMIC TOP SECRET");
    auto& data = policy.markings.data.emplace_back();
    data.locations = bit(Location::page_bottom);
    data.replace_policy = true;
    CHECK(page(policy, label) == "TOP SECRET"); // by nothing
    data.phrase = "EXERCISE";
    CHECK(page(policy, label) == "EXERCISE TOP SECRET");
}

TEST_CASE("a clearance is marked with its classes in order of sensitivity")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    auto clearance = test::sample_clearance("kor.clearance.xml");
    std::swap(clearance.classifications[0], clearance.classifications[1]);
    CHECK(marking_of(policy, clearance, Location::page_bottom, "") == "{UNCLASSIFIED|RESTRICTED} REL TO KOR");
}

TEST_CASE("a label that does not resolve has no marking")
{
    const auto policy = test::alfa();
    CHECK(test::failure([&] { static_cast<void>(page(policy, make_label(policy, "NONE", {}))); }) ==
          "4:label.unknown-class");
    CHECK(test::failure([&] {
              static_cast<void>(page(policy, make_label(policy, "SECRET", {restrictive("X", {"Y"})})));
          }) == "4:label.unknown-category");
}
