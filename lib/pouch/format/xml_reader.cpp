#include "pouch/format/xml_reader.hpp"

namespace pouch::format {

void check_attributes(const XmlElement& element, std::initializer_list<std::string_view> known)
{
    for (const auto& attribute : element.attributes) {
        if (!attribute.ns.empty()) continue;
        if (std::find(known.begin(), known.end(), attribute.name) == known.end()) {
            throw refused("xml.malformed", "{}: attribute {} is not known", element.name, attribute.name);
        }
    }
}

const std::string& required_attribute(const XmlElement& element, std::string_view key)
{
    const auto* value = element.attribute(key);
    if (value == nullptr) throw refused("xml.malformed", "{}: attribute {} is missing", element.name, key);
    return *value;
}

std::string token_of(const XmlElement& element)
{
    if (!element.children.empty()) {
        throw refused("xml.malformed", "{}: has elements where only text is allowed", element.name);
    }
    auto token = xml_token(element.text);
    if (token.empty()) throw refused("xml.malformed", "{}: is empty", element.name);
    return token;
}

void check_no_text(const XmlElement& element)
{
    if (!xml_token(element.text).empty()) {
        throw refused("xml.malformed", "{}: has text where only elements are allowed", element.name);
    }
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
        throw refused("xml.malformed", "{}: {} is missing", parent_.name, name);
    }
    throw refused("xml.malformed", "{}: {} where {} should be", parent_.name, parent_.children[next_].name,
                  name);
}

void XmlReader::skip_other(std::string_view own_ns)
{
    while (next_ < parent_.children.size()) {
        const auto& ns = parent_.children[next_].ns;
        if (ns.empty() || ns == own_ns) return;
        ++next_;
    }
}

void XmlReader::finish() const
{
    if (next_ < parent_.children.size()) {
        throw refused("xml.malformed", "{}: {} is not allowed here", parent_.name,
                      parent_.children[next_].name);
    }
}

} // namespace pouch::format
