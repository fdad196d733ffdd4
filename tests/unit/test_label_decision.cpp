#include "label_samples.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/portion.hpp"
#include "pouch/label/roll_up.hpp"
#include "pouch/label/validity.hpp"
#include "support/support.hpp"

#include <bitset>
#include <catch2/catch.hpp>

using namespace pouch;
using test::informative;
using test::make_label;
using test::permissive;
using test::restrictive;

namespace {

label::Clearance make_clearance(const label::Policy& policy, std::vector<std::string> classes,
                                std::vector<label::Category> categories)
{
    return {policy.id, policy.name, std::move(classes), std::move(categories)};
}

/// A policy with every kind of tag, small enough to try everything: three classes, a restrictive tag of two
/// values, permissive tags of three and of two, an informative one.
label::Policy small_policy()
{
    label::Policy policy;
    policy.name = "SMALL";
    policy.id = "1.3.6.1.4.1.32473.7";
    for (const auto* name : {"LOW", "MIDDLE", "HIGH"}) {
        auto& one = policy.classes.emplace_back();
        one.name = name;
        one.hierarchy = static_cast<std::int64_t>(policy.classes.size());
        one.lacv = std::to_string(one.hierarchy);
    }
    const auto add = [&](const char* name, label::TagKind kind, std::vector<std::string> values) {
        auto& set = policy.tag_sets.emplace_back();
        set.name = name;
        set.id = policy.id + "." + std::to_string(policy.tag_sets.size());
        auto& tag = set.tags.emplace_back();
        tag.kind = kind;
        for (const auto& value : values) {
            auto& category = tag.categories.emplace_back();
            category.name = value;
            category.lacv = std::to_string(tag.categories.size());
        }
    };
    add("R", label::TagKind::restrictive, {"r1", "r2"});
    add("P", label::TagKind::permissive, {"p1", "p2", "p3"});
    add("Q", label::TagKind::permissive, {"q1", "q2"});
    add("I", label::TagKind::informative, {"i1"});
    return policy;
}

/// The values of `set` whose bits are set in `bits`, as a Category.
std::vector<label::Category> chosen(const label::Policy& policy, unsigned bits)
{
    std::vector<label::Category> all;
    for (const auto& set : policy.tag_sets) {
        label::Category category{set.id, set.name, *set.tags[0].kind, {}};
        for (const auto& value : set.tags[0].categories) {
            if ((bits & 1U) != 0) category.values.push_back(value.name);
            bits >>= 1U;
        }
        if (!category.values.empty()) all.push_back(std::move(category));
    }
    return all;
}

} // namespace

TEST_CASE("a restrictive value must be held, of permissive values any one")
{
    const auto policy = test::alfa();
    const auto label =
        make_label(policy, "SECRET",
                   {restrictive("Handling", {"HARBOUR"}), permissive("Releasable To", {"ALFA", "KOR"})});
    const std::vector<std::string> classes = {"UNCLASSIFIED", "SECRET"};
    const auto kor = permissive("Releasable To", {"KOR"});
    const auto harbour = restrictive("Handling", {"HARBOUR"});
    const auto without = decide(policy, label, make_clearance(policy, classes, {kor}));
    CHECK_FALSE(without.permitted);
    CHECK(without.clause == "the clearance does not hold 'Handling=HARBOUR'");
    const auto with = decide(policy, label, make_clearance(policy, classes, {kor, harbour}));
    CHECK(with.permitted);
    CHECK(with.clause.empty());
    const auto nobody = decide(policy, label, make_clearance(policy, classes, {harbour}));
    CHECK_FALSE(nobody.permitted);
    CHECK(nobody.clause == "the clearance holds none of 'ALFA', 'KOR' of 'Releasable To'");
}

TEST_CASE("a classification implies no lower one")
{
    const auto policy = test::alfa();
    const auto label = make_label(policy, "UNCLASSIFIED", {});
    CHECK_FALSE(decide(policy, label, make_clearance(policy, {"SECRET"}, {})).permitted);
    CHECK(decide(policy, label, make_clearance(policy, {"SECRET", "unclassified"}, {})).permitted);
}

