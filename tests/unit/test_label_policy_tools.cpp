#include "label_samples.hpp"
#include "pouch/label/policy_diff.hpp"
#include "pouch/label/policy_lint.hpp"
#include "pouch/label/policy_search.hpp"
#include "pouch/label/policy_show.hpp"
#include "pouch/label/validity.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <fmt/core.h>

using namespace pouch;
using test::with;

namespace {

constexpr Instant at = {1767225600};
const std::string& spif = test::alfa_spif;

label::Policy read(const std::string& text)
{
    return format::read_spif(as_bytes(text));
}

/// ALFA without what lint has to say about it.
std::string tidy()
{
    auto text =
        with(spif, R"(<spif:markingData phrase="Republic of Korea")", R"(<spif:markingData phrase="Korea")");
    return with(text, "applied=\"encrypt\"", "applied=\"both\"");
}

/// The findings as `reason line`.
std::vector<std::string> lint(const std::string& text, bool usable = true)
{
    const auto result = label::lint(read(text), at);
    CHECK(result.usable == usable);
    std::vector<std::string> found;
    for (const auto& one : result.findings) {
        CHECK_FALSE(one.sentence.empty());
        CHECK_FALSE(one.remedy.empty());
        found.push_back(one.reason + " " + std::to_string(one.line));
    }
    return found;
}

using Lines = std::vector<std::string>;

bool has(const Lines& lines, const std::string& line)
{
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

} // namespace

TEST_CASE("lint has nothing to say of a tidy policy, nor of the samples")
{
    CHECK(lint(tidy()).empty());
    for (const auto* name : {"nato-sample.spif.xml", "rok-sample.spif.xml"}) {
        CHECK(lint(std::string(as_text(test::policy_file(name)))).empty());
    }
}

TEST_CASE("lint finds what no label can have")
{
    const std::string excluded = "<spif:excludedClass>UNCLASSIFIED</spif:excludedClass>";
    CHECK(lint(with(tidy(), excluded, excluded + "<spif:excludedClass>SECRET</spif:excludedClass>")) ==
          Lines{"policy.unreachable 20"});
    CHECK(lint(with(tidy(), "name=\"HARBOUR\" lacv=\"0\"",
                    "name=\"HARBOUR\" lacv=\"0\" requiredClass=\"UNCLASSIFIED\"")) ==
          Lines{"policy.unreachable 20"});
    // KOR requires ALFA and excludes it: only the search can tell what follows from several rules.
    const std::string end = "</spif:requiredCategory>\n    </spif:tagCategory>\n    <spif:markingQualifier";
    CHECK(
        lint(with(
            tidy(), end,
            R"(</spif:requiredCategory><spif:excludedCategory tagSetRef="Releasable To" tagType="permissive" lacv="0"/>
    </spif:tagCategory>
    <spif:markingQualifier)")) == Lines{"policy.unreachable 29"});
    // A classification that wants two values of which each excludes the other.
    const auto closed = with(tidy(), R"(operation="oneOrMore">
    <spif:categoryGroup tagSetRef="Releasable To" tagType="permissive" all="true"/>)",
                             R"(operation="all">
    <spif:categoryGroup tagSetRef="Releasable To" tagType="permissive" lacv="0"/>
    <spif:categoryGroup tagSetRef="Releasable To" tagType="permissive" lacv="410"/>)");
    const auto found =
        lint(with(closed, "<spif:tagCategory name=\"ALFA\" lacv=\"0\"/>",
                  "<spif:tagCategory name=\"ALFA\" lacv=\"0\"><spif:excludedCategory "
                  "tagSetRef=\"Releasable To\" tagType=\"permissive\" lacv=\"410\"/></spif:tagCategory>"));
    CHECK(has(found, "policy.unreachable 12"));
    CHECK(has(found, "policy.unreachable 21")); // HARBOUR is for SECRET only
}

TEST_CASE("lint tells that a policy cannot be used at all")
{
    auto text = with(
        tidy(), "<spif:markingData phrase=\"AU\">",
        R"(<spif:requiredCategory operation="all"><spif:categoryGroup tagSetRef="Handling" tagType="restrictive" all="true"/></spif:requiredCategory><spif:markingData phrase="AU">)");
    text = with(text, "<spif:excludedClass>UNCLASSIFIED</spif:excludedClass>",
                "<spif:excludedClass>UNCLASSIFIED</spif:excludedClass><spif:excludedClass>SECRET</"
                "spif:excludedClass>");
    text = with(text, "tagSetRef=\"Releasable To\" tagType=\"permissive\" all=\"true\"",
                "tagSetRef=\"Handling\" tagType=\"restrictive\" all=\"true\"");
    CHECK_FALSE(lint(text, false).empty());
}

TEST_CASE("lint finds selections, windows, twins and markings that cannot be meant")
{
    const auto tag = [](const std::string& attributes) {
        return with(tidy(), R"(name="Releasable To" tagType="permissive">)",
                    R"(name="Releasable To" tagType="permissive" )" + attributes + ">");
    };
    CHECK(has(lint(tag("minSelection=\"3\"")), "policy.selection 27"));
    CHECK(has(lint(tag("minSelection=\"2\" singleSelection=\"true\"")), "policy.selection 27"));
    CHECK(lint(tag("minSelection=\"2\"")).empty());
    CHECK(lint(with(tidy(), "lacv=\"410\"", "lacv=\"0\"")) == Lines{"policy.ambiguous 29"});
    CHECK(lint(with(tidy(), "phrase=\"AS\"", "phrase=\"AU\"")) == Lines{"policy.ambiguous 9"});
    CHECK(lint(with(tidy(), "color=\"green\"", "")) == Lines{"policy.marking 5"});
    CHECK(lint(with(tidy(), "phrase=\"AS\"", "")) == Lines{"policy.marking 9"});
    CHECK(lint(with(tidy(), ">portionMarking<", ">sideways<")) == Lines{"policy.odd 0", "policy.marking 5"});
    CHECK(lint(with(
              tidy(), "name=\"HARBOUR\" lacv=\"0\"",
              "name=\"HARBOUR\" lacv=\"0\" notBefore=\"20270101000000Z\" notAfter=\"20260601000000Z\"")) ==
          Lines{"policy.window 20"});
    CHECK(lint(with(tidy(), "version=\"1\"", "version=\"1\" notAfter=\"20250101000000Z\"")) ==
          Lines{"policy.window 1"});
    CHECK(lint(with(tidy(), "name=\"HARBOUR\" lacv=\"0\"",
                    "name=\"HARBOUR\" lacv=\"0\" userInput=\"string\"")) == Lines{"policy.input 20"});
    CHECK(lint(with(
              tidy(), "<spif:excludedClass>UNCLASSIFIED",
              "<spif:markingData><spif:code>pageTopBottom</spif:code><spif:code>noMarkingDisplay</spif:code>"
              "</spif:markingData><spif:excludedClass>UNCLASSIFIED")) == Lines{"policy.marking 20"});
    CHECK(
        lint(with(tidy(), "<spif:equivalentClassification policyRef=\"BRAVO\" lacv=\"10\" applied=\"both\"/>",
                  "<spif:equivalentClassification policyRef=\"BRAVO\" lacv=\"10\" applied=\"both\"/>"
                  "<spif:equivalentClassification policyRef=\"BRAVO\" lacv=\"11\" applied=\"encrypt\"/>")) ==
        Lines{"policy.ambiguous 6"});
    CHECK(lint(with(tidy(), "<spif:equivalentPolicies>",
                    "<spif:equivalentPolicies><spif:equivalentPolicy name=\"CHARLIE\" id=\"1.3.6\"/>")) ==
          Lines{"policy.equivalence 42"});
}

TEST_CASE("lint is silent where only a typed value would do")
{
    const auto typed = with(tidy(), R"(<spif:tagCategory name="ALFA" lacv="0"/>)",
                            R"(<spif:tagCategory name="ALFA" lacv="0" userInput="string"/>)");
    CHECK(lint(typed).empty());
}

TEST_CASE("what the search finds is valid, and it finds something for every value of the samples")
{
    for (const auto* name : {"nato-sample.spif.xml", "rok-sample.spif.xml"}) {
        const auto policy = test::sample_policy(name);
        label::LabelSearch search(policy);
        for (const auto& value : search.values()) {
            bool found = false;
            for (const auto& one : policy.classes) {
                const auto result = search.find(one, {value});
                if (!result.found) continue;
                found = true;
                const auto label = label_with(policy, one, result.categories);
                CHECK(findings_of(policy, label, at, label::Mode::existing).empty());
            }
            CHECK(found);
        }
    }
}

TEST_CASE("show says all of a policy in words")
{
    const auto text = text_of(read(spif));
    for (const auto* line :
         {"policy ALFA (1.3.6.1.4.1.32473.1)\n", "\n  SECRET  lacv 4, hierarchy 4, #C8102E\n",
          "\n    requires at least one of any permissive value of 'Releasable To'\n",
          "\n    equivalent in BRAVO: lacv 20 when sending\n", "\ntag set Handling (1.3.6.1.4.1.32473.1.1)\n",
          "\n      not at classification 'UNCLASSIFIED'\n", "\n      requires all of 'Releasable To=ALFA'\n",
          "\n      shown pageTop pageBottom: \"Republic of Korea\"\n",
          "\n    shown every place: prefix \"REL TO \" separator \", \"\n",
          "\nequivalent policy BRAVO (1.3.6.1.4.1.32473.2)\n"}) {
        CAPTURE(line);
        CHECK(text.find(line) != std::string::npos);
    }
    const auto hostile = text_of(read(with(spif, "name=\"HARBOUR\"", "name=\"HAR&#x202E;BOUR\"")));
    CHECK(hostile.find("HAR\\u{202e}BOUR") != std::string::npos);
}

TEST_CASE("a policy does not differ from itself")
{
    for (const auto* name : {"nato-sample.spif.xml", "rok-sample.spif.xml"}) {
        const auto policy = test::sample_policy(name);
        const auto same = label::diff(policy, policy, 500);
        CHECK(same.is_empty());
        CHECK(same.examined > 0);
    }
    CHECK(label::diff(read(spif), read(spif)).is_complete);
    CHECK(label::diff(read(spif), read(spif), 3).examined == 3);
    CHECK_FALSE(label::diff(read(spif), read(spif), 3).is_complete);
}

TEST_CASE("diff tells what becomes readable to whom, and what no longer is")
{
    const auto more =
        with(spif, "<spif:tagCategory name=\"ALFA\" lacv=\"0\"/>",
             "<spif:tagCategory name=\"ALFA\" lacv=\"0\"/><spif:tagCategory name=\"JPN\" lacv=\"392\"/>");
    const auto added = label::diff(read(spif), read(more));
    CHECK(added.items == Lines{"+ value 'Releasable To=JPN'"});
    CHECK(added.labels ==
          Lines{"+ UNCLASSIFIED; Releasable To=JPN: becomes readable to UNCLASSIFIED and 'Releasable To=JPN'",
                "+ SECRET; Releasable To=JPN: becomes readable to SECRET and 'Releasable To=JPN'"});
    CHECK(added.readers.empty());
    const auto taken = label::diff(read(more), read(spif));
    CHECK(taken.items == Lines{"- value 'Releasable To=JPN'"});
    CHECK(taken.labels.size() == 2);
    CHECK(taken.labels[1] == "- SECRET; Releasable To=JPN: was readable to SECRET and 'Releasable To=JPN'");

    // A rule that goes: HARBOUR at UNCLASSIFIED.
    const auto looser = label::diff(
        read(spif), read(with(spif, "<spif:excludedClass>UNCLASSIFIED</spif:excludedClass>", "")));
    CHECK(looser.items == Lines{"~ value 'Handling=HARBOUR' was: not at classification 'UNCLASSIFIED'"});
    CHECK(looser.labels ==
          Lines{"+ UNCLASSIFIED; Handling=HARBOUR: becomes readable to UNCLASSIFIED and 'Handling=HARBOUR'"});
    // A classification that goes.
    const auto renamed = label::diff(read(spif), read(with(spif, "name=\"SECRET\"", "name=\"HIDDEN\"")));
    CHECK(has(renamed.items, "- classification 'SECRET'"));
    CHECK(has(renamed.items, "+ classification 'HIDDEN'"));
    CHECK(renamed.labels.size() == 2); // what says the same and more is not told again
}

TEST_CASE("diff tells whom a clearance comes to permit, where the labels stay the same")
{
    // Two values that were alternatives of one tag stand in two tags now: a reader needs one of each.
    const auto split = with(spif, R"(<spif:tagCategory name="ALFA" lacv="0"/>)",
                            R"(<spif:tagCategory name="ALFA" lacv="0"/></spif:securityCategoryTag>
   <spif:securityCategoryTag name="Releasable To" tagType="permissive">)");
    const auto found = label::diff(read(spif), read(split));
    CHECK(found.labels.empty());
    CHECK(has(found.readers,
              "- a clearance for SECRET; Releasable To=ALFA no longer permits SECRET; Releasable "
              "To=ALFA,KOR"));
    const auto back = label::diff(read(split), read(spif));
    CHECK(has(back.readers, "+ a clearance for SECRET; Releasable To=KOR comes to permit SECRET; Releasable "
                            "To=ALFA,KOR"));
}

TEST_CASE("an untidy policy is mended on request only, and each mending is told")
{
    const auto mended = [](const std::string& text) {
        CHECK(test::failure([&] { static_cast<void>(read(text)); }) == "2:policy.malformed");
        return format::read_untidy_spif(as_bytes(text)).mended;
    };
    CHECK(format::read_untidy_spif(as_bytes(spif)).mended.empty());
    CHECK(
        mended(with(spif, "http://www.xmlspif.org/spif", "http://www.xmslpif.org/spif")) ==
        Lines{"line 1: SPIF: namespace 'http://www.xmslpif.org/spif' taken for http://www.xmlspif.org/spif"});
    CHECK(mended(with(spif, "creationDate=\"20260101000000Z\"", "")) ==
          Lines{"line 1: SPIF: attribute creationDate is missing"});
    CHECK_FALSE(
        format::read_untidy_spif(as_bytes(with(spif, "creationDate=\"20260101000000Z\"", ""))).created);
    CHECK(mended(with(spif, "keyIdentifier=\"00\"", "")).size() == 1);
    CHECK(mended(with(spif, "schemaVersion=\"2.1\"", "")).size() == 1);
    CHECK(mended(with(spif, "operation=\"all\"", "operation=\"ALL\"")) ==
          Lines{"line 31: requiredCategory: operation='ALL' taken for 'all'"});
    CHECK(mended(with(spif, "tagType=\"restrictive\">", "tagType=\"tagType7\">")) ==
          Lines{"line 19: securityCategoryTag: attribute tag7Encoding is missing"});
    CHECK(mended(with(spif, "tagSetRef=\"Releasable To\"", "tagSetRef=\"1.3.6.1.4.1.32473.1.2\"")) ==
          Lines{"line 13: categoryGroup: tagSetRef='1.3.6.1.4.1.32473.1.2' taken for 'Releasable To'"});
    CHECK(mended(with(spif, "policyRef=\"BRAVO\"", "policyRef=\"1.3.6.1.4.1.32473.2\"")).size() == 1);
    auto bare = spif;
    for (std::size_t i = 0; (i = bare.find("spif:")) != std::string::npos;) bare.erase(i, 5);
    bare = with(bare, " xmlns:spif=\"http://www.xmlspif.org/spif\"", "");
    CHECK(mended(bare) == Lines{"line 1: SPIF: namespace '' taken for http://www.xmlspif.org/spif"});
    // What a rule hangs on is refused all the same.
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"operation=\"all\"", "operation=\"any\""},
                                                          {"schemaVersion=\"2.1\"", "schemaVersion=\"3.0\""},
                                                          {"spif:excludedClass>", "spif:excludedClas>"},
                                                          {">UNCLASSIFIED</spif", ">X</spif"},
                                                          {"http://www.xmlspif.org/spif", "urn:other"},
                                                          {" all=\"true\"", ""}}) {
        CAPTURE(from);
        CHECK(test::failure([&, from = from, to = to] {
                  static_cast<void>(format::read_untidy_spif(as_bytes(with(spif, from, to))));
              }) == "2:policy.malformed");
    }
}

