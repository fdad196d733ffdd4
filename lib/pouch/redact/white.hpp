#pragma once
#include <cstddef>
#include <string_view>

/// The white space that may stand, or not, where a phrase has a blank.
namespace pouch::redact {

/// Bytes of the longest run of white space between two parts of a phrase.
inline constexpr std::size_t most_white = 32;

/// The bytes of the white space at `i`: blanks and line ends of ASCII, U+00A0, U+2000 to U+200A, U+2028, U+2029,
/// U+202F, U+3000, and the `+` that stands for a blank in form data; 0 if there is none.
[[nodiscard]] std::size_t white_size(std::string_view text, std::size_t i);

/// As white_size, of what ends at `end`.
[[nodiscard]] std::size_t white_size_before(std::string_view text, std::size_t end);

} // namespace pouch::redact
