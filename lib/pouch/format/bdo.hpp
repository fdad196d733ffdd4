#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/format/confidentiality_label.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Binding data objects (STANAG 4778, ADatP-4778; XSD 1.4), the detached form: labels, and a reference to the
/// data they are for. As a file beside that data it is the sidecar of ADatP-4778.2.
///
///     <BindingInformation>           urn:nato:stanag:4778:bindinginformation:1:0
///       ds:Signature 0..n            (not checked here, and without labels in it)
///       MetadataBindingContainer
///         MetadataBinding
///           Metadata 1..n            one label each: one originator label, at most one alternative a policy
///           DataReference @URI @xmime:contentType    one; inside a document 1..n
///
/// One container and one binding, no transforms: what a bundle, a sidecar and a whole document need. Other forms of the
/// standard are refused.
namespace pouch::format {

/// The reference of a bundle's label: all of its payload.
inline constexpr std::string_view bundle_reference = "./data/";

struct Bdo {
    label::Label originator;
    std::vector<label::Label> alternatives;
    std::string data_uri;
    std::string content_type;   ///< Media type of the data, or empty.
    bool has_signature = false; ///< Read only: an XML signature is there. Nobody checked it.
};

/// The largest BDO that is read.
inline constexpr std::size_t bdo_limit = std::size_t{1} << 20U;

/// Throws Fault::refused `label.malformed`.
[[nodiscard]] Bdo read_bdo(ByteView document);

/// A BDO inside the document that it labels. It may refer to many parts of it.
struct EmbeddedBdo {
    Bdo bdo;                             ///< `data_uri` and `content_type` are those of the first reference.
    std::vector<std::string> references; ///< All of them; an empty one means the document.
};

/// The same for a BDO that was found inside a document: one reference or more. Where they lead is the caller's to judge.
[[nodiscard]] EmbeddedBdo read_embedded_bdo(ByteView document);

/// With XML declaration and final line feed; the same Bdo gives the same bytes.
[[nodiscard]] Bytes write_bdo(const Bdo& bdo);

/// `./` and `file_name` (the last component of a path), percent-encoded as RFC 3986 demands.
[[nodiscard]] std::string reference_to(std::string_view file_name);

/// The file name that a reference of the form `./<file name>` names; nothing for any other reference: a
/// scheme, an absolute path, a directory, `.` or `..`, an encoded `/`, `\` or NUL, ill-formed UTF-8.
[[nodiscard]] std::optional<std::string> referenced_file(std::string_view uri);

} // namespace pouch::format
