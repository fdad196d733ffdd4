#pragma once
#include <set>
#include <string>
#include <string_view>

/// What a part refers to, and what nothing refers to any more.
namespace pouch::redact::ooxml {

struct References {
    std::set<std::string> relationships; ///< Ids.
    std::set<std::string> footnotes;     ///< The same of notes.
    std::set<std::string> endnotes;
};

/// What `part`, which Cleaner has written, refers to.
[[nodiscard]] References references_of(std::string_view part);

/// `part`, word/footnotes.xml or word/endnotes.xml, without the notes that `ids` do not name; the lines that separate notes
/// from text stay. Throws Fault::refused `ooxml.hidden` for text in those.
[[nodiscard]] std::string with_notes(std::string_view part, const std::set<std::string>& ids);

/// `part` without beginnings and ends of bookmarks that have no counterpart in it.
[[nodiscard]] std::string with_paired_bookmarks(std::string_view part);

} // namespace pouch::redact::ooxml
