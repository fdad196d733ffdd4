#include "pouch/format/xml.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/xml_character.hpp"

#include <algorithm>
#include <new>
#include <pugixml.hpp>
#include <utility>

namespace pouch::format {

namespace {

constexpr std::string_view xml_ns = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view xmlns_ns = "http://www.w3.org/2000/xmlns/";

Error malformed(std::string_view what)
{
    return refused("xml.malformed", "{}", what);
}

/// Prefixes in scope, innermost last. The default namespace has the empty prefix.
using Scope = std::vector<std::pair<std::string, std::string>>;

std::pair<std::string_view, std::string_view> split_name(std::string_view qualified)
{
    const auto colon = qualified.find(':');
    if (colon == std::string_view::npos) return {{}, qualified};
    const auto prefix = qualified.substr(0, colon);
    const auto local = qualified.substr(colon + 1);
    const bool digit_first = !local.empty() && ((local.front() >= '0' && local.front() <= '9') ||
                                                local.front() == '-' || local.front() == '.');
    if (prefix.empty() || local.empty() || digit_first || local.find(':') != std::string_view::npos) {
        throw malformed("a name that is not a qualified name");
    }
    return {prefix, local};
}

void declare(std::string_view qualified, std::string_view uri, Scope& scope)
{
    const auto [prefix, local] = split_name(qualified);
    const std::string_view declared = prefix.empty() ? std::string_view{} : local;
    if (declared == "xmlns" || uri == xmlns_ns || (declared == "xml") != (uri == xml_ns)) {
        throw malformed("a reserved prefix or namespace is declared");
    }
    if (!declared.empty() && uri.empty()) throw malformed("a prefix is declared with no namespace");
    scope.emplace_back(declared, uri);
}

std::string resolve(std::string_view prefix, const Scope& scope)
{
    if (prefix == "xml") return std::string(xml_ns);
    for (auto at = scope.rbegin(); at != scope.rend(); ++at) {
        if (at->first == prefix) return at->second;
    }
    if (!prefix.empty()) throw malformed("a prefix that is not declared");
    return {};
}

bool is_declaration(std::string_view qualified)
{
    return qualified == "xmlns" || qualified.starts_with("xmlns:");
}

/// Tells the lines of places that are asked for in ascending order.
class LineCounter {
  public:
    explicit LineCounter(std::string_view document) : document_(document) {}

    std::size_t line_of(std::ptrdiff_t offset)
    {
        const auto place = static_cast<std::size_t>(offset);
        for (; next_break_ < place; next_break_ = document_.find('\n', next_break_ + 1)) ++line_;
        return line_;
    }

  private:
    std::string_view document_;
    std::size_t next_break_ = document_.find('\n');
    std::size_t line_ = 1;
};

XmlElement element_of(const pugi::xml_node& node, Scope& scope, LineCounter& lines)
{
    const auto outer = scope.size();
    for (const auto& attribute : node.attributes()) {
        if (is_declaration(attribute.name())) declare(attribute.name(), attribute.value(), scope);
    }
    XmlElement element;
    const auto children = node.children();
    element.children.reserve(static_cast<std::size_t>(std::count_if(
        children.begin(), children.end(), [](const auto& one) { return one.type() == pugi::node_element; })));
    const auto [prefix, local] = split_name(node.name());
    element.ns = resolve(prefix, scope);
    element.name = local;
    element.line = lines.line_of(node.offset_debug());
    for (const auto& attribute : node.attributes()) {
        if (is_declaration(attribute.name())) continue;
        const auto [attribute_prefix, attribute_local] = split_name(attribute.name());
        const auto ns = attribute_prefix.empty() ? std::string() : resolve(attribute_prefix, scope);
        if (element.attribute(ns, attribute_local) != nullptr) {
            throw malformed("an attribute given twice under two prefixes");
        }
        element.attributes.push_back({ns, std::string(attribute_local), attribute.value()});
    }
    for (const auto& child : children) {
        if (child.type() == pugi::node_element) {
            element.children.push_back(element_of(child, scope, lines));
        } else {
            element.text += child.value(); // text and CDATA: nothing else is kept by the parser
        }
    }
    scope.resize(outer);
    return element;
}

} // namespace

const std::string* XmlElement::attribute(std::string_view key) const
{
    return attribute({}, key);
}

const std::string* XmlElement::attribute(std::string_view ns_name, std::string_view key) const
{
    const auto at = std::find_if(attributes.begin(), attributes.end(),
                                 [&](const XmlAttribute& a) { return a.ns == ns_name && a.name == key; });
    return at == attributes.end() ? nullptr : &at->value;
}

bool XmlElement::is(std::string_view ns_name, std::string_view local) const
{
    return ns == ns_name && name == local;
}

XmlElement read_xml(ByteView document, const XmlLimits& limits)
{
    if (document.size() > limits.bytes) {
        throw refused("limit.size", "the XML document is larger than {} bytes", limits.bytes);
    }
    if (const auto fault = xml_fault(as_text(document), limits)) throw malformed(*fault);
    pugi::xml_document tree;
    const auto result = tree.load_buffer(document.data(), document.size(),
                                         pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (result.status == pugi::status_out_of_memory) throw std::bad_alloc();
    if (!result) throw malformed(result.description());
    Scope scope;
    LineCounter lines(as_text(document));
    return element_of(tree.document_element(), scope, lines);
}

std::string xml_token(std::string_view text)
{
    std::string token;
    for (auto end = text.begin();;) {
        const auto begin = std::find_if_not(end, text.end(), is_xml_blank);
        if (begin == text.end()) return token;
        end = std::find_if(begin, text.end(), is_xml_blank);
        if (!token.empty()) token += ' ';
        token.append(begin, end);
    }
}

std::string xml_escaped(std::string_view text)
{
    const auto impossible = [] {
        return usage_error("usage.characters", "a name or value has characters that XML cannot hold");
    };
    if (!is_utf8(text)) throw impossible();
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\t':
        case '\n':
        case '\r':
            out += "&#" + std::to_string(static_cast<int>(c)) + ";";
            break;
        default:
            if ((c >= 0 && c < 0x20) || text.substr(i, 3) == "\xEF\xBF\xBE" ||
                text.substr(i, 3) == "\xEF\xBF\xBF") {
                throw impossible();
            }
            out += c;
        }
    }
    return out;
}

} // namespace pouch::format
