#include "pouch/redact/written_token.hpp"

#include "pouch/redact/characters.hpp"

namespace pouch::redact {

namespace {

constexpr std::string_view fixed = "[REDACTED";
constexpr std::string_view encrypted = "[ENCRYPTED:";
constexpr std::size_t longest_category = 64;
constexpr std::size_t pseudonym_size = 16;
constexpr std::size_t longest_token = 4096;

bool is_in_category(char c)
{
    return !is_ascii(c) || is_word(c) || c == '.' || c == '-';
}

bool is_base32(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
}

/// The end of the category at `i`, which may be empty.
std::size_t category_end(std::string_view text, std::size_t i)
{
    const auto begin = i;
    while (i - begin <= longest_category && is_in_category(at_or_nul(text, i))) ++i;
    return i;
}

/// Bytes of base32 at `i`.
std::size_t base32_size(std::string_view text, std::size_t i, std::size_t most)
{
    std::size_t size = 0;
    while (size < most && is_base32(at_or_nul(text, i + size))) ++size;
    return size;
}

} // namespace

std::size_t written_token_size(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(at, longest_token);
    if (rest.starts_with(fixed)) {
        const auto sign = at_or_nul(rest, fixed.size());
        if (sign == ']') return fixed.size() + 1;
        const auto end = category_end(rest, fixed.size() + 1);
        if (sign == ':' && at_or_nul(rest, end) == ']') return end + 1;
    }
    const bool is_encrypted = rest.starts_with(encrypted);
    if (!is_encrypted && !rest.starts_with('[')) return 0;
    auto begin = is_encrypted ? encrypted.size() : 1;
    if (const auto end = category_end(rest, begin); at_or_nul(rest, end) == ':') begin = end + 1;
    const auto size = base32_size(rest, begin, rest.size());
    const bool is_whole = is_encrypted ? size >= pseudonym_size : size == pseudonym_size;
    return is_whole && at_or_nul(rest, begin + size) == ']' ? begin + size + 1 : 0;
}

std::size_t written_value_size(std::string_view text, std::size_t at)
{
    if (at < 2 || text[at - 1] != ':' || !is_in_written_category(text, at - 2)) return 0;
    const auto size = base32_size(text, at, longest_token);
    return at_or_nul(text, at + size) == ']' ? size + 1 : 0;
}

bool is_in_written_category(std::string_view text, std::size_t i)
{
    auto begin = i;
    while (begin > 0 && i - begin < longest_category && is_in_category(text[begin - 1])) --begin;
    const auto before = text.substr(0, begin);
    const auto end = category_end(text, i);
    if (at_or_nul(text, end) == ']') return before.ends_with("[REDACTED:");
    return (before.ends_with('[') || before.ends_with(encrypted)) && at_or_nul(text, end) == ':' &&
           base32_size(text, end + 1, pseudonym_size) == pseudonym_size;
}

} // namespace pouch::redact
