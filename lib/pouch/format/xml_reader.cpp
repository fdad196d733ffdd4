#include "pouch/format/xml_reader.hpp"

#include "pouch/format/xml_character.hpp"

#include <fmt/core.h>

namespace pouch::format {

Error fault_at(const XmlElement& element, std::string_view what)
{
    return refused("xml.malformed", "line {}: {}: {}", element.line, element.name, what);
}

void check_attributes(const XmlElement& element, std::initializer_list<std::string_view> known)
{
    for (const auto& attribute : element.attributes) {
        if (!attribute.ns.empty() && attribute.ns != element.ns) continue;
        if (std::find(known.begin(), known.end(), attribute.name) == known.end()) {
            throw fault_at(element, fmt::format("attribute {} is not known", attribute.name));
        }
    }
}

const std::string& required_attribute(const XmlElement& element, std::string_view key)
{
    const auto* value = element.attribute(key);
    if (value == nullptr) throw fault_at(element, fmt::format("attribute {} is missing", key));
    return *value;
}

std::string token_of(const XmlElement& element)
{
    if (!element.children.empty()) {
        throw fault_at(element, "has elements where only text is allowed");
    }
    auto token = xml_token(element.text);
    if (token.empty()) throw fault_at(element, "is empty");
    return token;
}

void check_no_text(const XmlElement& element)
{
    if (!std::all_of(element.text.begin(), element.text.end(), is_xml_blank)) {
        throw fault_at(element, "has text where only elements are allowed");
    }
}

void check_nothing_of(const XmlElement& element, Namespaces barred)
{
    const auto is_barred = [&](std::string_view ns) {
        return std::find(barred.begin(), barred.end(), ns) != barred.end();
    };
    if (is_barred(element.ns)) throw fault_at(element, "is not allowed here");
    for (const auto& attribute : element.attributes) {
        if (!is_barred(attribute.ns)) continue;
        throw fault_at(element, fmt::format("attribute {} is not allowed here", attribute.name));
    }
    for (const auto& child : element.children) check_nothing_of(child, barred);
}

const XmlElement* XmlReader::optional(std::string_view ns, std::string_view name)
{
    if (next_ >= parent_.children.size() || !parent_.children[next_].is(ns, name)) return nullptr;
    return &parent_.children[next_++];
}

const XmlElement& XmlReader::required(std::string_view ns, std::string_view name)
{
    const auto* child = optional(ns, name);
    if (child != nullptr) return *child;
    if (next_ >= parent_.children.size()) {
        throw fault_at(parent_, fmt::format("{} is missing", name));
    }
    throw fault_at(parent_, fmt::format("{} where {} should be", parent_.children[next_].name, name));
}

void XmlReader::skip_other(std::string_view own_ns, Namespaces barred)
{
    while (next_ < parent_.children.size()) {
        const auto& ns = parent_.children[next_].ns;
        if (ns.empty() || ns == own_ns) return;
        check_nothing_of(parent_.children[next_], barred);
        ++next_;
    }
}

void XmlReader::finish() const
{
    if (next_ < parent_.children.size()) {
        throw fault_at(parent_, fmt::format("{} is not allowed here", parent_.children[next_].name));
    }
}

} // namespace pouch::format
