#include "label_samples.hpp"
#include "pouch/base/error.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using test::with;

namespace {

std::string refusal(const std::string& document)
{
    return test::failure([&] { static_cast<void>(format::read_spif(as_bytes(document))); });
}

const std::string& spif = test::alfa_spif;
const std::string required_group = R"(tagSetRef="Releasable To" tagType="permissive" all="true")";

} // namespace

TEST_CASE("a SPIF is read as values, in its order")
{
    const auto policy = test::alfa();
    CHECK(policy.name == "ALFA");
    CHECK(policy.id == "1.3.6.1.4.1.32473.1");
    CHECK(policy.version == "1");
    CHECK(policy.warnings.empty());
    REQUIRE(policy.classes.size() == 2);
    const auto& secret = policy.classes[1];
    CHECK(secret.name == "SECRET");
    CHECK(secret.lacv == "4");
    CHECK(secret.hierarchy == 4);
    CHECK(secret.color == "#C8102E");
    REQUIRE(secret.required.size() == 1);
    CHECK(secret.required[0].operation == label::RequiredCategory::Operation::one_or_more);
    CHECK_FALSE(secret.required[0].groups[0].lacv);
    REQUIRE(secret.equivalents.size() == 1);
    CHECK(secret.equivalents[0].policy == "BRAVO");
    CHECK(secret.equivalents[0].lacv == "20");
    CHECK(secret.equivalents[0].applied == label::Applied::encrypt);
    REQUIRE(policy.tag_sets.size() == 2);
    CHECK(policy.tag_sets[0].tags[0].kind == label::TagKind::restrictive);
    REQUIRE(policy.tag_sets[0].tags[0].categories[0].excluded_classes.size() == 1);
    CHECK(policy.tag_sets[0].tags[0].categories[0].excluded_classes[0].name == "UNCLASSIFIED");
    const auto& releasable = policy.tag_sets[1].tags[0];
    CHECK(releasable.kind == label::TagKind::permissive);
    REQUIRE(releasable.categories.size() == 2);
    CHECK(releasable.categories[1].required[0].groups[0].lacv == "0");
    CHECK(releasable.markings.qualifiers[0].prefix == "REL TO ");
    CHECK(policy.equivalent_policies[0].id == "1.3.6.1.4.1.32473.2");
}

TEST_CASE("types of tags are mapped as the guidance says")
{
    const auto kind = [](const std::string& type) {
        const auto text =
            with(spif, R"(name="Handling" tagType="restrictive")", R"(name="Handling" )" + type);
        return format::read_spif(as_bytes(text)).tag_sets[0].tags[0].kind;
    };
    CHECK(kind(R"(tagType="restrictive")") == label::TagKind::restrictive);
    CHECK(kind(R"(tagType="enumerated" enumType="restrictive")") == label::TagKind::restrictive);
    CHECK(kind(R"(tagType="permissive")") == label::TagKind::permissive);
    CHECK(kind(R"(tagType="enumerated" enumType="permissive")") == label::TagKind::permissive);
    CHECK(kind(R"(tagType="tagType7" tag7Encoding="bitSetAttributes")") == label::TagKind::informative);
    CHECK(kind(R"(tagType="notApplicable")") == std::nullopt);
    for (const auto* type : {R"(tagType="Restrictive")", R"(tagType="enumerated")", R"(tagType="tagType1")",
                             R"(tagType="enumerated" enumType="informative")", ""}) {
        const auto text =
            with(spif, R"(name="Handling" tagType="restrictive")", std::string(R"(name="Handling" )") + type);
        CHECK(refusal(text) == "2:policy.malformed");
    }
}

