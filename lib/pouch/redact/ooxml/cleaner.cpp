#include "pouch/redact/ooxml/cleaner.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/ooxml/markup.hpp"
#include "pouch/redact/unseen_text.hpp"
#include "pouch/redact/xml/reference.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::ooxml {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

[[noreturn]] void fail(std::string_view reason, std::size_t place, std::string_view what)
{
    throw refused(reason, "byte {}: {}", place, what);
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_no(std::string_view value)
{
    return is_one_of(value, {"0", "false", "off"});
}

/// Elements with text of their own.
bool holds_text(std::string_view name)
{
    return is_one_of(name, {"w:t", "w:instrText", "wp:posOffset", "wp:align"});
}

/// What stands in a run, and is part of the text of a paragraph or of a field.
bool is_run_content(std::string_view name)
{
    return is_one_of(name,
                     {"w:t", "w:br", "w:cr", "w:noBreakHyphen", "w:softHyphen", "w:sym", "w:ptab",
                      "w:instrText", "w:fldChar", "w:footnoteReference", "w:endnoteReference", "w:drawing"});
}

} // namespace

std::string Cleaner::clean()
{
    xml::Reader reader(text_);
    if (text_.starts_with(byte_order_mark)) cuts_.push_back({0, byte_order_mark.size(), {}});
    for (auto token = reader.next(); token.kind != xml::TokenKind::end; token = reader.next())
        take(token, reader);
    fields_.finish(text_.size());
    return without(text_, cuts_);
}

void Cleaner::take(const xml::Token& token, const xml::Reader& reader)
{
    using xml::TokenKind;
    if (dropped_ > 0) {
        if (token.kind == TokenKind::open) ++dropped_;
        if (token.kind == TokenKind::close && --dropped_ == 0) cuts_.push_back({drop_begin_, token.end, {}});
        return;
    }
    switch (token.kind) {
    case TokenKind::open:
    case TokenKind::empty:
        return begin_element(token, reader);
    case TokenKind::close:
        return end_element(token);
    case TokenKind::text:
    case TokenKind::cdata:
        return take_text(token);
    case TokenKind::comment:
    case TokenKind::instruction:
        if (!open_.empty() && holds_text(open_.back().name)) {
            open_.back().is_rewritten = true;
        } else {
            cuts_.push_back({token.begin, token.end, {}});
        }
        return;
    case TokenKind::declaration:
    case TokenKind::end:
        break;
    }
}

/// The name of an element with the usual prefix; empty if its namespace is not kept.
std::string Cleaner::known_name(const xml::Reader& reader, std::size_t place) const
{
    const auto prefix = prefix_of(reader.name().space);
    if (prefix.empty()) return {};
    auto name = fmt::format("{}:{}", prefix, reader.name().local);
    if (name != reader.written_name())
        fail("ooxml.prefix", place, "a namespace under a prefix that is not the usual one");
    return name;
}

Treatment Cleaner::treatment(const std::string& name, const xml::Reader& reader) const
{
    if (name.empty()) {
        const bool may_go = options_.vocabulary == Vocabulary::settings ||
                            ignorable_.find(std::string(reader.name().space)) != ignorable_.end();
        return may_go && !open_.empty() ? Treatment::drop : Treatment::unknown;
    }
    // A style that no list shows is not hidden text.
    if (name == "w:hidden" && !open_.empty() && open_.back().name == "w:style") return Treatment::drop;
    const auto treatment = treatment_of(name, options_.vocabulary);
    if (treatment == Treatment::switch_)
        return is_no(value_of(reader, "val")) ? Treatment::drop : Treatment::hidden;
    if (name == "w:hyperlink" && options_.link(value_of(reader, "id")) == LinkUse::dead_hyperlink)
        return Treatment::unwrap;
    return treatment;
}

