#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/spif_parts.hpp"

#include <charconv>
#include <fmt/core.h>

namespace pouch::format::spif {

namespace {

constexpr std::size_t longest_name = 256;

} // namespace

std::string name_attribute(const XmlElement& element, std::string_view key)
{
    auto value = xml_token(required_attribute(element, key));
    if (value.empty()) throw fault_at(element, fmt::format("attribute {} is empty", key));
    if (value.size() > longest_name) throw fault_at(element, fmt::format("attribute {} is too long", key));
    return value;
}

std::string optional_attribute(const XmlElement& element, std::string_view key)
{
    const auto* value = element.attribute(key);
    return value == nullptr ? std::string() : xml_token(*value);
}

std::int64_t integer_attribute(const XmlElement& element, std::string_view key)
{
    const auto text = name_attribute(element, key);
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) {
        throw fault_at(element, fmt::format("attribute {} is not an integer", key));
    }
    return value;
}

std::string lacv_attribute(const XmlElement& element)
{
    auto text = name_attribute(element, "lacv");
    if (text.find_first_not_of("0123456789") != std::string::npos) return text;
    const auto first = text.find_first_not_of('0');
    return first == std::string::npos ? "0" : text.substr(first);
}

bool is_enumerated(const XmlElement& element)
{
    return optional_attribute(element, "tagType") == "enumerated";
}

bool flag_attribute(const XmlElement& element, std::string_view key)
{
    const auto text = optional_attribute(element, key);
    if (text.empty() || text == "false" || text == "0") return false;
    if (text == "true" || text == "1") return true;
    throw fault_at(element, fmt::format("attribute {} is neither true nor false", key));
}

std::string oid_attribute(const XmlElement& element, std::string_view key)
{
    auto value = name_attribute(element, key);
    if (!is_oid(value)) {
        throw fault_at(element, fmt::format("attribute {} is not an object identifier", key));
    }
    return value;
}

std::optional<Instant> time_attribute(const XmlElement& element, std::string_view key)
{
    const auto text = optional_attribute(element, key);
    if (text.empty()) return std::nullopt;
    auto when = parse_xml_datetime(text);
    if (!when && text.size() == 15) {
        when = parse_rfc3339(fmt::format("{}-{}-{}T{}:{}:{}", text.substr(0, 4), text.substr(4, 2),
                                         text.substr(6, 2), text.substr(8, 2), text.substr(10, 2),
                                         text.substr(12)));
    }
    if (!when) throw fault_at(element, fmt::format("attribute {} is not a time", key));
    return when;
}

std::optional<label::TagKind> kind_of(const XmlElement& element)
{
    const auto type = name_attribute(element, "tagType");
    const auto enumeration = optional_attribute(element, "enumType");
    const auto word = type == "enumerated" ? enumeration : type;
    if (word == "restrictive") return label::TagKind::restrictive;
    if (word == "permissive") return label::TagKind::permissive;
    if (type == "tagType7") return label::TagKind::informative;
    if (type == "notApplicable") return std::nullopt;
    throw fault_at(element, fmt::format("tagType '{}' with enumType '{}' is not known", type, enumeration));
}

std::optional<label::Tag7Encoding> tag7_encoding(const XmlElement& element)
{
    const auto* text = element.attribute("tag7Encoding");
    const bool wanted = optional_attribute(element, "tagType") == "tagType7";
    if (text == nullptr) {
        if (wanted) throw fault_at(element, "tagType7 without a tag7Encoding");
        return std::nullopt;
    }
    if (!wanted) throw fault_at(element, "tag7Encoding without tagType7");
    const auto word = xml_token(*text);
    if (word == "bitSetAttributes") return label::Tag7Encoding::bit_set_attributes;
    if (word == "securityAttributes") return label::Tag7Encoding::security_attributes;
    throw fault_at(element, "tag7Encoding is neither bitSetAttributes nor securityAttributes");
}

std::optional<label::UserInput> user_input(const XmlElement& element)
{
    const auto* kind = element.attribute("userInput");
    const auto* format = element.attribute("dateFormat");
    if (kind == nullptr) {
        if (format != nullptr) throw fault_at(element, "dateFormat without userInput");
        return std::nullopt;
    }
    const auto word = xml_token(*kind);
    label::UserInput input;
    if (word == "integer") {
        input.kind = label::UserInput::Kind::integer;
    } else if (word == "date") {
        input.kind = label::UserInput::Kind::date;
    } else if (word != "string") {
        throw fault_at(element, "userInput is not string, integer or date");
    }
    if (format == nullptr) return input;
    if (word != "date") throw fault_at(element, "dateFormat without userInput date");
    input.date_format = xml_token(*format);
    if (!label::is_date_format(input.date_format)) {
        throw fault_at(element, "dateFormat is not made of YYYY, MM, DD and one separator");
    }
    return input;
}

} // namespace pouch::format::spif
