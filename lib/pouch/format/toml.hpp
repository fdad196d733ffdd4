#pragma once
#include <optional>
#include <string_view>
#include <toml++/toml.h>

/// TOML by toml++, which makes a table for each part of a dotted name and goes down these by recursion: a short file with one
/// long name would end the stack.
namespace pouch::format {

inline constexpr std::size_t toml_dots_limit = 64; ///< Dots in a line, but for those in strings and comments.

/// The number of the first line of `text` with more dots; nothing if there is none. A line does not end inside a string.
[[nodiscard]] std::optional<std::size_t> dotted_line(std::string_view text);

/// Reads a document. Throws Fault::usage `reason`, naming the line.
[[nodiscard]] toml::table read_toml(std::string_view text, std::string_view reason);

} // namespace pouch::format
