#pragma once
#include "pouch/format/xml_reader.hpp"
#include "pouch/label/policy.hpp"

/// The parts of a SPIF that recur under many of its elements. Internal to the SPIF reader; faults are
/// `xml.malformed`.
namespace pouch::format::spif {

inline constexpr std::string_view ns = "http://www.xmlspif.org/spif";

/// What is odd but does not make the policy unusable.
using Warnings = std::vector<std::string>;

/// Calls `take(child)` for each child of `element` in the SPIF namespace; `take` returns false for a name it
/// does not know, which is refused. Children of other namespaces are refused too.
template <typename Take> void for_each_child(const XmlElement& element, Take take)
{
    check_no_text(element);
    for (const auto& child : element.children) {
        if (child.ns != ns || !take(child)) {
            throw fault_at(element, fmt::format("element {} is not known", child.name));
        }
    }
}

/// An attribute as a token that is not empty.
[[nodiscard]] std::string name_attribute(const XmlElement& element, std::string_view key);
[[nodiscard]] std::string optional_attribute(const XmlElement& element, std::string_view key);
[[nodiscard]] std::int64_t integer_attribute(const XmlElement& element, std::string_view key);
/// The attribute `lacv`: a number loses its leading zeros; anything else is taken as it is.
[[nodiscard]] std::string lacv_attribute(const XmlElement& element);
[[nodiscard]] bool flag_attribute(const XmlElement& element, std::string_view key);
[[nodiscard]] std::string oid_attribute(const XmlElement& element, std::string_view key);
/// `20260101000000Z` or an xs:dateTime with a zone.
[[nodiscard]] std::optional<Instant> time_attribute(const XmlElement& element, std::string_view key);

/// tagType and enumType; nothing for `notApplicable`.
[[nodiscard]] std::optional<label::TagKind> kind_of(const XmlElement& element);
/// True for tagType `enumerated`.
[[nodiscard]] bool is_enumerated(const XmlElement& element);
/// tag7Encoding, which tagType7 must have and no other.
[[nodiscard]] std::optional<label::Tag7Encoding> tag7_encoding(const XmlElement& element);
/// userInput and dateFormat.
[[nodiscard]] std::optional<label::UserInput> user_input(const XmlElement& element);

/// Reads `child` into `into` if it is markingData or markingQualifier; false if it is neither.
bool take_marking(const XmlElement& child, label::Markings& into, Warnings& warnings);

[[nodiscard]] label::RequiredCategory required_category(const XmlElement& element);
[[nodiscard]] label::CategoryGroup excluded_category(const XmlElement& element);
[[nodiscard]] label::Equivalent equivalent_class(const XmlElement& element);
[[nodiscard]] label::Equivalent equivalent_category(const XmlElement& element);
[[nodiscard]] label::Equivalent equivalent_tag_set(const XmlElement& element);

/// Reads securityClassifications into the policy.
void read_classes(const XmlElement& element, label::Policy& policy);
[[nodiscard]] label::TagSet tag_set_of(const XmlElement& element, Warnings& warnings);

/// What stands for a creationDate that is missing.
inline constexpr std::string_view no_date = "19700101000000Z";

/// Makes a document that is untidy one that the reader takes, and tells what was done, each with its line. Only what
/// no rule hangs on: the namespace, attributes of the root that mean nothing here, the case of words of closed lists,
/// references by object identifier in place of the name.
[[nodiscard]] std::vector<std::string> mend(XmlElement& root);

/// Reads `memberships` of urn:nato:stanag:4774:spif:extensions:1:0; other extensions are passed over.
void read_extensions(const XmlElement& element, label::Policy& policy);

/// Makes every reference between parts resolve, in the spelling of what it names; warns of duplicates.
void link(label::Policy& policy);

} // namespace pouch::format::spif
