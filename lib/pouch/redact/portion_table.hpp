#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

/// Rows of tables in text, as Markdown writes them:
///
///     row  := blank* '|' cell ('|' cell)* '|'? blank*
///     cell := any characters; `\|` is no border
///
/// The first row names the columns; a row of dashes and colons stands behind it.
namespace pouch::redact {

/// Bytes of a row that are looked at as a whole.
inline constexpr std::size_t longest_row = std::size_t{1} << 16U;

/// A cell without the blanks around it, as places in the row.
struct RowCell {
    std::size_t begin;
    std::size_t end;
};

/// True if a line that begins with `head` is a row.
[[nodiscard]] bool is_row(std::string_view head);

/// The cells of `row`, which is_row().
[[nodiscard]] std::vector<RowCell> cells_of(std::string_view row);

/// True for a cell that is empty or of the row behind the names: `---`, `:--:`.
[[nodiscard]] bool is_ruling(std::string_view cell);

} // namespace pouch::redact