TEST_CASE("versions 1.0 to 2.1 are read, 3.0 is refused by name")
{
    for (const auto* version : {"1.0", "2.0", "2.1"}) {
        CHECK(refusal(with(spif, "schemaVersion=\"2.1\"", "schemaVersion=\"" + std::string(version) + "\""))
                  .empty());
    }
    const auto newer = with(spif, "schemaVersion=\"2.1\"", "schemaVersion=\"3.0\"");
    CHECK(refusal(newer) == "2:policy.malformed");
    try {
        static_cast<void>(format::read_spif(as_bytes(newer)));
    } catch (const Error& error) {
        CHECK(error.message().find("3.0") != std::string::npos);
    }
}

TEST_CASE("items know the line they stand on, and refusals name it")
{
    const auto policy = test::alfa();
    CHECK(policy.line == 1);
    CHECK(policy.classes[1].line == 9);
    CHECK(policy.classes[1].equivalents[0].line == 10);
    CHECK(policy.classes[1].required[0].line == 12);
    CHECK(policy.classes[1].required[0].groups[0].line == 13);
    CHECK(policy.tag_sets[0].line == 18);
    CHECK(policy.tag_sets[0].tags[0].line == 19);
    CHECK(policy.tag_sets[0].tags[0].categories[0].line == 20);
    CHECK(policy.tag_sets[0].tags[0].categories[0].excluded_classes[0].line == 22);
    CHECK(policy.equivalent_policies[0].line == 42);
    const auto message = [](const std::string& text) -> std::string {
        try {
            static_cast<void>(format::read_spif(as_bytes(text)));
        } catch (const Error& error) {
            return error.message();
        }
        return {};
    };
    CHECK(message(with(spif, "operation=\"all\"", "operation=\"any\"")) ==
          "line 31: requiredCategory: operation is not onlyOne, oneOrMore or all");
    CHECK(message(with(spif, "name=\"UNCLASSIFIED\"", "name=\"secret\"")) ==
          "line 9: names of classifications of 'secret' (line 5) and 'SECRET' are the same");
    CHECK(message(with(with(spif, "\n", "\r\n"), ">UNCLASSIFIED</spif", ">X</spif")) ==
          "line 22: category 'HARBOUR': classification 'X' is not there");
}

TEST_CASE("what a policy says of user input, of the encoding of a tag and of unlabelled data is kept")
{
    const auto category = [](const std::string& attributes) {
        const auto text = with(spif, "name=\"KOR\" lacv", "name=\"KOR\" " + attributes + " lacv");
        return format::read_spif(as_bytes(text)).tag_sets[1].tags[0].categories[1];
    };
    using Kind = label::UserInput::Kind;
    CHECK(category("userInput=\"string\"").input->kind == Kind::text);
    CHECK(category("userInput=\"integer\"").input->kind == Kind::integer);
    CHECK(category("userInput=\"date\"").input->date_format == "YYYY-MM-DD");
    CHECK(category("userInput=\"date\" dateFormat=\"dd.MM.yyyy\"").input->date_format == "dd.MM.yyyy");
    CHECK_FALSE(category("").input);
    const auto policy = format::read_spif(as_bytes(with(
        with(spif, "tagType=\"restrictive\">", "tagType=\"tagType7\" tag7Encoding=\"bitSetAttributes\">"),
        "<spif:securityClassifications>",
        "<spif:defaultSecurityPolicyId name=\"PLAIN\" id=\"1.3.6.1\"/><spif:securityClassifications>")));
    CHECK(policy.tag_sets[0].tags[0].tag7_encoding == label::Tag7Encoding::bit_set_attributes);
    CHECK(policy.default_policy->name == "PLAIN");
    CHECK(policy.originator == "CN=Policy Office,O=Exercise Alfa");
    CHECK(policy.created == Instant{1767225600});
}

TEST_CASE("the order of the parts of a SPIF does not matter")
{
    const std::string part =
        R"( <spif:equivalentPolicies><spif:equivalentPolicy name="BRAVO" id="1.3.6.1.4.1.32473.2"/></spif:equivalentPolicies>)";
    const auto moved = with(with(spif, part, ""), " <spif:securityPolicyId", part + "<spif:securityPolicyId");
    CHECK(refusal(moved).empty());
}

