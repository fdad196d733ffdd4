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

TEST_CASE("a policy has no more items than can be compared with each other")
{
    std::string sets;
    for (int i = 0; i < 999; ++i) {
        const auto number = std::to_string(i);
        sets += "<spif:securityCategoryTagSet name=\"" + number + "\" id=\"1.3.9." + number +
                "\"><spif:securityCategoryTag tagType=\"permissive\"/></spif:securityCategoryTagSet>";
    }
    CHECK(refusal(with(spif, "<spif:securityCategoryTagSets>", "<spif:securityCategoryTagSets>" + sets)) ==
          "2:policy.malformed");
    std::string values;
    for (int i = 0; i < 10'000; ++i) {
        const auto number = std::to_string(i);
        values += "<spif:tagCategory name=\"v" + number + "\" lacv=\"1" + number + "\"/>";
    }
    CHECK(refusal(with(spif, "<spif:tagCategory name=\"KOR\"", values + "<spif:tagCategory name=\"KOR\"")) ==
          "2:policy.malformed");
}

TEST_CASE("a SPIF with a rule or a reference that cannot hold is refused")
{
    const std::vector<std::pair<std::string, std::string>> changes = {
        // not the schema
        {"http://www.xmlspif.org/spif", "http://www.xmslpif.org/spif"},
        {"spif:SPIF xmlns", "spif:spif xmlns"},
        {"schemaVersion=\"2.1\"", ""},
        {"version=\"1\"", "verzion=\"1\""},
        {"creationDate=\"20260101000000Z\"", ""},
        {"creationDate=\"20260101000000Z\"", "creationDate=\"today\""},
        {"originatorDN=\"CN=Policy Office,O=Exercise Alfa\"", ""},
        {"keyIdentifier=\"00\"", ""},
        {"name=\"HARBOUR\"", "name=\"" + std::string(257, 'x') + "\""},
        {"<spif:securityCategoryTagSets>",
         "<spif:securityCategoryTagSets><spif:securityCategoryTagSet name=\"X\" id=\"1.3.7\"/>"},
        {" </spif:securityCategoryTagSet>\n </spif:securityCategoryTagSets>",
         "<spif:equivalentSecurityCategoryTagSet policyRef=\"BRAVO\" id=\"X\"/></spif:securityCategoryTagSet>"
         "</spif:securityCategoryTagSets>"},
        {"<spif:equivalentPolicies>",
         "<spif:privacyMarks><spif:privacyMark name=\"a\"/><spif:privacyMark name=\"A\"/></spif:privacyMarks>"
         "<spif:equivalentPolicies>"},
        {"privilegeId=\"1.3.26.0.4774.5.24.1\"", ""},
        {"rbacId=\"1.3.26.0.4774.5.24.1\"", "rbacId=\"one\""},
        {"tagType=\"restrictive\">", "tagType=\"restrictive\" tag7Encoding=\"bitSetAttributes\">"},
        {"tagType=\"restrictive\">", "tagType=\"tagType7\">"},
        {"tagType=\"restrictive\">", "tagType=\"tagType7\" tag7Encoding=\"bits\">"},
        {"name=\"KOR\" lacv", "name=\"KOR\" userInput=\"float\" lacv"},
        {"name=\"KOR\" lacv", "name=\"KOR\" userInput=\"string\" dateFormat=\"YYYY-MM-DD\" lacv"},
        {"name=\"KOR\" lacv", "name=\"KOR\" userInput=\"date\" dateFormat=\"D.M.Y\" lacv"},
        {"name=\"KOR\" lacv", "name=\"KOR\" dateFormat=\"YYYY-MM-DD\" lacv"},
        {"<spif:securityClassifications>",
         "<spif:defaultSecurityPolicyId name=\"X\"/><spif:securityClassifications>"},
        {"<spif:excludedClass>UNCLASSIFIED</spif:excludedClass>",
         "<spif:excludedClass>UNCLASSIFIED</spif:excludedClass>"
         "<spif:excludedClass>unclassified</spif:excludedClass>"},
        {"<spif:securityPolicyId name=\"ALFA\" id=\"1.3.6.1.4.1.32473.1\"/>", ""},
        {"id=\"1.3.6.1.4.1.32473.1\"/>", "id=\"ALFA\"/>"},
        {"name=\"ALFA\" id", "name=\" \" id"},
        {"<spif:securityClassifications>", "<spif:securityClassifications>text"},
        {"<spif:excludedClass>UNCLASSIFIED</spif:excludedClass>",
         "<spif:excludedClas>UNCLASSIFIED</spif:excludedClas>"},
        {"<spif:excludedClass>UNCLASSIFIED</spif:excludedClass>", "<x xmlns='urn:x'/>"},
        {"lacv=\"4\" hierarchy", "hierarchy"},
        {"lacv=\"4\" hierarchy", "lacv=\" \" hierarchy"},
        {"hierarchy=\"4\"", "hierarchy=\"99999999999999999999\""},
        {"color=\"green\"", "obsolete=\"maybe\""},
        {"operation=\"oneOrMore\"", "operation=\"any\""},
        {"operation=\"oneOrMore\"", ""},
        {" all=\"true\"", ""},
        {" all=\"true\"", " all=\"true\" lacv=\"0\""},
        {required_group, required_group + " note=\"x\""},
        {"<spif:requiredCategory operation=\"all\">", "<spif:requiredCategory operation=\"all\"><spif:x/>"},
        {"applied=\"encrypt\"", "applied=\"always\""},
        {"applied=\"encrypt\"", ""},
        {"qualifierCode=\"prefix\"", "qualifierCode=\"before\""},
        {"<spif:qualifier markingQualifier=\"REL TO \"", "<spif:qualifier"},
        {"version=\"1\"", "version=\"1\" notAfter=\"tomorrow\""},
        // references that dangle
        {required_group, R"(tagSetRef="Nowhere" tagType="permissive" all="true")"},
        {required_group, R"(tagSetRef="Handling" tagType="permissive" all="true")"},
        {required_group, R"(tagSetRef="Releasable To" tagType="permissive" lacv="7")"},
        {required_group, R"(tagSetRef="Releasable To" tagType="restrictive" all="true")"},
        {">UNCLASSIFIED</spif:excludedClass>", ">TOP SECRET</spif:excludedClass>"},
        {"name=\"HARBOUR\" lacv=\"0\"", "name=\"HARBOUR\" lacv=\"0\" requiredClass=\"TOP SECRET\""},
        {"policyRef=\"BRAVO\" lacv=\"10\"", "policyRef=\"CHARLIE\" lacv=\"10\""},
        // twins
        {"name=\"UNCLASSIFIED\"", "name=\"secret\""},
        {"lacv=\"1\" hierarchy=\"1\"", "lacv=\"4\" hierarchy=\"1\""},
        {"lacv=\"1\" hierarchy=\"1\"", "lacv=\"1\" hierarchy=\"4\""},
        {"id=\"1.3.6.1.4.1.32473.1.2\"", "id=\"1.3.6.1.4.1.32473.1.1\""},
        {"securityCategoryTagSet name=\"Handling\"", "securityCategoryTagSet name=\"RELEASABLE TO\""},
        {"</spif:SPIF>", "<spif:securityCategoryTagSets/></spif:SPIF>"},
        {"<spif:equivalentPolicies>",
         "<spif:equivalentPolicies><spif:equivalentPolicy name=\"bravo\" id=\"1.3.6\"/>"},
    };
    for (const auto& [from, to] : changes) {
        CAPTURE(from, to);
        CHECK(refusal(with(spif, from, to)) == "2:policy.malformed");
    }
    CHECK(refusal("<!DOCTYPE x>" + spif) == "2:policy.malformed");
    CHECK(refusal("") == "2:policy.malformed");
    CHECK(refusal(with(spif, "</spif:SPIF>", "")) == "2:policy.malformed");
}
