#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/format/bdo.hpp"
#include "pouch/format/clearance.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/io/file.hpp"
#include "pouch/label/policy.hpp"

#include <string>

/// Policies and labels for the tests of labels: the fictional policy ALFA, and the samples that are
/// installed.
namespace pouch::test {

inline const std::string alfa_spif =
    R"(<spif:SPIF xmlns:spif="http://www.xmlspif.org/spif" schemaVersion="2.1" version="1" creationDate="20260101000000Z"
    originatorDN="CN=Policy Office,O=Exercise Alfa" keyIdentifier="00" privilegeId="1.3.26.0.4774.5.24.1" rbacId="1.3.26.0.4774.5.24.1">
 <spif:securityPolicyId name="ALFA" id="1.3.6.1.4.1.32473.1"/>
 <spif:securityClassifications>
  <spif:securityClassification name="UNCLASSIFIED" lacv="1" hierarchy="1" color="green">
   <spif:equivalentClassification policyRef="BRAVO" lacv="10" applied="both"/>
   <spif:markingData phrase="AU"><spif:code>portionMarking</spif:code></spif:markingData>
  </spif:securityClassification>
  <spif:securityClassification name="SECRET" lacv="4" hierarchy="4" color="#C8102E">
   <spif:equivalentClassification policyRef="BRAVO" lacv="20" applied="encrypt"/>
   <spif:markingData phrase="AS"><spif:code>portionMarking</spif:code></spif:markingData>
   <spif:requiredCategory operation="oneOrMore">
    <spif:categoryGroup tagSetRef="Releasable To" tagType="permissive" all="true"/>
   </spif:requiredCategory>
  </spif:securityClassification>
 </spif:securityClassifications>
 <spif:securityCategoryTagSets>
  <spif:securityCategoryTagSet name="Handling" id="1.3.6.1.4.1.32473.1.1">
   <spif:securityCategoryTag name="Handling" tagType="restrictive">
    <spif:tagCategory name="HARBOUR" lacv="0">
     <spif:equivalentSecCategoryTag policyRef="BRAVO" tagSetId="1.3.6.1.4.1.32473.2.1" tagType="restrictive" lacv="7" applied="both"/>
     <spif:excludedClass>UNCLASSIFIED</spif:excludedClass>
    </spif:tagCategory>
   </spif:securityCategoryTag>
  </spif:securityCategoryTagSet>
  <spif:securityCategoryTagSet name="Releasable To" id="1.3.6.1.4.1.32473.1.2">
   <spif:securityCategoryTag name="Releasable To" tagType="permissive">
    <spif:tagCategory name="ALFA" lacv="0"/>
    <spif:tagCategory name="KOR" lacv="410">
     <spif:markingData phrase="Republic of Korea"><spif:code>pageTopBottom</spif:code></spif:markingData>
     <spif:requiredCategory operation="all">
      <spif:categoryGroup tagSetRef="Releasable To" tagType="permissive" lacv="0"/>
     </spif:requiredCategory>
    </spif:tagCategory>
    <spif:markingQualifier markingCode="pageTopBottom">
     <spif:qualifier markingQualifier="REL TO " qualifierCode="prefix"/>
     <spif:qualifier markingQualifier=", " qualifierCode="separator"/>
    </spif:markingQualifier>
   </spif:securityCategoryTag>
  </spif:securityCategoryTagSet>
 </spif:securityCategoryTagSets>
 <spif:equivalentPolicies><spif:equivalentPolicy name="BRAVO" id="1.3.6.1.4.1.32473.2"/></spif:equivalentPolicies>
</spif:SPIF>
)";

inline const std::string alfa_label =
    R"(<s4774:originatorConfidentialityLabel xmlns:s4774="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"
       Id="label-1" ReviewDateTime="2036-01-01T00:00:00Z">
    <s4774:ConfidentialityInformation>
     <s4774:PolicyIdentifier URI="urn:oid:1.3.6.1.4.1.32473.1">ALFA</s4774:PolicyIdentifier>
     <s4774:Classification>SECRET</s4774:Classification>
     <s4774:Category Type="RESTRICTIVE" URI="urn:oid:1.3.6.1.4.1.32473.1.1" TagName="Handling">
      <s4774:GenericValue>HARBOUR</s4774:GenericValue></s4774:Category>
     <s4774:Category Type="PERMISSIVE" URI="urn:oid:1.3.6.1.4.1.32473.1.2" TagName="Releasable To">
      <s4774:GenericValue>ALFA</s4774:GenericValue><s4774:GenericValue>KOR</s4774:GenericValue></s4774:Category>
    </s4774:ConfidentialityInformation>
    <s4774:OriginatorID IDType="rfc822Name">desk@example.org</s4774:OriginatorID>
    <s4774:CreationDateTime>2026-01-01T00:00:00Z</s4774:CreationDateTime>
   </s4774:originatorConfidentialityLabel>)";

inline const std::string alfa_bdo =
    R"(<s4778:BindingInformation xmlns:s4778="urn:nato:stanag:4778:bindinginformation:1:0" xmlns:xmime="http://www.w3.org/2005/05/xmlmime">
 <s4778:MetadataBindingContainer><s4778:MetadataBinding Id="mb-1">
  <s4778:Metadata>
   )" +
    alfa_label +
    R"(
  </s4778:Metadata>
  <s4778:DataReference URI="./report.pdf" xmime:contentType="application/pdf"/>
 </s4778:MetadataBinding></s4778:MetadataBindingContainer>
</s4778:BindingInformation>
)";

/// `text` with the first `from` replaced; fails the test when there is none.
inline std::string with(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("no such text in the sample: " + from);
    return text.replace(at, from.size(), to);
}

inline label::Policy alfa()
{
    return format::read_spif(as_bytes(alfa_spif));
}

inline Bytes policy_file(const std::string& name)
{
    return io::read_small_file(POUCH_SOURCE_DIR "/lib/policies/" + name, format::spif_limit);
}

/// `nato-sample.spif.xml`, `rok-sample.spif.xml`.
inline label::Policy sample_policy(const std::string& name)
{
    return format::read_spif(policy_file(name));
}

inline label::Clearance sample_clearance(const std::string& name)
{
    return format::read_clearance(policy_file(name));
}

/// A label in the words of `policy`.
inline label::Label make_label(const label::Policy& policy, const std::string& classification,
                               std::vector<label::Category> categories)
{
    label::Label label;
    label.policy_id = policy.id;
    label.policy_name = policy.name;
    label.classification = classification;
    label.categories = std::move(categories);
    label.created = {1767225600};       // 2026-01-01
    label.review = Instant{2082758400}; // 2036-01-01
    return label;
}

inline label::Category restrictive(const std::string& tag, std::vector<std::string> values)
{
    return {{}, tag, label::TagKind::restrictive, std::move(values)};
}
inline label::Category permissive(const std::string& tag, std::vector<std::string> values)
{
    return {{}, tag, label::TagKind::permissive, std::move(values)};
}
inline label::Category informative(const std::string& tag, std::vector<std::string> values)
{
    return {{}, tag, label::TagKind::informative, std::move(values)};
}

} // namespace pouch::test
