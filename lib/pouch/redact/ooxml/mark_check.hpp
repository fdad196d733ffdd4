#pragma once
#include "pouch/redact/mark_check.hpp"

#include <functional>
#include <string>

/// The marks in an office document, against its label.
namespace pouch::redact::ooxml {

/// Looks at each paragraph of each part of the package that office software reads as its text (paragraphs.hpp), as a text of
/// its own: by its type of content, or by a namespace of documents in it. `report` is told the part and the paragraph,
/// `word/header1.xml, paragraph 1`; `on_unread` each part of office software that is no XML. Throws Fault::refused `zip.*`,
/// `ooxml.package`, `text.*`, `xml.*`, naming the part.
void check_package_marks(ByteView archive, std::uint64_t limit, const MarkedLabel& label,
                         const std::function<void(MarkFault fault, const std::string& place)>& report,
                         const std::function<void(const std::string& part)>& on_unread);

} // namespace pouch::redact::ooxml
