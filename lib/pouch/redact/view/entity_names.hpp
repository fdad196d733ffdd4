#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

/// Names of characters in HTML.
namespace pouch::redact {

/// Bytes of the longest name.
inline constexpr std::size_t longest_entity_name = 21;

/// The code point that `&name;` stands for; nothing for names that stand for no letter, digit, blank or punctuation.
[[nodiscard]] std::optional<std::uint32_t> entity_named(std::string_view name);

} // namespace pouch::redact