void Cleaner::begin_element(const xml::Token& token, const xml::Reader& reader)
{
    const bool is_empty = token.kind == xml::TokenKind::empty;
    if (open_.empty()) learn_ignorable(reader);
    if (!open_.empty() && holds_text(open_.back().name))
        fail("ooxml.element", token.begin, "an element in a text");
    const auto name = known_name(reader, token.begin);
    if (open_.empty() && name != options_.root)
        fail("ooxml.element", token.begin, "not what such a part begins with");
    switch (treatment(name, reader)) {
    case Treatment::drop:
        if (is_empty) {
            cuts_.push_back({token.begin, token.end, {}});
        } else {
            dropped_ = 1;
            drop_begin_ = token.begin;
        }
        return;
    case Treatment::unwrap:
        cuts_.push_back({token.begin, token.end, {}});
        if (!is_empty) open_.push_back({open_.back().name, true, token.end, false, false, {}});
        return;
    case Treatment::keep:
        break;
    case Treatment::change:
        throw refused("ooxml.change", "byte {}: a tracked change", token.begin)
            .with_hint("accept or reject all changes in the document first");
    case Treatment::hidden:
        fail("ooxml.hidden", token.begin, "hidden text, or text in another order than it is read");
    case Treatment::embedded:
        fail("ooxml.embedded", token.begin, "a text box, an object, a form or content of another file");
    case Treatment::switch_:
    case Treatment::unknown:
        fail("ooxml.element", token.begin, "an element that is not known");
    }
    check_place(name, token.begin);
    clean_attributes(name, reader);
    if (name == "w:fldChar" || name == "w:fldSimple") take_field(name, reader, token.begin);
    if (is_empty) return;
    if (name == "w:p") ++paragraphs_;
    const auto& attributes = reader.attributes();
    const bool keeps =
        std::any_of(attributes.begin(), attributes.end(), [&](const xml::Attribute& attribute) {
            return attribute.name.space == xml::xml_namespace &&
                   span(attribute.value_begin, attribute.value_end) == "preserve";
        });
    open_.push_back({name, false, token.end, keeps, false, {}});
}

void Cleaner::end_element(const xml::Token& token)
{
    const auto element = std::move(open_.back());
    open_.pop_back();
    if (element.is_unwrapped) {
        cuts_.push_back({token.begin, token.end, {}});
        return;
    }
    if (element.name == "w:p") --paragraphs_;
    if (holds_text(element.name)) end_text(token, element);
}

/// Throws unless text can only stand where the text of a paragraph is looked for.
void Cleaner::check_place(const std::string& name, std::size_t place) const
{
    const std::string_view parent = open_.empty() ? std::string_view() : open_.back().name;
    if (name == "w:p" && paragraphs_ > 0) fail("ooxml.element", place, "a paragraph in a paragraph");
    if (name == "w:tbl" && paragraphs_ > 0) fail("ooxml.element", place, "a table in a paragraph");
    if (is_run_content(name) && (parent != "w:r" || paragraphs_ == 0))
        fail("ooxml.element", place, "text outside the runs of a paragraph");
}

/// Takes the namespaces that the root element calls ignorable.
void Cleaner::learn_ignorable(const xml::Reader& reader)
{
    for (const auto& attribute : reader.attributes()) {
        if (attribute.name.space != compatibility_namespace) continue;
        if (attribute.name.local != "Ignorable")
            fail("ooxml.element", attribute.begin, "it must be understood, or processed, in another way");
        auto list = xml::decoded_value(span(attribute.value_begin, attribute.value_end));
        for (const auto& other : reader.attributes()) {
            if (!other.is_declaration()) continue;
            const auto prefix = fmt::format(" {} ", other.name.local);
            if (fmt::format(" {} ", list).find(prefix) != std::string::npos)
                ignorable_.insert(xml::decoded_value(span(other.value_begin, other.value_end)));
        }
    }
}

void Cleaner::clean_attributes(const std::string& name, const xml::Reader& reader)
{
    for (const auto& attribute : reader.attributes()) {
        if (!clean_attribute(name, attribute))
            cuts_.push_back({attribute.begin, attribute.value_end + 1, {}});
    }
}

/// False if it goes.
bool Cleaner::clean_attribute(const std::string& name, const xml::Attribute& attribute)
{
    const auto value = xml::decoded_value(span(attribute.value_begin, attribute.value_end));
    if (attribute.is_declaration()) {
        const auto usual = prefix_of(value);
        if (!usual.empty() && usual != attribute.name.local)
            fail("ooxml.prefix", attribute.begin, "a namespace under a prefix that is not the usual one");
        return !usual.empty() && usual != "xml";
    }
    const auto prefix = prefix_of(attribute.name.space);
    if (prefix.empty() && !attribute.name.space.empty()) return false;
    const auto key = prefix.empty() ? std::string(attribute.name.local)
                                    : fmt::format("{}:{}", prefix, attribute.name.local);
    if (key == "mc:Ignorable") return false;
    if (prefix == "mc")
        fail("ooxml.element", attribute.begin, "it must be understood, or processed, in another way");
    if (key == "xml:space" && !is_one_of(name, {"w:t", "w:instrText"}))
        fail("ooxml.text", attribute.begin, "white space is said to matter where no text is");
    if (prefix == "r") {
        if (!is_kept_attribute(key))
            fail("ooxml.relationship", attribute.begin, "a reference of an unknown kind");
        check_reference(name, value, attribute.begin);
        check(value, attribute.begin);
        return true;
    }
    if (!is_kept_attribute(key)) return false;
    if (name == "a:srcRect" && value != "0")
        fail("ooxml.hidden", attribute.begin, "a picture of which a part is cut off, but still there");
    if (is_one_of(name, {"wp:docPr", "pic:cNvPr"})) {
        if (key != "id" && key != "name") return false;
        if (key == "name" && !value.empty())
            cuts_.push_back({attribute.value_begin, attribute.value_end, {}});
        if (key == "name") return true;
    }
    if (!is_prescribed_value(value)) check(value, attribute.begin);
    return true;
}

