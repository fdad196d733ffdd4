#pragma once
#include <string>
#include <string_view>

namespace pouch::redact::ooxml {

/// The character that w:sym shows, by the hexadecimal digits of its w:char; `?` for none. Fonts of symbols have theirs in a
/// private range that begins at U+F000, with those of ASCII, or pictures in their place, at F020 to F07E.
[[nodiscard]] std::string symbol(std::string_view hex);

} // namespace pouch::redact::ooxml
