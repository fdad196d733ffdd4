#pragma once
#include <cstdint>
#include <optional>
#include <string>

/// Other characters for a character: nothing if it has none.
namespace pouch::test {

/// The code point in UTF-8; nothing for U+0000 and what is no scalar value.
[[nodiscard]] std::string utf8(std::uint32_t code_point);

/// Of ASCII, in the width of a Hangul syllable.
[[nodiscard]] std::optional<std::string> full_width(std::uint32_t c);

/// A letter of another script that looks like this one of ASCII.
[[nodiscard]] std::optional<std::string> lookalike(std::uint32_t c);

/// Punctuation by its name in HTML.
[[nodiscard]] std::optional<std::string> named_entity(std::uint32_t c);

/// The jamo of a Hangul syllable: conjoining, or of the compatibility block.
[[nodiscard]] std::optional<std::string> jamo(std::uint32_t c, bool is_compatible);

} // namespace pouch::test
