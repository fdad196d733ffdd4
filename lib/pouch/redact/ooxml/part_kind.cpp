#include "pouch/redact/ooxml/part_kind.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::redact::ooxml {

namespace {

constexpr std::array<PartForm, 12> forms{{
    {PartKind::document, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument", "document", "xml"},
    {PartKind::header, "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header", "header", "xml"},
    {PartKind::footer, "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer", "footer", "xml"},
    {PartKind::footnotes, "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes", "footnotes", "xml"},
    {PartKind::endnotes, "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes", "endnotes", "xml"},
    {PartKind::styles, "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles", "styles", "xml"},
    {PartKind::numbering, "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering", "numbering", "xml"},
    {PartKind::settings, "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings", "settings", "xml"},
    {PartKind::fonts, "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable", "fontTable", "xml"},
    {PartKind::theme, "application/vnd.openxmlformats-officedocument.theme+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme", "theme/theme1", "xml"},
    {PartKind::png, "image/png", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
     "media/image", "png"},
    {PartKind::jpeg, "image/jpeg",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image", "media/image", "jpeg"},
}};

constexpr std::array<std::string_view, 21> removed{
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
    "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties", // LibreOffice
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/metadata/core-properties",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/metadata/thumbnail",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/glossaryDocument",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/webSettings",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/printerSettings",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
    "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    "http://schemas.microsoft.com/office/2016/09/relationships/commentsIds",
    "http://schemas.microsoft.com/office/2018/08/relationships/commentsExtensible",
    "http://schemas.microsoft.com/office/2011/relationships/people",
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    "http://schemas.microsoft.com/office/2019/05/relationships/documenttasks",
    "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 19> refused{{
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject", "an embedded object"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/package", "an embedded file"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk",
     "content of another file"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/subDocument", "another document"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/frame", "another document"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart", "a chart"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData", "a diagram"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramLayout", "a diagram"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramQuickStyle", "a diagram"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramColors", "a diagram"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/control", "a control"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/font", "an embedded font"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/video", "a film"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/audio", "a sound"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/mailMergeSource",
     "a source of a form letter"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships/mailMergeHeaderSource",
     "a source of a form letter"},
    {"http://schemas.microsoft.com/office/2006/relationships/vbaProject", "a macro"},
    {"http://schemas.microsoft.com/office/2006/relationships/keyMapCustomizations", "a key map"},
    {"http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
     "a digital signature"},
}};

} // namespace

const PartForm& form_of(PartKind kind)
{
    return forms.at(static_cast<std::size_t>(kind));
}

LinkForm link_form(std::string_view type)
{
    if (type == hyperlink_type) return {LinkKind::hyperlink, "a hyperlink"};
    const auto is_of_part = [&](const PartForm& form) { return form.relationship == type; };
    if (std::any_of(forms.begin(), forms.end(), is_of_part)) return {LinkKind::part, "a part"};
    if (std::find(removed.begin(), removed.end(), type) != removed.end())
        return {LinkKind::removed, "metadata"};
    for (const auto& [known, what] : refused) {
        if (known == type) return {LinkKind::refused, what};
    }
    return {LinkKind::refused, "a part of a type that is not known"};
}

std::optional<PartKind> part_kind(std::string_view type, std::string_view content_type)
{
    for (const auto& form : forms) {
        if (form.relationship == type && form.content_type == content_type) return form.kind;
    }
    return std::nullopt;
}

bool may_lead(PartKind owner, PartKind kind)
{
    if (kind == PartKind::document || !has_text(owner)) return false;
    return owner == PartKind::document || is_image(kind);
}

} // namespace pouch::redact::ooxml