TEST_CASE("what does not resolve denies")
{
    const auto policy = test::alfa();
    const auto good = make_label(policy, "UNCLASSIFIED", {});
    const auto all = make_clearance(policy, {"UNCLASSIFIED", "SECRET"}, {});
    CHECK(decide(policy, good, all).permitted);

    auto foreign = all;
    foreign.policy_id = "1.3.6.1.4.1.32473.2";
    CHECK_FALSE(decide(policy, good, foreign).permitted);
    auto renamed = all;
    renamed.policy_name = "BRAVO";
    CHECK_FALSE(decide(policy, good, renamed).permitted);
    auto unknown = all;
    unknown.classifications = {"EVERYTHING"};
    CHECK_FALSE(decide(policy, good, unknown).permitted);

    auto other = good;
    other.policy_id = "1.3.6.1.4.1.32473.2";
    CHECK_FALSE(decide(policy, other, all).permitted);
    CHECK_FALSE(decide(policy, make_label(policy, "NONE", {}), all).permitted);
    CHECK_FALSE(
        decide(policy, make_label(policy, "UNCLASSIFIED", {restrictive("No such", {"x"})}), all).permitted);
    CHECK_FALSE(
        decide(policy, make_label(policy, "UNCLASSIFIED", {permissive("Releasable To", {})}), all).permitted);
    // The wrong kind in a clearance grants nothing.
    const auto released = make_label(policy, "UNCLASSIFIED", {permissive("Releasable To", {"ALFA"})});
    CHECK_FALSE(decide(policy, released,
                       make_clearance(policy, {"UNCLASSIFIED"}, {informative("Releasable To", {"ALFA"})}))
                    .permitted);
    CHECK(decide(policy, released,
                 make_clearance(policy, {"UNCLASSIFIED"}, {permissive("Releasable To", {"ALFA"})}))
              .permitted);
}

TEST_CASE("informative values never decide")
{
    const auto policy = small_policy();
    const auto label = make_label(policy, "LOW", {informative("I", {"i1"})});
    CHECK(decide(policy, label, make_clearance(policy, {"LOW"}, {})).permitted);
}

