#pragma once
#include <cstdint>
#include <string>
#include <string_view>

/// Characters that look like others, or like nothing, brought to one spelling.
///
/// In this order: invisible characters go; digits of any script, white space, and dashes, stops, slashes, colons and at
/// signs of other widths become ASCII; compatibility forms are decomposed (NFKD) and everything is composed (NFC), with
/// Hangul letters of all three blocks joined to syllables; letters of other scripts that look like one of ASCII become it
/// (after UTS #39, the certain ones), and a few that fold (`ß` to `ss`).
namespace pouch::redact {

/// `text` (valid UTF-8) in that spelling.
[[nodiscard]] std::string plain_spelling(std::string_view text);

/// What is to be said of a single character (fold_character.cpp).
enum class FoldKind : std::uint8_t {
    inert,   ///< Itself, whatever stands beside it.
    deleted, ///< Invisible.
    other,   ///< May change, or join what stands before it.
};
[[nodiscard]] FoldKind fold_kind(std::uint32_t c);

/// The letter or digits that a letter of another script looks like, or empty.
[[nodiscard]] std::string_view lookalike_of(std::uint32_t c);

} // namespace pouch::redact
