#pragma once
#include <string_view>

/// What WordprocessingML may say in a document that leaves: closed lists, after ECMA-376 part 1 (transitional) and what
/// Word, LibreOffice and python-docx write. What is on no list is not kept.
namespace pouch::redact::ooxml {

inline constexpr std::string_view word_namespace =
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
inline constexpr std::string_view relationship_namespace =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
inline constexpr std::string_view compatibility_namespace =
    "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// What happens to an element.
enum class Treatment {
    keep,
    drop,     ///< Goes with all that is in it.
    unwrap,   ///< Its tags go, its content stays.
    switch_,  ///< Goes if its value says no; else the document is refused as `hidden`.
    change,   ///< The others refuse the document: a tracked change,
    hidden,   ///< text that a reader of the document does not see,
    embedded, ///< content in another format, or of another file,
    unknown,  ///< anything else.
};

/// The lists: most parts have one, the settings and the theme their own.
enum class Vocabulary { text, settings, theme };

/// The prefix under which a namespace may be known; empty for one that is not kept.
[[nodiscard]] std::string_view prefix_of(std::string_view space);

/// What happens to the element of that name, with the prefix that prefix_of gives: `w:p`.
[[nodiscard]] Treatment treatment_of(std::string_view name, Vocabulary vocabulary);

/// True if an attribute of that name, with its prefix if it has one, may stay. What is none of them goes.
[[nodiscard]] bool is_kept_attribute(std::string_view name);

/// True for a value that the formats themselves prescribe: it tells nothing, whatever rules say of it.
[[nodiscard]] bool is_prescribed_value(std::string_view value);

/// True if a field whose code begins with `word` may stay: its result is of the document itself, the day, or a link.
[[nodiscard]] bool is_kept_field(std::string_view word);

/// True if a link to that target, a URI, may stay one.
[[nodiscard]] bool is_followed(std::string_view target);

} // namespace pouch::redact::ooxml
