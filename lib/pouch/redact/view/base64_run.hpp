#pragma once
#include <string>
#include <string_view>

/// Base64 in either alphabet, as leniently as a reader of leaked text must take it.
namespace pouch::redact {

/// True for a letter of the alphabets of RFC 4648, without padding.
[[nodiscard]] constexpr bool is_base64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '-' || c == '_';
}

/// The bytes of the letters of `text` behind the first `skip` of them; all else in it, padding and white space, does
/// not count, nor do bits that make no whole byte.
void append_base64_decoded(std::string_view text, std::size_t skip, std::string& out);

} // namespace pouch::redact
