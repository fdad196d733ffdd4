#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// References in XML, `&amp;` and `&#38;`: characters, and the five entities that need no declaration.
namespace pouch::redact::xml {

/// The code point that a reference, `&` and `;` with it, stands for; nothing if it is none.
[[nodiscard]] std::optional<std::uint32_t> code_point_of(std::string_view reference);

/// What text with references, which the reader has seen, stands for.
[[nodiscard]] std::string decoded_text(std::string_view raw);
/// The same of the value of an attribute, in which white space is blanks.
[[nodiscard]] std::string decoded_value(std::string_view raw);

} // namespace pouch::redact::xml
