#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/format/xml.hpp"
#include "pouch/label/label.hpp"

#include <array>

/// Confidentiality labels as XML (STANAG 4774, ADatP-4774 Edition A Version 1; XSD 1.3).
///
///     <originatorConfidentialityLabel ReviewDateTime>      or alternative..., or bare ConfidentialityLabel
///       ConfidentialityInformation
///         PolicyIdentifier @URI 0..1 @edition:sha256 0..1   Classification   PrivacyMark 0..1
///         Category 0..n @Type @TagName @URI 0..1: GenericValue 1..n
///       OriginatorID 0..1 @IDType   CreationDateTime   SuccessionHandling 0..1
///
/// `edition:sha256` is ours, a foreign attribute that the schema allows: the digest of the policy file.
///
/// Reading is strict: names by namespace and spelling, order, cardinality; attributes and elements outside
/// this table are refused unless they are of a foreign namespace where the schema allows those, which are
/// ignored if they hold nothing of `label_namespaces`. IntegerValue, BitStringValue, Classification/@URI and a label with neither review nor succession
/// are refused as the standard's prose says; so is a successor that does not name the policy of its label, word for word (case of
/// names apart): there is one label for each policy at any time.
namespace pouch::format {

inline constexpr std::string_view label_ns = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0";

/// The namespace of binding data objects (bdo.hpp).
inline constexpr std::string_view bdo_ns = "urn:nato:stanag:4778:bindinginformation:1:0";

/// What is passed over may hold nothing of these: a label in it would be one that nobody judges.
inline constexpr std::array<std::string_view, 2> label_namespaces = {label_ns, bdo_ns};

/// The namespace of the attribute that says which edition of its policy a label was given under.
inline constexpr std::string_view edition_ns = "urn:uuid:5b6f2f0e-8a54-4c35-9d0c-2b0c2e7c4774";

/// Who a label speaks for.
enum class LabelRole {
    originator,  ///< Given by the originator of the data.
    alternative, ///< The same in the words of another policy.
};

/// A bare label document (any role). Throws Fault::refused `label.malformed`.
[[nodiscard]] label::Label read_label(ByteView document);

/// A bare label document, with XML declaration and final line feed. Throws Fault::usage for a value that has
/// no valid form (`usage.characters`, `usage.label`).
[[nodiscard]] std::string write_label(const label::Label& label, LabelRole role = LabelRole::originator);

/// For the codecs of documents that hold labels:
/// a label element; Fault::refused `label.malformed`;
[[nodiscard]] label::Label label_of(const XmlElement& element);
/// its text, each line after `indent` spaces;
[[nodiscard]] std::string label_text(const label::Label& label, LabelRole role, std::size_t indent);
/// PolicyIdentifier, Category and Classification, which clearances share (prefix `s4774` declared by the
/// caller).
struct PolicyName {
    std::string id;
    std::string name;
    std::string edition;
};
[[nodiscard]] PolicyName policy_name_of(const XmlElement& element);
[[nodiscard]] label::Category category_of(const XmlElement& element);
[[nodiscard]] std::string classification_of(const XmlElement& element);

/// True for a dotted object identifier, `1.3.26.1.3.1`.
[[nodiscard]] bool is_oid(std::string_view text);

} // namespace pouch::format
