#include "pouch/redact/text_line.hpp"

namespace pouch::redact {

namespace {

/// The bytes of the line end at `i`, or 0.
std::size_t line_end_size(std::string_view text, std::size_t i)
{
    const auto rest = text.substr(i, longest_line_end);
    if (rest.starts_with("\r\n") || rest.starts_with("\xC2\x85")) return 2;
    if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) return 3;
    return rest.front() >= '\n' && rest.front() <= '\r' ? 1 : 0;
}

} // namespace

LineEnd first_line(std::string_view text, bool is_all)
{
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        const bool may_end = (c >= '\n' && c <= '\r') || c == '\xC2' || c == '\xE2';
        if (!may_end) continue;
        const bool is_whole = c == '\n' || i + longest_line_end <= text.size() || is_all;
        if (!is_whole) return {i, 0};
        if (const auto size = line_end_size(text, i); size > 0) return {i, size};
    }
    return {i, 0};
}

} // namespace pouch::redact
