#include "label_samples.hpp"
#include "pouch/format/head_builder.hpp"
#include "pouch/stage/judge_labels.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/core.h>

using namespace pouch;
using test::permissive;

namespace {

const label::Policy& nato()
{
    static const auto policy = test::sample_policy("nato-sample.spif.xml");
    return policy;
}
const label::Policy& rok()
{
    static const auto policy = test::sample_policy("rok-sample.spif.xml");
    return policy;
}

/// A NATO label; `readers` empty: not releasable.
label::Label nato_label(const std::string& classification, std::vector<std::string> readers)
{
    if (readers.empty()) return test::make_label(nato(), classification, {permissive("Context", {"NATO"})});
    readers.insert(readers.begin(), "NATO");
    return test::make_label(
        nato(), classification,
        {permissive("Context", {"NATO", "Releasable"}), permissive("Releasable To", readers)});
}

label::Label rok_label(const std::string& classification, std::vector<std::string> readers)
{
    return test::make_label(rok(), classification, {permissive("제공 대상", std::move(readers))});
}

format::Bdo bdo_of(const label::Label& label, const std::string& uri = "./x")
{
    format::Bdo bdo;
    bdo.originator = label;
    bdo.data_uri = uri;
    return bdo;
}

stage::LabelDemand demand_of(std::vector<label::Policy> policies, const std::string& clearance = {})
{
    stage::LabelDemand demand;
    demand.policies = std::move(policies);
    if (!clearance.empty()) demand.clearance = test::sample_clearance(clearance);
    demand.at = {1780000000}; // 2026-05-28
    return demand;
}

using Labels = std::vector<std::pair<std::string, format::Bdo>>;

/// A head with these labels, of the bundle (an empty path) and of files, and nothing else that is real.
format::Head head_of(Labels labels)
{
    format::HeadBuilder builder("b", crypto::Algorithm::sha256);
    const auto add = [&](const std::string& name) { builder.add(name, as_bytes("x\n")); };
    add("bagit.txt");
    add("bag-info.txt");
    for (auto& [path, bdo] : labels) {
        bdo.data_uri = path.empty() ? std::string(format::bundle_reference) : format::reference_to(path);
        builder.add(path.empty() ? "labels/bundle.bdo" : "labels/data/" + path + ".bdo",
                    format::write_bdo(bdo));
    }
    add("frames-sha256.txt");
    add("manifest-sha256.txt");
    builder.add_tag_manifest();
    return format::Head(builder.bytes());
}

std::string verdict(const Labels& labels, const stage::LabelDemand& demand)
{
    return test::failure([&] { static_cast<void>(stage::judge_labels(head_of(labels), demand)); });
}
std::string verdict(const format::Bdo& bdo, const stage::LabelDemand& demand)
{
    return test::failure([&] { static_cast<void>(stage::judge_bdo(bdo, demand)); });
}

std::vector<std::string> reasons(const std::vector<label::Finding>& remarks)
{
    std::vector<std::string> all;
    for (const auto& remark : remarks) all.push_back(remark.reason);
    return all;
}

const std::string kor = "kor.clearance.xml";
const std::string rok_member = "rok-member.clearance.xml";

} // namespace

TEST_CASE("a label is judged in the policy of the clearance")
{
    const auto demand = demand_of({nato(), rok()}, kor);
    CHECK(verdict(bdo_of(nato_label("RESTRICTED", {"KOR"})), demand).empty());
    CHECK(verdict(bdo_of(nato_label("RESTRICTED", {"JPN"})), demand) == "4:label.denied");
    CHECK(verdict(bdo_of(nato_label("SECRET", {"KOR"})), demand) == "4:label.denied");
    CHECK(verdict(bdo_of(nato_label("COSMIC", {"KOR"})), demand) == "4:label.invalid");
    CHECK(verdict(bdo_of(test::make_label(test::alfa(), "SECRET", {})), demand) == "4:label.unknown-policy");
}

