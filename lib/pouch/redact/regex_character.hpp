#pragma once
#include "pouch/redact/byte_set.hpp"
#include "pouch/redact/characters.hpp"

#include <string_view>

/// The characters of a regular expression: literals, `.`, escapes and classes in square brackets.
namespace pouch::redact {

/// A place in a pattern.
struct RegexCursor {
    explicit RegexCursor(std::string_view pattern) : text(pattern) {}

    /// Throws Fault::usage `rules.regex`, naming the place.
    [[noreturn]] void fail(std::string_view what) const;
    [[nodiscard]] bool is_done() const { return place >= text.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const { return at_or_nul(text, place + ahead); }
    /// Passes over `what` if it stands here.
    bool take(std::string_view what);

    std::string_view text;
    std::size_t place = 0;
};

struct RegexCharacter {
    std::size_t longest = 1; ///< Bytes of the longest character it can be.
    ByteSet set;             ///< What it can be, if it is one byte.
    int single = -1;         ///< The ASCII character that it is, if it is one.
};

/// Reads one character, which is there. Throws Fault::usage `rules.regex` for what is not supported.
[[nodiscard]] RegexCharacter read_regex_character(RegexCursor& cursor);

} // namespace pouch::redact
