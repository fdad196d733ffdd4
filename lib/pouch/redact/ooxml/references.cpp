#include "pouch/redact/ooxml/references.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/ooxml/markup.hpp"
#include "pouch/redact/ooxml/vocabulary.hpp"
#include "pouch/redact/xml/reader.hpp"
#include "pouch/redact/xml/reference.hpp"

namespace pouch::redact::ooxml {

namespace {

/// Calls `take(token, reader)` for each tag of `part`.
template <typename Take> void for_each_tag(std::string_view part, Take take)
{
    xml::Reader reader(part);
    for (auto token = reader.next(); token.kind != xml::TokenKind::end; token = reader.next()) {
        using xml::TokenKind;
        if (token.kind == TokenKind::open || token.kind == TokenKind::empty || token.kind == TokenKind::close)
            take(token, reader);
    }
}

std::string word_attribute(std::string_view part, const xml::Reader& reader, std::string_view local)
{
    for (const auto& attribute : reader.attributes()) {
        if (attribute.name.space == word_namespace && attribute.name.local == local)
            return xml::decoded_value(
                part.substr(attribute.value_begin, attribute.value_end - attribute.value_begin));
    }
    return {};
}

bool is_start(const xml::Token& token)
{
    return token.kind != xml::TokenKind::close;
}

} // namespace

References references_of(std::string_view part)
{
    References all;
    for_each_tag(part, [&](const xml::Token& token, const xml::Reader& reader) {
        if (!is_start(token)) return;
        for (const auto& attribute : reader.attributes()) {
            if (attribute.name.space == relationship_namespace)
                all.relationships.insert(xml::decoded_value(
                    part.substr(attribute.value_begin, attribute.value_end - attribute.value_begin)));
        }
        const auto name = reader.written_name();
        if (name == "w:footnoteReference") all.footnotes.insert(word_attribute(part, reader, "id"));
        if (name == "w:endnoteReference") all.endnotes.insert(word_attribute(part, reader, "id"));
    });
    return all;
}

std::string with_notes(std::string_view part, const std::set<std::string>& ids)
{
    std::vector<TextCut> cuts;
    std::size_t begin = 0;
    bool goes = false;
    bool is_special = false; // a line between text and notes, or the like
    for_each_tag(part, [&](const xml::Token& token, const xml::Reader& reader) {
        if (is_start(token)) {
            const auto name = reader.written_name();
            if (is_special && name == "w:t")
                throw refused("ooxml.hidden", "byte {}: text where the line above the notes is", token.begin);
            if (goes || (name != "w:footnote" && name != "w:endnote")) return;
            const auto type = word_attribute(part, reader, "type");
            is_special = !type.empty() && type != "normal";
            goes = !is_special && ids.find(word_attribute(part, reader, "id")) == ids.end();
            begin = token.begin;
            if (token.kind == xml::TokenKind::open) return;
        } else {
            const auto tag = part.substr(token.begin);
            if (!tag.starts_with("</w:footnote>") && !tag.starts_with("</w:endnote>")) return;
        }
        if (goes) cuts.push_back({begin, token.end, {}});
        goes = is_special = false;
    });
    return without(part, cuts);
}

std::string with_paired_bookmarks(std::string_view part)
{
    std::set<std::string> begun;
    std::set<std::string> ended;
    const auto for_each_bookmark = [&](auto take) {
        for_each_tag(part, [&](const xml::Token& token, const xml::Reader& reader) {
            if (!is_start(token)) return;
            const bool is_begin = reader.written_name() == "w:bookmarkStart";
            if (is_begin || reader.written_name() == "w:bookmarkEnd")
                take(token, is_begin, word_attribute(part, reader, "id"));
        });
    };
    for_each_bookmark([&](const xml::Token&, bool is_begin, const std::string& id) {
        (is_begin ? begun : ended).insert(id);
    });
    std::vector<TextCut> cuts;
    for_each_bookmark([&](const xml::Token& token, bool is_begin, const std::string& id) {
        const auto& others = is_begin ? ended : begun;
        // An element with content, which it may not have, is left as it is.
        if (token.kind == xml::TokenKind::empty && others.find(id) == others.end())
            cuts.push_back({token.begin, token.end, {}});
    });
    return without(part, cuts);
}

} // namespace pouch::redact::ooxml