TEST_CASE("members of a group are what matches() finds, twins and all")
{
    for (const auto& policy : {test::alfa(), test::sample_policy("nato-sample.spif.xml")}) {
        label::GroupMembers members(policy);
        std::vector<const label::CategoryGroup*> groups;
        const auto take = [&](const std::vector<label::RequiredCategory>& rules) {
            for (const auto& rule : rules) {
                for (const auto& group : rule.groups) groups.push_back(&group);
            }
        };
        for (const auto& one : policy.classes) take(one.required);
        std::vector<label::CategoryRef> refs;
        for (const auto& set : policy.tag_sets) {
            for (const auto& tag : set.tags) {
                for (const auto& category : tag.categories) {
                    take(category.required);
                    for (const auto& group : category.excluded) groups.push_back(&group);
                    refs.push_back({&set, &tag, &category});
                }
            }
        }
        std::size_t meant = 0;
        std::size_t wrong = 0;
        for (const auto* group : groups) {
            for (const auto& ref : refs) {
                const bool expected = label::matches(*group, ref);
                meant += expected ? 1 : 0;
                wrong += members.has(*group, ref) == expected ? 0U : 1U;
            }
        }
        CHECK(meant > 0);
        CHECK(wrong == 0);
    }
}

namespace {

/// Values that require one another, each the next and the last the first.
label::Policy ring(std::size_t size)
{
    std::string values;
    for (std::size_t i = 0; i < size; ++i) {
        values +=
            fmt::format("<spif:tagCategory name=\"v{}\" lacv=\"{}\"><spif:requiredCategory operation=\"all\">"
                        "<spif:categoryGroup tagSetRef=\"Ring\" tagType=\"permissive\" lacv=\"{}\"/>"
                        "</spif:requiredCategory></spif:tagCategory>",
                        i, i, (i + 1) % size);
    }
    return read(with(tidy(), "<spif:securityCategoryTagSets>",
                     "<spif:securityCategoryTagSets><spif:securityCategoryTagSet name=\"Ring\" "
                     "id=\"1.3.6.1.4.1.32473.1.9\"><spif:securityCategoryTag name=\"Ring\" "
                     "tagType=\"permissive\">" +
                         values + "</spif:securityCategoryTag></spif:securityCategoryTagSet>"));
}

/// What a search costs that has to go round the whole ring.
std::size_t work_of_ring(std::size_t size)
{
    const auto policy = ring(size);
    label::LabelSearch search(policy);
    const auto before = search.work_left();
    CHECK(search.find(policy.classes.front(), {search.values().front()}).categories.size() >= size);
    return before - search.work_left();
}

} // namespace

TEST_CASE("the work of a search is counted, and grows with the cube of a ring of requirements at most")
{
    const auto work = work_of_ring(20);
    CHECK(work > 20 * 20);
    CHECK(work_of_ring(40) > 4 * work);
    CHECK(work_of_ring(40) < 10 * work);
}

TEST_CASE("all searches of a policy together have so much work and no more, then each gives up")
{
    const auto policy = ring(20);
    label::LabelSearch search(policy, 3 * work_of_ring(20));
    std::size_t found = 0;
    for (const auto& value : search.values())
        found += search.find(policy.classes.front(), {value}).found ? 1U : 0U;
    CHECK(found >= 3);
    CHECK(found < 20);
    CHECK(search.work_left() == 0);
    const auto late = search.find(policy.classes.front(), {});
    CHECK_FALSE(late.found);
    CHECK(late.gave_up);
}

TEST_CASE("lint gives up on a ring of requirements that is more than all its work")
{
    CHECK(work_of_ring(200) < label::default_search_work);
    CHECK(label::lint(ring(200), at).usable);
}
