#pragma once
#include <cstddef>
#include <string_view>

/// Bytes of text seen as characters, without locale.
namespace pouch::redact {

[[nodiscard]] constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
/// A character of an ASCII word, as `\w` has it.
[[nodiscard]] constexpr bool is_word(char c)
{
    return is_digit(c) || is_letter(c) || c == '_';
}
[[nodiscard]] constexpr bool is_ascii(char c)
{
    return static_cast<unsigned char>(c) < 0x80;
}
/// A byte inside a UTF-8 sequence, not its first.
[[nodiscard]] constexpr bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}
[[nodiscard]] constexpr char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// The character at `i`, or NUL, which no text holds, outside the text.
[[nodiscard]] constexpr char at_or_nul(std::string_view text, std::size_t i)
{
    return i < text.size() ? text[i] : '\0';
}

/// True if the letter at `i` belongs to an escape such as `\n` of JSON, and so to no word.
[[nodiscard]] constexpr bool is_escape_letter(std::string_view text, std::size_t i)
{
    return i > 0 && i < text.size() && text[i - 1] == '\\' &&
           std::string_view("nrtbf").find(text[i]) != std::string_view::npos;
}

/// A letter or digit of ASCII, which makes what stands beside it a part of something else. An underscore does not: it joins
/// words in names of files and of variables, and emphasises in Markdown.
[[nodiscard]] constexpr bool is_alnum(char c)
{
    return is_digit(c) || is_letter(c);
}

/// True if no letter or digit of ASCII stands before `i`.
[[nodiscard]] constexpr bool is_border_before(std::string_view text, std::size_t i)
{
    return i == 0 || !is_alnum(text[i - 1]) || is_escape_letter(text, i - 1);
}
/// True if no letter or digit of ASCII stands at `i`.
[[nodiscard]] constexpr bool is_border_after(std::string_view text, std::size_t i)
{
    return i >= text.size() || !is_alnum(text[i]);
}

/// The length of the character at `i` of valid UTF-8.
[[nodiscard]] constexpr std::size_t character_size(std::string_view text, std::size_t i)
{
    std::size_t end = i + 1;
    while (end < text.size() && is_continuation(text[end])) ++end;
    return end - i;
}

/// The last place at or before `i` where a character starts.
[[nodiscard]] constexpr std::size_t character_start(std::string_view text, std::size_t i)
{
    while (i > 0 && i < text.size() && is_continuation(text[i])) --i;
    return i;
}

} // namespace pouch::redact
