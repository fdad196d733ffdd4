#include "label_samples.hpp"
#include "pouch/label/languages.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/page_marking.hpp"
#include "pouch/label/validity.hpp"
#include "pouch/redact/portion_judge.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

const Instant present{1767225600};

/// What a marking says: the classification and the values, tag by tag.
std::string said(const label::Policy& policy, const std::string& text)
{
    const auto label = label::read_page_marking(policy, text);
    if (!label) return "nothing";
    auto all = label->classification;
    for (const auto& category : label->categories) {
        all += "; " + category.tag_name + "=";
        for (const auto& value : category.values) all += value + " ";
    }
    return all;
}

std::vector<label::Label> some_labels(const label::Policy& policy)
{
    std::vector<label::Label> labels;
    std::vector<label::Category> choices;
    for (const auto& set : policy.tag_sets) {
        for (const auto& tag : set.tags) {
            if (!tag.kind) continue;
            for (std::size_t i = 0; i + 1 < tag.categories.size() && i < 4; ++i) {
                choices.push_back({set.id, set.name, *tag.kind, {tag.categories[i].name}});
                choices.push_back(
                    {set.id, set.name, *tag.kind, {tag.categories[i].name, tag.categories[i + 1].name}});
            }
        }
    }
    for (const auto& one : policy.classes) {
        labels.push_back(test::make_label(policy, one.name, {}));
        for (std::size_t i = 0; i < choices.size(); ++i) {
            labels.push_back(test::make_label(policy, one.name, {choices[i]}));
            for (std::size_t j = i + 1; j < choices.size(); ++j) {
                if (choices[i].tag_name != choices[j].tag_name)
                    labels.push_back(test::make_label(policy, one.name, {choices[i], choices[j]}));
            }
        }
    }
    return labels;
}

} // namespace

TEST_CASE("a page marking is read as the label it is of")
{
    const auto nato = test::sample_policy("nato-sample.spif.xml");
    CHECK(said(nato, "NATO SECRET") == "SECRET; Context=NATO ");
    CHECK(said(nato, "NATO RESTRICTED REL TO KOR") ==
          "RESTRICTED; Context=NATO Releasable ; Releasable To=NATO KOR ");
    CHECK(said(nato, "NATO RESTRICTED  REL TO NATO, KOR") == said(nato, "NATO RESTRICTED REL TO KOR"));
    CHECK(said(nato, "NATO SECRET REL TO JPN, KOR") == said(nato, "NATO SECRET REL TO KOR, JPN"));
    CHECK(said(nato, "COSMIC TOP SECRET") == "TOP SECRET; Context=NATO ");
    for (const auto* bad :
         {"", "SECRET", "NATO", "NATO TOP SECRET", "nato secret", "NATO SECRET KOR", "NATO SECRET REL TO",
          "NATO SECRET REL TO NOWHERE", "NATO SECRET NATO SECRET", "NATO SECRET report", "REL TO KOR"}) {
        CAPTURE(bad);
        CHECK(said(nato, bad) == "nothing");
    }
    const auto rok = test::sample_policy("rok-sample.spif.xml");
    CHECK(said(rok, "ROK RESTRICTED REL TO NATO") != "nothing");
}

TEST_CASE("what a valid label shows on a page is read as a label that shows the same, or not at all")
{
    for (const auto* name : {"nato-sample.spif.xml", "rok-sample.spif.xml"}) {
        const auto policy = test::sample_policy(name);
        std::size_t read = 0;
        std::size_t same = 0;
        for (const auto& label : some_labels(policy)) {
            if (!label::findings_of(policy, label, present, label::Mode::existing).empty()) continue;
            for (const auto language : label::languages_of(policy)) {
                const auto text = label::marking_of(policy, label, label::Location::page_top, language);
                const auto back = label::read_page_marking(policy, text);
                CAPTURE(text);
                if (!back) continue;
                ++read;
                CHECK(label::marking_of(policy, *back, label::Location::page_top, language) == text);
                CHECK(back->classification == label.classification);
                // A context other than that of the policy may be hidden; all else is the same.
                if (label.categories == back->categories) ++same;
            }
        }
        CHECK(read > 10);
        CHECK(same > 5);
    }
}

TEST_CASE("a text that says how something is marked is judged as a portion mark is")
{
    const auto judge = redact::judge_by_policy(test::sample_policy("nato-sample.spif.xml"),
                                               test::sample_clearance("kor.clearance.xml"), present);
    const auto verdict = [&](const std::string& text) -> std::string {
        const auto found = judge->marking_verdict(text);
        if (!found) return "nothing";
        if (*found == redact::PortionVerdict::readable) return "readable";
        return *found == redact::PortionVerdict::withheld ? "withheld" : "unknown";
    };
    CHECK(verdict("NATO RESTRICTED REL TO KOR") == "readable");
    CHECK(verdict("NATO RESTRICTED REL TO NATO, KOR") == "readable");
    CHECK(verdict(" (NR//REL TO KOR) ") == "readable");
    CHECK(verdict("NR//REL TO KOR") == "readable");
    CHECK(verdict("NATO RESTRICTED") == "withheld");
    CHECK(verdict("NATO SECRET REL TO NATO, KOR") == "withheld"); // not his class
    CHECK(verdict("(NS)") == "withheld");
    for (const auto* unknown :
         {"NATO SECRET REL TO NOWHERE", "Classified NATO SECRET", "nato secret", "NS//EYES", "(ns//x)",
          "NATO\nSECRET release", "COSMIC TOP SECRET BOHEMIA", "ΝATO SECRET"}) {
        CAPTURE(unknown);
        CHECK((verdict(unknown) == "unknown" || verdict(unknown) == "withheld"));
    }
    for (const auto* text : {"", "Copyright 2026, Example Corp.", "No secrets here",
                             "see https://nato.example/x", "This work is licensed under CC BY", "NATO"}) {
        CAPTURE(text);
        CHECK(verdict(text) == "nothing");
    }
    for (const auto* spelt :
         {"NATO SECRET.", "This object is NATO SECRET.", "\"NATO SECRET\"", "NATO SECRET;", "NATO_SECRET",
          "COSMIC TOP SECRET.", "NATO.SECRET", "nato|secret", "NATO\u2014SECRET", "NATO\u200b SECRET",
          "\u201cNATO SECRET\u201d", "NATO\u00a0SECRET!", "it is (NATO SECRET)", "NATO\u2022SECRET", "NS.",
          "\"NS\"", "(NS).", "\u2018NS\u2019"}) {
        CAPTURE(spelt);
        CHECK((verdict(spelt) == "unknown" || verdict(spelt) == "withheld"));
    }
    CHECK_FALSE(redact::judge_without_policy()->marking_verdict("NATO SECRET"));
}
