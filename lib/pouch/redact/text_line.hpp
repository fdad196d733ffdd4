#pragma once
#include <cstddef>
#include <string_view>

/// Where lines of text end: at LF, CR LF, CR, VT, FF, NEL, U+2028 or U+2029.
namespace pouch::redact {

inline constexpr std::size_t longest_line_end = 3;

struct LineEnd {
    std::size_t text; ///< Bytes of the line.
    std::size_t end;  ///< Bytes of its end, 0 if it has none here.
};

/// The first line of `text`. Unless `is_all`, more text may follow, and what could be half a line end at the end of
/// this one is no part of the line.
[[nodiscard]] LineEnd first_line(std::string_view text, bool is_all);

/// True for a line end that editors count: not U+2028 and its like.
[[nodiscard]] inline bool is_counted(std::string_view line_end)
{
    return line_end.starts_with('\r') || line_end.starts_with('\n');
}

/// `text` without the byte order mark that it may begin with.
[[nodiscard]] inline std::string_view without_byte_order_mark(std::string_view text)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
    return text;
}

} // namespace pouch::redact