TEST_CASE("an alternative in our policy is judged, and not the originator's label in another")
{
    auto bdo = bdo_of(nato_label("SECRET", {"KOR"}));
    CHECK(verdict(bdo, demand_of({rok()}, rok_member)) == "4:label.unknown-policy");
    bdo.alternatives = {rok_label("군사 II급 비밀", {"KOR"})};
    CHECK(verdict(bdo, demand_of({rok()}, rok_member)).empty());
    CHECK(verdict(bdo, demand_of({nato(), rok()}, rok_member)).empty());
    CHECK(reasons(stage::judge_bdo(bdo, demand_of({rok()}, rok_member))) ==
          std::vector<std::string>{"label.uncompared"});
    CHECK(verdict(bdo, demand_of({nato(), rok()}, kor)) ==
          "4:label.denied"); // NATO SECRET is too high for it
    bdo.alternatives = {rok_label("대외비", {"KOR", "NATO"})};
    CHECK(verdict(bdo, demand_of({rok()}, "rok-nato.clearance.xml")).empty());
    bdo.alternatives = {rok_label("대외비", {"KOR"})};
    CHECK(verdict(bdo, demand_of({rok()}, "rok-nato.clearance.xml")) == "4:label.denied");
    // What the originator says must hold where its policy is known.
    bdo.alternatives = {rok_label("군사 II급 비밀", {"KOR"})};
    bdo.originator.classification = "COSMIC";
    CHECK(verdict(bdo, demand_of({rok()}, rok_member)).empty());
    CHECK(verdict(bdo, demand_of({nato(), rok()}, rok_member)) == "4:label.invalid");
}

TEST_CASE("an alternative admits no more readers than the originator's label, where both policies are known")
{
    auto bdo = bdo_of(nato_label("SECRET", {"KOR"}));
    const auto judged = [&](const label::Label& alternative, std::vector<label::Policy> policies) {
        bdo.alternatives = {alternative};
        return verdict(bdo, demand_of(std::move(policies), rok_member));
    };
    const auto same = rok_label("군사 II급 비밀", {"KOR", "NATO"});
    CHECK(judged(same, {nato(), rok()}).empty());
    CHECK(judged(rok_label("군사 I급 비밀", {"KOR", "NATO"}), {nato(), rok()}).empty());
    CHECK(judged(rok_label("군사 II급 비밀", {"KOR"}), {nato(), rok()}).empty());
    const auto lower = rok_label("군사 III급 비밀", {"KOR", "NATO"});
    CHECK(judged(lower, {rok()}).empty());
    CHECK(judged(lower, {nato(), rok()}) == "4:label.loosened");
    // Equivalences of one direction are enough to compare by; without any, that is told.
    auto one_way = nato();
    for (auto& own : one_way.classes) {
        for (auto& equivalent : own.equivalents) equivalent.applied = label::Applied::encrypt;
    }
    CHECK(judged(same, {one_way, rok()}).empty());
    CHECK(judged(lower, {one_way, rok()}) == "4:label.loosened");
    // What is to come, and categories without an equivalent, hide no lower classification.
    auto succeeded = bdo;
    succeeded.originator.succession = Instant{1900000000};
    succeeded.originator.successor = {nato_label("COSMIC TOP SECRET", {"KOR"})};
    succeeded.originator.successor.front().classification = "nothing that there is";
    succeeded.alternatives = {lower};
    CHECK(verdict(succeeded, demand_of({nato(), rok()}, rok_member)) == "4:label.loosened");
    auto without_values = nato();
    for (auto& set : without_values.tag_sets) {
        for (auto& tag : set.tags) {
            for (auto& category : tag.categories) category.equivalents.clear();
        }
    }
    CHECK(judged(lower, {without_values, rok()}) == "4:label.loosened");
    CHECK(judged(same, {without_values, rok()}).empty());
    one_way.equivalent_policies.clear();
    CHECK(judged(lower, {one_way, rok()}).empty());
    CHECK(reasons(stage::judge_bdo(bdo, demand_of({one_way, rok()}, rok_member))) ==
          std::vector<std::string>{"label.uncompared"});
}

TEST_CASE(
    "labels that are refused are named as long as that takes no more than a mebibyte, and counted behind it")
{
    Labels labels{{"", bdo_of(nato_label("SECRET", {"KOR"}))}};
    for (int i = 0; i < 6000; ++i)
        labels.emplace_back(fmt::format("{:0>200}", i), bdo_of(nato_label("COSMIC TOP SECRET", {"KOR"})));
    try {
        static_cast<void>(stage::judge_labels(head_of(labels), demand_of({nato()})));
        FAIL("passed");
    } catch (const Error& error) {
        CHECK(error.details().size() < 6000);
        CHECK(error.details().back().find("more") != std::string::npos);
    }
}

