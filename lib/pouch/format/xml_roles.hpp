#pragma once
#include "pouch/format/xml_character.hpp"

#include <array>
#include <string_view>

/// What characters may be to the scanner of XML.
namespace pouch::format {

/// A name may hold colons here: namespaces are looked at later.
constexpr bool is_name_start(char32_t c)
{
    return c == ':' || is_xml_name_start(c);
}

constexpr bool is_name_char(char32_t c)
{
    return c == ':' || is_xml_name_character(c);
}

/// What a character of ASCII may be, told by one look: most characters of most documents.
enum class XmlRole : unsigned char {
    plain = 1, ///< A character that means nothing to XML, wherever it stands.
    name_start = 2,
    name_inside = 4,
};

inline constexpr auto ascii_roles = [] {
    std::array<unsigned char, 256> roles{};
    for (unsigned char c = 0; c < 0x80; ++c) {
        const auto add = [&](bool has, XmlRole role) {
            if (has) roles.at(c) = static_cast<unsigned char>(roles.at(c) | static_cast<unsigned char>(role));
        };
        const bool is_special =
            std::string_view("<&]-?\"'").find(static_cast<char>(c)) != std::string_view::npos;
        add(is_xml_character(c) && !is_special, XmlRole::plain);
        add(is_name_start(c), XmlRole::name_start);
        add(is_name_char(c), XmlRole::name_inside);
    }
    return roles;
}();

inline bool has_role(char c, XmlRole role)
{
    return (ascii_roles[static_cast<unsigned char>(c)] & static_cast<unsigned char>(role)) != 0;
}

} // namespace pouch::format
