#pragma once
#include "pouch/format/embedded_label.hpp"

#include <cstdint>
#include <optional>

/// Labels in packages of the Open Packaging Conventions (ECMA-376 part 2), as office documents are: the profiles ooxml and
/// gopc of ADatP-4778.2.
///
///     customXml/item1.xml, or any other part *.xml or *.bdo whose root is BindingInformation
///         DataReference URI="pack:///word/document.xml"    absolute, of a part that is there
///
/// A label is one of the document only if it refers to the part that the package says is the main one, or to all (`""`).
namespace pouch::format {

/// True if `archive`, a ZIP archive, may be a package: it holds a list of types of content.
[[nodiscard]] bool is_package(ByteView archive);

/// The label of a package. Nothing if it has none, or if `archive` is a ZIP archive but no package. Throws Fault::refused:
/// `zip.*` as read_zip() and expand(), `label.malformed`, `label.ambiguous` for two, `label.reference` for one that does
/// not refer to the document or refers to what is not there.
[[nodiscard]] std::optional<EmbeddedLabel> opc_label(ByteView archive, std::uint64_t limit);

} // namespace pouch::format