TEST_CASE("who asks is told of every label that was judged, before any of them refuses")
{
    auto demand = demand_of({nato()}, kor);
    std::vector<stage::Explanation> told;
    demand.when_judged = [&](const stage::Explanations& all) { told = all.labels(); };
    const auto whole = bdo_of(nato_label("RESTRICTED", {"KOR"}));
    const auto above = bdo_of(nato_label("SECRET", {"KOR"}));
    const auto wrong = bdo_of(nato_label("COSMIC", {"KOR"}));
    const Labels labels{{"", whole}, {"a", above}, {"b", wrong}, {"c", whole}};
    CHECK(verdict(labels, demand) == "4:label.invalid");
    REQUIRE(told.size() == 4);
    CHECK(
        (told[0].where == "the bundle" && told[0].findings.empty() && told[0].is_judged && !told[0].denial));
    REQUIRE(told[1].findings.size() == 1);
    CHECK(told[1].findings.front().reason == "label.dominance");
    CHECK(told[1].denial);
    CHECK((told[2].where == "b" && told[2].findings.front().reason == "label.unknown-class"));
    CHECK_FALSE(told[2].is_judged);
    CHECK(told[3].findings.empty());
    for (const auto& one : told) {
        CHECK(one.policy == nato().id);
        for (const auto& finding : one.findings) {
            CHECK_FALSE((finding.value.empty() || finding.rule.empty() || finding.remedy.empty()));
            CHECK(finding.policy == nato().id);
        }
    }
}

TEST_CASE("without an alternative a label is translated, and that is told")
{
    const auto demand = demand_of({rok(), nato()}, rok_member);
    const auto bdo = bdo_of(nato_label("SECRET", {"KOR"}));
    const auto remarks = reasons(stage::judge_bdo(bdo, demand));
    REQUIRE_FALSE(remarks.empty());
    CHECK(remarks.front() == "label.translated");
    CHECK(std::count(remarks.begin(), remarks.end(), "label.discarded") > 0);
    CHECK(verdict(bdo_of(nato_label("SECRET", {"JPN"})), demand) == "4:label.translation"); // not for KOR
    CHECK(verdict(bdo_of(nato_label("SECRET", {"KOR", "EU"})), demand) ==
          "4:label.translation"); // EU has no equivalent
    auto one_way = nato();
    for (auto& own : one_way.classes) {
        for (auto& equivalent : own.equivalents) equivalent.applied = label::Applied::encrypt;
    }
    CHECK(verdict(bdo, demand_of({rok(), one_way}, rok_member)) == "4:label.translation"); // for senders only
}

TEST_CASE("of a label with very many findings the first are kept, and the rest counted")
{
    auto label = nato_label("RESTRICTED", {"KOR"});
    std::vector<std::string> unknown;
    for (int i = 0; i < 200; ++i) unknown.push_back(fmt::format("X{}", i));
    label.categories.back().values = unknown;
    const auto demand = demand_of({nato()}, kor);
    const auto verdict = stage::LabelJudge(demand).judge(bdo_of(label));
    CHECK(verdict.invalid.size() == stage::kept_findings);
    CHECK(verdict.more_findings == 150);
    CHECK(stage::explanation_of("x", verdict, true).more_findings == 150);
    stage::Explanations told;
    told.add(stage::explanation_of("x", verdict, true));
    CHECK(told.labels().front().more_findings == 150);
    try {
        static_cast<void>(stage::judge_bdo(bdo_of(label), demand));
        FAIL("passed");
    } catch (const Error& error) {
        REQUIRE(error.details().size() == stage::kept_findings + 1);
        CHECK(error.details().back() == "and 150 more");
    }
}

TEST_CASE("the clearance belongs to one policy that is given, and each policy is given once")
{
    const auto bdo = bdo_of(nato_label("RESTRICTED", {"KOR"}));
    CHECK(verdict(bdo, demand_of({rok()}, kor)) == "2:clearance.unknown");
    CHECK(verdict(bdo, demand_of({nato(), nato()}, kor)) == "2:policy.repeated");
    auto namesake = nato();
    namesake.id = "1.3.6.1.4.1.32473.99";
    namesake.name = "Nato";
    CHECK(verdict(bdo, demand_of({nato(), namesake}, kor)) == "2:policy.repeated");
    CHECK(verdict(bdo, demand_of({namesake, nato()}, kor)) == "2:policy.repeated");
    auto slip = demand_of({nato()}, kor);
    slip.clearance->categories.front().values = {"MOON"};
    CHECK(verdict(bdo, slip) == "2:clearance.unknown");
}

