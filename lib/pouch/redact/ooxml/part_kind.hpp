#pragma once
#include <optional>
#include <string_view>

/// The parts of an office document: closed lists, by the type of the relationship that leads to them.
namespace pouch::redact::ooxml {

enum class PartKind {
    document,
    header,
    footer,
    footnotes,
    endnotes,
    styles,
    numbering,
    settings,
    fonts,
    theme,
    png,
    jpeg,
};

[[nodiscard]] inline bool is_image(PartKind kind)
{
    return kind == PartKind::png || kind == PartKind::jpeg;
}
/// True for parts that hold text of the document.
[[nodiscard]] inline bool has_text(PartKind kind)
{
    return kind <= PartKind::endnotes;
}
/// True for parts of which a document has at most one.
[[nodiscard]] inline bool is_single(PartKind kind)
{
    return kind != PartKind::header && kind != PartKind::footer && !is_image(kind);
}

/// What is written of a part of that kind.
struct PartForm {
    PartKind kind;
    std::string_view content_type;
    std::string_view relationship; ///< Its type.
    std::string_view stem;         ///< Of its name below word/: `header`, `media/image`.
    std::string_view extension;
};
[[nodiscard]] const PartForm& form_of(PartKind kind);

/// What a relationship means for what it leads to.
enum class LinkKind {
    part,      ///< One of the kinds above.
    removed,   ///< It goes, with what only it leads to.
    hyperlink, ///< It leads out of the document.
    refused,
};

struct LinkForm {
    LinkKind kind;
    std::string_view what; ///< For messages: `a macro`.
};
/// What a relationship of that type is.
[[nodiscard]] LinkForm link_form(std::string_view type);

/// The kind of a part to which a relationship of `type` leads, and that has that content type; nothing if they do not
/// agree.
[[nodiscard]] std::optional<PartKind> part_kind(std::string_view type, std::string_view content_type);

/// True if a part of kind `owner` may lead to one of `kind`.
[[nodiscard]] bool may_lead(PartKind owner, PartKind kind);

inline constexpr std::string_view hyperlink_type =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

} // namespace pouch::redact::ooxml
