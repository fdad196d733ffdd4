#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// CSV, read strictly: RFC 4180 with one sign of `delimiters` between cells; rows end with LF or CR LF, the last one also without.
///
/// A quote stands around a cell, or doubled inside of quotes, and nowhere else; nothing stands behind a closing quote;
/// a CR outside of quotes stands before LF only. All rows have as many cells as the first. Nothing is copied: cells are
/// places in the row.
namespace pouch::redact::csv {

inline constexpr std::size_t most_columns = 4096;
inline constexpr std::size_t longest_row = std::size_t{64} << 20U; ///< Bytes, with the line end.
inline constexpr std::string_view delimiters = ",;\t|";
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// A cell as a place in its row, with its quotes.
struct Cell {
    std::size_t begin;
    std::size_t end;
};

/// Finds the cells of one row after the other. Reads each byte once, however a row arrives.
class Reader {
  public:
    explicit Reader(char delimiter) : delimiter_(delimiter) {}

    /// Reads on in a row, of which `text` is the beginning or all; each call brings what the last one did and more.
    /// The place behind its line end; nothing if it goes on, or if `is_last` and `text` is empty. `origin` is where
    /// the row stands in the document, for messages. Throws Fault::refused `csv.quote`, `csv.line-end`, `csv.ragged`,
    /// `csv.columns`, `limit.size`.
    std::optional<std::size_t> read(std::string_view text, bool is_last, std::uint64_t origin);

    /// The cells of the row that has ended, until read() begins the next.
    [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }
    /// Where the last cell ended, and the line end begins.
    [[nodiscard]] std::size_t cells_end() const { return cells_.back().end; }

  private:
    enum class State { begin, plain, quoted, quote, cr };
    [[nodiscard]] bool ends_cell(char c) const { return c == delimiter_ || c == '\n' || c == '\r'; }
    void end_cell_by(char sign, std::uint64_t origin);
    void end_cell(std::size_t end, std::uint64_t origin);
    std::size_t end_row(std::size_t at, std::uint64_t origin);

    char delimiter_;
    State state_ = State::begin;
    bool has_ended_ = false; ///< The row has, and cells_ is of it.
    bool is_first_ = true;   ///< No row has ended.
    std::size_t columns_ = 0;
    std::size_t at_ = 0;
    std::size_t begin_ = 0; ///< Of the present cell.
    std::vector<Cell> cells_;
};

/// What stands in a cell of `row`, without the quotes around it; a quote inside is still doubled.
[[nodiscard]] std::string_view content_of(std::string_view row, const Cell& cell);

/// What a cell, with its quotes, stands for. The reader has seen it.
[[nodiscard]] std::string decoded(std::string_view cell);

} // namespace pouch::redact::csv