TEST_CASE("references match names in any case and take the spelling of what they name")
{
    const auto policy = format::read_spif(
        as_bytes(with(with(spif, "tagSetRef=\"Releasable To\"", "tagSetRef=\"RELEASABLE to\""),
                      ">UNCLASSIFIED</spif:excludedClass>", ">unclassified</spif:excludedClass>")));
    CHECK(policy.classes[1].required[0].groups[0].tag_set == "Releasable To");
    CHECK(policy.tag_sets[0].tags[0].categories[0].excluded_classes[0].name == "UNCLASSIFIED");
}

TEST_CASE("a lacv is a number, whatever its leading zeros, or a word")
{
    const auto read = [](const std::string& lacv) {
        const auto text = with(spif, "name=\"KOR\" lacv=\"410\"", "name=\"KOR\" lacv=\"" + lacv + "\"");
        return format::read_spif(as_bytes(text)).tag_sets[1].tags[0].categories[1].lacv;
    };
    CHECK(read("0410") == "410");
    CHECK(read("000") == "0");
    CHECK(read("184467440737095516160") == "184467440737095516160");
    CHECK(read("x410") == "x410");
    CHECK(refusal(with(spif, "lacv=\"1\" hierarchy=\"1\"", "lacv=\"04\" hierarchy=\"1\"")) ==
          "2:policy.malformed");
}

TEST_CASE("a rule tells an enumerated tag from another, where the set has both")
{
    const std::string more =
        R"(<spif:securityCategoryTag tagType="enumerated" enumType="permissive"><spif:tagCategory name="X" lacv="0"/></spif:securityCategoryTag></spif:securityCategoryTagSet>
 </spif:securityCategoryTagSets>)";
    const auto policy = format::read_spif(
        as_bytes(with(spif, " </spif:securityCategoryTagSet>\n </spif:securityCategoryTagSets>", more)));
    CHECK(policy.warnings.empty());
    const auto& group = policy.tag_sets[1].tags[0].categories[1].required[0].groups[0]; // permissive, lacv 0
    const auto ref = [&](const std::string& name) {
        return *find_category(policy.tag_sets[1], label::TagKind::permissive, name);
    };
    CHECK(matches(group, ref("ALFA")));
    CHECK_FALSE(matches(group, ref("X")));
}

TEST_CASE("marks of privacy and of the policy's name, and references for users, are passed over")
{
    const auto marking =
        std::string("<spif:markingData phrase=\"x\"><spif:code>pageTop</spif:code></spif:markingData>");
    auto text = with(spif, "id=\"1.3.6.1.4.1.32473.1\"/>",
                     "id=\"1.3.6.1.4.1.32473.1\">" + marking + "</spif:securityPolicyId>");
    text =
        with(text, "id=\"1.3.6.1.4.1.32473.2\"/>", "id=\"1.3.6.1.4.1.32473.2\" userRefURI=\"https://x\"/>");
    text = with(text, "<spif:equivalentPolicies>",
                "<spif:privacyMarks maxSelection=\"1\"><spif:privacyMark name=\"CLEAR\" obsolete=\"true\">" +
                    marking + "</spif:privacyMark></spif:privacyMarks><spif:equivalentPolicies>");
    const auto policy = format::read_spif(as_bytes(text));
    CHECK(policy.privacy_marks == std::vector<std::string>{"CLEAR"});
    CHECK(policy.warnings.size() == 1);
}

TEST_CASE("what is only odd is a warning")
{
    const auto warnings = [](const std::string& text) {
        return format::read_spif(as_bytes(text)).warnings.size();
    };
    CHECK(warnings(with(spif, ">portionMarking<", ">sideways<")) == 1);
    CHECK(warnings(with(spif, "name=\"KOR\" lacv", "name=\"alfa\" lacv")) == 1);
    CHECK(warnings(with(spif, "color=\"#C8102E\"", "color=\"GREEN\"")) == 1);
    CHECK(warnings(with(
              spif, required_group,
              R"(tagSetRef="Releasable To" tagType="enumerated" enumType="permissive" all="true")")) == 1);
}