TEST_CASE("every label of a bundle is judged in one policy, and below its bundle's")
{
    const auto whole = bdo_of(nato_label("RESTRICTED", {"KOR"}));
    const auto open = bdo_of(nato_label("UNCLASSIFIED", {"KOR", "JPN"}));
    const auto both = demand_of({nato(), rok()});
    CHECK(verdict(Labels{{"", whole}, {"a", open}, {"b", whole}}, both).empty());
    CHECK(verdict(Labels{{"", open}, {"a", open}, {"b", whole}}, both) == "4:label.dominance");
    // A file in the partner's policy is translated into that of the bundle.
    const auto korean = bdo_of(rok_label("대외비", {"KOR", "NATO"}));
    CHECK(verdict(Labels{{"", whole}, {"a", korean}}, both).empty());
    CHECK(verdict(Labels{{"", open}, {"a", korean}}, both) == "4:label.dominance");
    CHECK(verdict(Labels{{"", whole}, {"a", korean}}, demand_of({nato()})) == "4:label.unknown-policy");
    const auto alone = bdo_of(rok_label("대외비", {"KOR"})); // would be releasable to no owner
    CHECK(verdict(Labels{{"", whole}, {"a", alone}}, both) == "4:label.translation");
}

TEST_CASE("one denial refuses the bundle and names every offender, though equal labels are judged once")
{
    const auto good = bdo_of(nato_label("RESTRICTED", {"KOR"}));
    const auto bad = bdo_of(nato_label("RESTRICTED", {"JPN"}));
    Labels labels;
    for (int i = 0; i < 40; ++i) labels.emplace_back(fmt::format("f{:02}", i), i % 4 == 3 ? bad : good);
    auto demand = demand_of({nato()}, kor);
    demand.unlabelled = true;
    try {
        static_cast<void>(stage::judge_labels(head_of(labels), demand));
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.reason() == "label.denied");
        REQUIRE(error.details().size() == 10);
        CHECK(error.details()[0].starts_with(
            "f03: the clearance holds none of 'NATO', 'JPN' of 'Releasable To' (line "));
        CHECK(error.hint().starts_with("a clearance that holds one of"));
        CHECK(error.details()[9].substr(0, 4) == "f39:");
    }
    demand.unlabelled = false;
    CHECK(verdict(labels, demand) == "4:label.missing");
}

TEST_CASE("a label that names another file is refused, also when its text is known")
{
    format::HeadBuilder builder("b", crypto::Algorithm::sha256);
    for (const auto* name : {"bagit.txt", "bag-info.txt"}) builder.add(name, as_bytes("x"));
    const auto good = nato_label("RESTRICTED", {"KOR"});
    builder.add("labels/data/a.bdo", format::write_bdo(bdo_of(good, "./a")));
    builder.add("labels/data/b.bdo", format::write_bdo(bdo_of(good, "./a")));
    for (const auto* name : {"frames-sha256.txt", "manifest-sha256.txt"}) builder.add(name, as_bytes("x"));
    builder.add_tag_manifest();
    const format::Head head(builder.bytes());
    auto demand = demand_of({nato()});
    demand.unlabelled = true;
    const auto judged = [&] { static_cast<void>(stage::judge_labels(head, demand)); };
    CHECK(test::failure(judged) == "1:label.reference");
    demand.ignored = true;
    CHECK(test::failure(judged) == "1:label.reference");
}

TEST_CASE("a passed review and another edition are remarks, succession is a change of label")
{
    const auto demand = demand_of({nato()}, kor);
    auto label = nato_label("RESTRICTED", {"KOR"});
    CHECK(stage::judge_bdo(bdo_of(label), demand).empty());
    label.review = Instant{demand.at.seconds + 1};
    CHECK(stage::judge_bdo(bdo_of(label), demand).empty());
    label.review = demand.at;
    CHECK(reasons(stage::judge_bdo(bdo_of(label), demand)) == std::vector<std::string>{"label.review"});
    label.edition = nato().edition;
    CHECK(stage::judge_bdo(bdo_of(label), demand).size() == 1);
    label.edition = rok().edition;
    CHECK(reasons(stage::judge_bdo(bdo_of(label), demand)) ==
          std::vector<std::string>{"label.review", "label.edition"});

    const auto remarks = stage::judge_labels(
        head_of({{"", bdo_of(label)}, {"a", bdo_of(label)}, {"b", bdo_of(label)}}), demand);
    REQUIRE(remarks.size() == 2);
    CHECK(remarks[0].sentence ==
          "the bundle and 2 more: the label was to be reviewed at 2026-05-28T20:26:40Z");

    auto secret = nato_label("SECRET", {"KOR"});
    secret.succession = demand.at;
    secret.successor = {nato_label("RESTRICTED", {"KOR"})};
    secret.successor.front().review.reset();
    CHECK(verdict(bdo_of(secret), demand).empty());
    secret.succession = Instant{demand.at.seconds + 1};
    CHECK(verdict(bdo_of(secret), demand) == "4:label.denied");
}
