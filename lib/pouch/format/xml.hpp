#pragma once
#include "pouch/base/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// XML 1.0 with namespaces, as little of it as labels, clearances and policies need, from hostile bytes.
///
/// Accepted: UTF-8 (a byte order mark may lead), an XML declaration that says 1.0 and UTF-8, comments,
/// processing instructions (ignored), CDATA, the five named entities and character references. Refused:
/// DOCTYPE, any other entity, any other encoding, whatever is not well-formed or not namespace-well-formed,
/// and whatever exceeds the limits. The bytes are checked first, by our own scanner; pugixml then builds the
/// tree.
namespace pouch::format {

/// What a document may hold.
struct XmlLimits {
    std::size_t bytes = std::size_t{1} << 20U;
    std::size_t depth = 32;
    std::size_t elements = 20'000;
    std::size_t attributes = 64; ///< Of one element, namespace declarations included.
    std::size_t name = 256;      ///< Bytes of one name.
};

/// An attribute; unqualified ones have an empty namespace. Namespace declarations are not attributes here.
struct XmlAttribute {
    std::string ns;
    std::string name;
    std::string value;
};

/// An element with its namespace resolved.
struct XmlElement {
    std::string ns;
    std::string name;
    std::vector<XmlAttribute> attributes;
    std::vector<XmlElement> children;
    std::string text;     ///< All its own character data, joined.
    std::size_t line = 0; ///< On which its start tag begins, from 1; 0 for one that was not read.

    /// The value of the unqualified attribute `key`; null if absent.
    [[nodiscard]] const std::string* attribute(std::string_view key) const;
    [[nodiscard]] const std::string* attribute(std::string_view ns_name, std::string_view key) const;
    [[nodiscard]] bool is(std::string_view ns_name, std::string_view local) const;
};

/// Why bytes are not such a document, in a few words with the line; nothing if they are.
[[nodiscard]] std::optional<std::string> xml_fault(std::string_view document, const XmlLimits& limits = {});

/// The root of a document. Throws Fault::refused `xml.malformed` or `limit.size`.
[[nodiscard]] XmlElement read_xml(ByteView document, const XmlLimits& limits = {});

/// xs:token: blanks at both ends removed, runs of blanks made one space.
[[nodiscard]] std::string xml_token(std::string_view text);

/// `text` as element content or attribute value: `&`, `<`, `>`, quotes, tab and line breaks as references.
/// Throws Fault::usage `usage.characters` for what XML cannot hold (control characters, invalid UTF-8).
[[nodiscard]] std::string xml_escaped(std::string_view text);

} // namespace pouch::format
