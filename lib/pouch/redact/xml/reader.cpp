#include "pouch/redact/xml/reader.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/xml/reference.hpp"

#include <algorithm>

namespace pouch::redact::xml {

namespace {

using format::is_xml_blank;

[[noreturn]] void fail(std::string_view reason, std::size_t place, std::string_view what)
{
    throw refused(reason, "byte {}: {}", place, what);
}

bool is_same_word(std::string_view a, std::string_view lower)
{
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                      [](char c, char d) { return to_lower(c) == d; });
}

bool is_before(const Name& a, const Name& b)
{
    const auto order = a.local.compare(b.local);
    return order != 0 ? order < 0 : a.space < b.space;
}

} // namespace

Reader::Reader(std::string_view text) : text_(text)
{
    check_characters();
    take("\xEF\xBB\xBF");
    start_ = at_;
}

/// XML holds no control characters but white space, and not the last two of the first plane.
void Reader::check_characters() const
{
    for (std::size_t i = 0; i < text_.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text_[i]);
        if (byte >= 0x20 && byte < 0xEF) continue;
        const bool is_control = byte < 0x20 && !is_xml_blank(text_[i]);
        const bool is_last = text_.substr(i, 3) == "\xEF\xBF\xBE" || text_.substr(i, 3) == "\xEF\xBF\xBF";
        if (is_control || is_last) fail("xml.character", i, "a character that XML does not have");
    }
}

bool Reader::take(std::string_view word)
{
    if (!ahead(word)) return false;
    at_ += word.size();
    return true;
}

bool Reader::skip_white()
{
    const auto before = at_;
    while (at_ < text_.size() && is_xml_blank(text_[at_])) ++at_;
    return at_ != before;
}

/// The place behind the name without colon at `at`.
std::size_t Reader::name_end(std::size_t at) const
{
    auto end = at;
    while (end < text_.size()) {
        const auto c = code_point_at(text_, end);
        if (!(end == at ? format::is_xml_name_start(c) : format::is_xml_name_character(c))) break;
        end += character_size(text_, end);
    }
    if (end == at) fail("xml.syntax", at, "a name is missing, or has a wrong character");
    if (end - at > longest_name) fail("xml.limit", at, "a name too long");
    return end;
}

Reader::QName Reader::qualified_name(std::size_t at) const
{
    const auto end = name_end(at);
    if (at_or_nul(text_, end) != ':') return {{}, text_.substr(at, end - at), end};
    const auto last = name_end(end + 1);
    return {text_.substr(at, end - at), text_.substr(end + 1, last - end - 1), last};
}

/// The place behind the reference at `at`.
std::size_t Reader::reference_end(std::size_t at) const
{
    constexpr std::size_t longest = 16;
    const auto size = text_.substr(at, longest).find(';');
    if (size == std::string_view::npos) fail("xml.entity", at, "a reference that does not end");
    const auto point = code_point_of(text_.substr(at, size + 1));
    if (!point) fail("xml.entity", at, "an entity other than the five of XML");
    if (!format::is_xml_character(*point))
        fail("xml.character", at, "a reference to a character that XML does not have");
    return at + size + 1;
}

void Reader::check_references(std::size_t begin, std::size_t end) const
{
    const auto part = text_.substr(0, end);
    for (auto at = part.find('&', begin); at != std::string_view::npos; at = part.find('&', at))
        at = reference_end(at);
}

Token Reader::next()
{
    if (is_empty_) {
        namespaces_.forget(open_.back().namespaces);
        open_.pop_back();
        is_empty_ = false;
    }
    if (at_ >= text_.size()) {
        if (!open_.empty()) fail("xml.syntax", at_, "an element does not end");
        if (!has_root_) fail("xml.syntax", at_, "there is no element");
        return {TokenKind::end, at_, at_};
    }
    if (text_[at_] != '<') return text();
    if (ahead("</")) return end_tag();
    if (ahead("<?")) return instruction();
    if (ahead("<!--")) return comment();
    if (ahead("<![CDATA[")) return cdata();
    if (ahead("<!DOCTYPE")) fail("xml.doctype", at_, "a DOCTYPE, which may declare anything");
    if (ahead("<!")) fail("xml.syntax", at_, "no such markup");
    return start_tag();
}