TEST_CASE("one label dominates another exactly when no reader of it is denied the other")
{
    const auto policy = small_policy();
    constexpr unsigned value_bits = 7; // r1 r2 p1 p2 p3 q1 q2
    constexpr unsigned per_class = 1U << value_bits;
    constexpr unsigned count = 3 * per_class;

    std::vector<label::Label> labels;
    std::vector<label::Clearance> clearances;
    for (unsigned i = 0; i < count; ++i) {
        const auto categories = chosen(policy, i % per_class);
        labels.push_back(make_label(policy, policy.classes[i / per_class].name, categories));
        std::vector<std::string> classes; // closed downwards
        for (unsigned c = 0; c <= i / per_class; ++c) classes.push_back(policy.classes[c].name);
        clearances.push_back(make_clearance(policy, classes, categories));
    }
    std::vector<std::bitset<count>> readers(count);
    for (unsigned l = 0; l < count; ++l) {
        for (unsigned c = 0; c < count; ++c)
            readers[l][c] = decide(policy, labels[l], clearances[c]).permitted;
        CHECK(readers[l].any());
    }
    unsigned wrong = 0;
    for (unsigned whole = 0; whole < count; ++whole) {
        for (unsigned part = 0; part < count; ++part) {
            const bool is_safe = (readers[whole] & ~readers[part]).none();
            if (dominates(policy, labels[whole], labels[part]) != is_safe) ++wrong;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("dominance is for labels that resolve, and informative values do not matter to it")
{
    const auto policy = small_policy();
    const auto low = make_label(policy, "LOW", {});
    CHECK(dominates(policy, low, make_label(policy, "LOW", {informative("I", {"i1"})})));
    CHECK_FALSE(dominates(policy, low, make_label(policy, "LOWER", {})));
    CHECK_FALSE(dominates(policy, make_label(policy, "HIGHER", {}), low));
    CHECK_FALSE(dominates(policy, make_label(policy, "HIGH", {restrictive("X", {"x"})}), low));
}

TEST_CASE("a roll-up dominates every part, and is there unless two parts share no reader of a tag")
{
    const auto policy = small_policy();
    constexpr unsigned per_class = 1U << 8U; // r1 r2 p1 p2 p3 q1 q2 i1
    const auto bits_of = [](std::byte byte) { return std::to_integer<unsigned>(byte); };
    const auto random = test::noise(6000, 5);
    unsigned found = 0;
    unsigned refused = 0;
    for (std::size_t i = 0; i + 6 <= random.size(); i += 6) {
        std::vector<label::Label> parts;
        std::vector<unsigned> bits;
        for (std::size_t k = 0; k < 3; ++k) {
            bits.push_back(bits_of(random[i + 2 * k]) % per_class);
            const auto& name = policy.classes[bits_of(random[i + 2 * k + 1]) % 3].name;
            parts.push_back(make_label(policy, name, chosen(policy, bits.back())));
        }
        bool is_empty = false;
        for (const unsigned tag : {0x1CU, 0x60U}) { // of P, of Q
            unsigned common = tag;
            for (const auto one : bits) common &= (one & tag) == 0 ? tag : one;
            is_empty = is_empty || common == 0;
        }
        const auto whole = roll_up(policy, parts, now());
        REQUIRE(whole.label.has_value() == !is_empty);
        REQUIRE(whole.findings.empty() == !is_empty);
        if (is_empty) {
            CHECK(whole.findings.front().reason == "label.roll-up");
            ++refused;
            continue;
        }
        ++found;
        for (const auto& part : parts) REQUIRE(dominates(policy, *whole.label, part));
        // The order of the parts does not matter, and a part more than once neither.
        std::swap(parts.front(), parts.back());
        parts.push_back(parts.front());
        REQUIRE(roll_up(policy, parts, now()).label == whole.label);
    }
    CHECK(found > 100);
    CHECK(refused > 100);
}

TEST_CASE("a roll-up of one label means the same, and of what does not resolve there is none")
{
    const auto policy = test::sample_policy("nato-sample.spif.xml");
    const auto mark = [&](const char* inside) { return *label::read_portion_mark(policy, inside); };
    const std::vector<label::Label> one = {mark("NR//REL TO KOR")};
    CHECK(roll_up(policy, one, now()).label == one.front());
    const std::vector<label::Label> three = {mark("NU//REL TO KOR, JPN"), mark("NR//REL TO KOR"),
                                             mark("NU//REL TO KOR")};
    CHECK(portion_marking_of(policy, *roll_up(policy, three, now()).label, "") == "(NR//REL TO KOR)");
    // Releasable To stays, since one part limits itself to it, and the policy then wants what the other lacks.
    const std::vector<label::Label> mixed = {mark("NS"), mark("NU//REL TO KOR")};
    CHECK_FALSE(roll_up(policy, mixed, now()).label);
    auto unknown = one;
    unknown.front().classification = "COSMIC DUST";
    CHECK(roll_up(policy, unknown, now()).findings.front().reason == "label.unknown-class");
}

TEST_CASE("the samples share NATO documents with the Republic of Korea as they are marked")
{
    const auto nato = test::sample_policy("nato-sample.spif.xml");
    const auto member = test::sample_clearance("nato-member.clearance.xml");
    const auto kor = test::sample_clearance("kor.clearance.xml");
    const auto reads = [&](const std::string& mark, const label::Clearance& clearance) {
        const auto label = read_portion_mark(nato, mark);
        REQUIRE(label);
        CHECK(findings_of(nato, *label, {0}, label::Mode::existing).empty());
        return decide(nato, *label, clearance).permitted;
    };
    for (const std::string mark : {"NU//REL TO KOR", "NR//REL TO KOR", "NR//REL TO JPN, KOR",
                                   "NR//KFOR//REL TO KOR", "NU//EAPC//REL TO AUS, KOR, UKR"}) {
        CAPTURE(mark);
        CHECK(reads(mark, kor));
        CHECK(reads(mark, member));
    }
    for (const std::string mark :
         {"NU", "NR", "NS", "CTS", "NC", "NU//KFOR", "NR//REL TO JPN", "NS//REL TO KOR", "NC//REL TO KOR",
          "CTS//BOHEMIA", "NS//ATOMAL", "NU//NLD, USA ONLY"}) {
        CAPTURE(mark);
        CHECK_FALSE(reads(mark, kor));
        CHECK(reads(mark, member));
    }
    CHECK_FALSE(reads("NU//GBR, USA ONLY", member));
}

TEST_CASE("the samples share documents of the Republic of Korea with NATO as they are marked")
{
    const auto rok = test::sample_policy("rok-sample.spif.xml");
    const auto own = test::sample_clearance("rok-member.clearance.xml");
    const auto nato = test::sample_clearance("rok-nato.clearance.xml");
    const auto reads = [&](const std::string& mark, const label::Clearance& clearance) {
        const auto label = read_portion_mark(rok, mark);
        REQUIRE(label);
        CHECK(findings_of(rok, *label, {0}, label::Mode::existing).empty());
        return decide(rok, *label, clearance).permitted;
    };
    for (const std::string mark :
         {"평문//제공 가능: NATO", "대외비//제공 가능: NATO, 일본", "ROK R//REL TO NATO"}) {
        CAPTURE(mark);
        CHECK(reads(mark, nato));
        CHECK(reads(mark, own));
    }
    for (const std::string mark :
         {"평문", "대외비", "I급", "II급//제공 가능: NATO", "대외비//제공 가능: 일본",
          "대외비//출처 보호//제공 가능: NATO", "ROK TS"}) {
        CAPTURE(mark);
        CHECK_FALSE(reads(mark, nato));
        CHECK(reads(mark, own));
    }
}