TEST_CASE("names are trimmed, windows of time are read, a signature and extensions are passed over")
{
    auto text = with(spif, "name=\"HARBOUR\" lacv=\"0\"",
                     "name=\" HARBOUR&#10;\" lacv=\"0\" notBefore=\"20260101000000Z\" "
                     "notAfter=\"2027-01-01T00:00:00Z\"");
    text = with(text, "</spif:SPIF>",
                "<spif:extensions><x xmlns='urn:x'/></spif:extensions>"
                "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></spif:SPIF>");
    const auto policy = format::read_spif(as_bytes(text));
    const auto& harbour = policy.tag_sets[0].tags[0].categories[0];
    CHECK(harbour.name == "HARBOUR");
    CHECK(format_rfc3339(*harbour.not_before) == "2026-01-01T00:00:00Z");
    CHECK(format_rfc3339(*harbour.not_after) == "2027-01-01T00:00:00Z");
}

TEST_CASE("the installed samples load without warnings and say what they are")
{
    for (const std::string name : {"nato-sample.spif.xml", "rok-sample.spif.xml"}) {
        CAPTURE(name);
        const auto policy = test::sample_policy(name);
        CHECK(policy.warnings.empty());
        CHECK(policy.classes.size() == 5);
        const auto bytes = test::policy_file(name);
        CHECK(as_text(bytes).find("SAMPLE. NOT AUTHORITATIVE.") != std::string_view::npos);
        CHECK(as_text(bytes).find("originatorDN=\"CN=SAMPLE - NOT AUTHORITATIVE") != std::string_view::npos);
    }
    for (const std::string name : {"nato-member.clearance.xml", "kor.clearance.xml",
                                   "rok-member.clearance.xml", "rok-nato.clearance.xml"}) {
        const auto bytes = test::policy_file(name);
        CHECK(as_text(bytes).find("SAMPLE. NOT AUTHORITATIVE.") != std::string_view::npos);
    }
}

TEST_CASE("the two samples are equivalents of each other, by identifiers that exist")
{
    const auto nato = test::sample_policy("nato-sample.spif.xml");
    const auto rok = test::sample_policy("rok-sample.spif.xml");
    const auto check = [](const label::Policy& from, const label::Policy& to) {
        REQUIRE(from.equivalent_policies.size() == 1);
        CHECK(from.equivalent_policies[0].id == to.id);
        for (const auto& one : from.classes) {
            REQUIRE(one.equivalents.size() == 1);
            const auto same = [&](const label::Class& other) {
                return other.lacv == one.equivalents[0].lacv && other.hierarchy == one.hierarchy;
            };
            CHECK(std::count_if(to.classes.begin(), to.classes.end(), same) == 1);
        }
        for (const auto& set : from.tag_sets) {
            for (const auto& tag : set.tags) {
                for (const auto& category : tag.categories) {
                    for (const auto& equivalent : category.equivalents) {
                        if (equivalent.discard) continue;
                        const auto* target = to.find_tag_set(equivalent.tag_set_id, {});
                        REQUIRE(target != nullptr);
                        const auto& values = target->tags[0].categories;
                        CHECK(target->tags[0].kind == equivalent.kind);
                        CHECK(std::any_of(values.begin(), values.end(),
                                          [&](const auto& value) { return value.lacv == equivalent.lacv; }));
                    }
                }
            }
        }
    };
    check(nato, rok);
    check(rok, nato);
}

TEST_CASE("every changed byte of a SPIF is read or refused as the caller's fault")
{
    for (std::size_t at = 0; at < spif.size(); ++at) {
        for (const char c : {'<', '"', '0', ' ', 'x'}) {
            auto changed = spif;
            changed[at] = c;
            const auto result = refusal(changed);
            if (!result.empty()) CHECK(result == "2:policy.malformed");
        }
    }
}