Token Reader::text()
{
    const auto begin = at_;
    const auto end = std::min(text_.find('<', begin), text_.size());
    if (open_.empty()) {
        skip_white();
        if (at_ != end) fail("xml.syntax", at_, "text outside the root element");
        return {TokenKind::text, begin, end};
    }
    if (const auto bad = text_.substr(0, end).find("]]>", begin); bad != std::string_view::npos)
        fail("xml.syntax", bad, "]]> in text");
    check_references(begin, end);
    at_ = end;
    return {TokenKind::text, begin, end};
}

Token Reader::comment()
{
    const auto begin = at_;
    const auto end = text_.find("--", begin + 4);
    if (end == std::string_view::npos) fail("xml.syntax", begin, "a comment that does not end");
    if (at_or_nul(text_, end + 2) != '>') fail("xml.syntax", end, "-- in a comment");
    at_ = end + 3;
    return {TokenKind::comment, begin, at_};
}

Token Reader::cdata()
{
    const auto begin = at_;
    if (open_.empty()) fail("xml.syntax", begin, "text outside the root element");
    const auto end = text_.find("]]>", begin + 9);
    if (end == std::string_view::npos) fail("xml.syntax", begin, "a CDATA section that does not end");
    at_ = end + 3;
    return {TokenKind::cdata, begin, at_};
}

Token Reader::instruction()
{
    const auto begin = at_;
    const auto name = name_end(begin + 2);
    const auto target = text_.substr(begin + 2, name - begin - 2);
    if (target == "xml" && begin == start_) return declaration();
    if (is_same_word(target, "xml")) fail("xml.syntax", begin, "an XML declaration that is not at the start");
    if (!text_.substr(name).starts_with("?>") && !is_xml_blank(at_or_nul(text_, name)))
        fail("xml.syntax", name, "a processing instruction without a blank behind its name");
    const auto end = text_.find("?>", name);
    if (end == std::string_view::npos)
        fail("xml.syntax", begin, "a processing instruction that does not end");
    at_ = end + 2;
    return {TokenKind::instruction, begin, at_};
}

/// The value of `key="value"` in the declaration; empty, and nothing read, if another or none comes.
std::string_view Reader::pseudo_attribute(std::string_view key)
{
    const auto before = at_;
    if (!skip_white() || !take(key)) {
        at_ = before;
        return {};
    }
    skip_white();
    const bool has_sign = take("=");
    skip_white();
    const char quote = at_or_nul(text_, at_);
    const auto end = quote == '"' || quote == '\'' ? text_.find(quote, at_ + 1) : std::string_view::npos;
    if (!has_sign || end == std::string_view::npos || end == at_ + 1)
        fail("xml.syntax", at_, "the XML declaration is broken");
    const auto value = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return value;
}

Token Reader::declaration()
{
    const auto begin = at_;
    at_ += std::string_view("<?xml").size();
    if (pseudo_attribute("version") != "1.0") fail("xml.syntax", at_, "not version 1.0");
    const auto encoding = pseudo_attribute("encoding");
    if (!encoding.empty() && !is_same_word(encoding, "utf-8") && !is_same_word(encoding, "us-ascii"))
        fail("xml.encoding", at_, "an encoding other than UTF-8");
    const auto standalone = pseudo_attribute("standalone");
    if (!standalone.empty() && standalone != "yes" && standalone != "no")
        fail("xml.syntax", at_, "standalone is yes or no");
    skip_white();
    if (!take("?>")) fail("xml.syntax", at_, "the XML declaration is broken");
    return {TokenKind::declaration, begin, at_};
}

Token Reader::end_tag()
{
    const auto begin = at_;
    const auto name = qualified_name(begin + 2);
    const auto written = text_.substr(begin + 2, name.end - begin - 2);
    if (open_.empty() || open_.back().name != written)
        fail("xml.syntax", begin, "an end tag of what is not open");
    at_ = name.end;
    skip_white();
    if (!take(">")) fail("xml.syntax", at_, "an end tag that does not end");
    namespaces_.forget(open_.back().namespaces);
    open_.pop_back();
    return {TokenKind::close, begin, at_};
}