void Cleaner::check_reference(const std::string& name, std::string_view id, std::size_t place) const
{
    constexpr std::array<std::pair<std::string_view, LinkUse>, 4> uses{
        {{"w:hyperlink", LinkUse::hyperlink},
         {"a:blip", LinkUse::image},
         {"w:headerReference", LinkUse::header},
         {"w:footerReference", LinkUse::footer}}};
    const auto use = options_.link(id);
    const bool is_good = std::any_of(uses.begin(), uses.end(), [&](const auto& known) {
        return known.first == name && known.second == use;
    });
    if (!is_good)
        fail("ooxml.relationship", place, "a reference to what is not there, or is of another kind");
}

void Cleaner::take_text(const xml::Token& token)
{
    constexpr auto head = std::string_view("<![CDATA[").size();
    constexpr auto tail = std::string_view("]]>").size();
    const auto raw = span(token.begin, token.end);
    if (open_.empty() || !holds_text(open_.back().name) || open_.back().is_unwrapped) {
        if (token.kind == xml::TokenKind::cdata || raw.find_first_not_of(blanks) != std::string_view::npos)
            fail("ooxml.text", token.begin, "text where none belongs");
        return;
    }
    auto& element = open_.back();
    if (token.kind == xml::TokenKind::cdata) {
        element.is_rewritten = true;
        element.value += span(token.begin + head, token.end - tail);
    } else {
        element.value += xml::decoded_text(raw);
    }
}

/// Takes the text of an element that has ended. Blanks at its ends that are not said to matter are not shown by Word, and
/// are by others: they go.
void Cleaner::end_text(const xml::Token& token, const Open& element)
{
    std::string_view value = element.value;
    for (const std::string_view override : {"\xE2\x80\xAD", "\xE2\x80\xAE"}) { // U+202D, U+202E: as w:bdo
        if (value.find(override) != std::string_view::npos)
            fail("ooxml.hidden", token.begin, "text in another order than it is read");
    }
    if (hidden_tag(value)) fail("ooxml.hidden", token.begin, "tag characters, which nothing shows");
    if (element.name == "w:instrText") {
        fields_.add_code(value, token.begin);
        check(value, token.begin);
    } else if (element.name != "w:t") {
        const auto is_plain = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
        };
        if (value.size() > 20 || !std::all_of(value.begin(), value.end(), is_plain))
            fail("ooxml.text", token.begin, "a place that is neither a number nor a word");
        check(value, token.begin);
    } else if (fields_.is_in_code()) {
        fail("ooxml.field", token.begin, "text in the code of a field");
    }
    if (!element.keeps_blanks && element.name == "w:t") {
        value.remove_prefix(std::min(value.find_first_not_of(blanks), value.size()));
        value = value.substr(0, value.find_last_not_of(blanks) + 1);
    }
    if (element.is_rewritten || value.size() != element.value.size())
        cuts_.push_back({element.content, token.begin, escaped(value)});
}

void Cleaner::take_field(const std::string& name, const xml::Reader& reader, std::size_t place)
{
    const auto check_code = [&](std::string_view code) { check(code, place); };
    if (name == "w:fldChar") return fields_.take(value_of(reader, "fldCharType"), place, check_code);
    const auto code = value_of(reader, "instr");
    check_field_code(code, place);
    check(code, place);
}

/// Names the place of a value that must not stay.
void Cleaner::check(std::string_view value, std::size_t place) const
{
    try {
        options_.check(value);
    } catch (const Error& error) {
        throw error.in(fmt::format("byte {}", place));
    }
}

/// The value of an attribute of the namespaces w and r; empty without it.
std::string Cleaner::value_of(const xml::Reader& reader, std::string_view local) const
{
    for (const auto& attribute : reader.attributes()) {
        const auto& [space, name] = attribute.name;
        if (name == local && (space == word_namespace || space == relationship_namespace))
            return xml::decoded_value(span(attribute.value_begin, attribute.value_end));
    }
    return {};
}

} // namespace pouch::redact::ooxml
