#pragma once
#include "pouch/redact/characters.hpp"
#include "pouch/redact/recogniser.hpp"

#include <optional>
#include <string_view>

/// The value that stands behind the name of a secret: see password.cpp.
namespace pouch::redact::recognise {

inline constexpr std::size_t most_blanks = 32;  ///< Before or behind the sign between key and value.
inline constexpr std::size_t longest_name = 64; ///< Of an element of XML, of a tag of YAML.

[[nodiscard]] constexpr bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}
[[nodiscard]] constexpr bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

/// True if [begin, end) is no secret: a replacement, a mask, a name for a value to come, or a word of the language.
[[nodiscard]] bool is_placeholder(std::string_view text, std::size_t begin, std::size_t end);

/// What a key says of its value.
struct Named {
    std::size_t begin; ///< Of the key.
    bool is_header;    ///< Authorization, of HTTP.
    bool in_json;
};

/// The value at `i`, behind the sign. Blanks before a bare one are few, unless it ends the line: so a removal that leaves
/// nothing does not make the next word a value, and that the next.
[[nodiscard]] std::optional<Hit> judge_value(std::string_view text, std::size_t i, const Named& key);

/// The text of an XML element at `i`: up to the next tag, or the end of the line.
[[nodiscard]] std::optional<Hit> judge_element(std::string_view text, std::size_t i);

} // namespace pouch::redact::recognise