Token Reader::start_tag()
{
    const auto begin = at_;
    if (open_.empty() && has_root_) fail("xml.syntax", begin, "a second root element");
    has_root_ = true;
    if (open_.size() == most_depth) fail("xml.depth", begin, "too many elements in one another");
    const auto element = qualified_name(begin + 1);
    written_name_ = text_.substr(begin + 1, element.end - begin - 1);
    open_.push_back({written_name_, namespaces_.size()});
    attributes_.clear();
    names_.clear();
    at_ = element.end;
    while (true) {
        const auto white = at_;
        const bool is_apart = skip_white();
        is_empty_ = take("/>");
        if (is_empty_ || take(">")) break;
        if (!is_apart) fail("xml.syntax", at_, "a start tag that does not end");
        attribute(white);
    }
    resolve(element, begin);
    return {is_empty_ ? TokenKind::empty : TokenKind::open, begin, at_};
}

void Reader::attribute(std::size_t begin)
{
    if (attributes_.size() == most_attributes) fail("xml.limit", at_, "an element of too many attributes");
    const auto name = qualified_name(at_);
    at_ = name.end;
    skip_white();
    if (!take("=")) fail("xml.syntax", at_, "an attribute without a value");
    skip_white();
    const char quote = at_or_nul(text_, at_);
    if (quote != '"' && quote != '\'') fail("xml.syntax", at_, "a value without quotes");
    const auto value = at_ + 1;
    const auto end = text_.find(quote, value);
    if (end == std::string_view::npos) fail("xml.syntax", at_, "a value that does not end");
    if (const auto bad = text_.substr(0, end).find('<', value); bad != std::string_view::npos)
        fail("xml.syntax", bad, "< in a value");
    check_references(value, end);
    at_ = end + 1;
    const bool declares = name.prefix == "xmlns" || (name.prefix.empty() && name.local == "xmlns");
    attributes_.push_back({{declares ? xmlns_namespace : "", name.local}, begin, value, end});
    names_.push_back(name);
    if (declares) declare(attributes_.back(), name);
}

void Reader::declare(const Attribute& attribute, const QName& name)
{
    const auto fail_here = [&](std::string_view what) { fail("xml.namespace", attribute.value_begin, what); };
    const auto raw = text_.substr(attribute.value_begin, attribute.value_end - attribute.value_begin);
    if (raw.size() > longest_namespace) fail("xml.limit", attribute.value_begin, "a namespace too long");
    const auto prefix = name.prefix.empty() ? std::string_view() : name.local;
    auto space = decoded_value(raw);
    if (prefix == "xmlns" || space == xmlns_namespace || (prefix == "xml") != (space == xml_namespace))
        fail_here("a reserved prefix or namespace is declared");
    if (!prefix.empty() && space.empty()) fail_here("a prefix for no namespace");
    namespaces_.declare(prefix, std::move(space));
}

std::string_view Reader::space_of(std::string_view prefix, std::size_t place) const
{
    if (prefix == "xml") return xml_namespace;
    if (const auto space = namespaces_.find(prefix)) return *space;
    if (!prefix.empty()) fail("xml.namespace", place, "a prefix that is not declared");
    return {};
}

/// Finds what the names of a start tag mean, now that all its declarations are known.
void Reader::resolve(const QName& element, std::size_t place)
{
    name_ = {space_of(element.prefix, place), element.local};
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
        auto& attribute = attributes_[i];
        if (attribute.is_declaration() || names_[i].prefix.empty()) continue;
        attribute.name.space = space_of(names_[i].prefix, attribute.begin);
    }
    check_twice();
}

void Reader::check_twice() const
{
    if (attributes_.size() < 2) return;
    std::vector<const Attribute*> sorted;
    sorted.reserve(attributes_.size());
    for (const auto& attribute : attributes_) sorted.push_back(&attribute);
    std::sort(sorted.begin(), sorted.end(),
              [](const auto* a, const auto* b) { return is_before(a->name, b->name); });
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
        return !is_before(a->name, b->name);
    });
    if (twice != sorted.end())
        fail("xml.duplicate", std::max((*twice)->begin, (*(twice + 1))->begin),
             "an attribute for the second time");
}

} // namespace pouch::redact::xml
