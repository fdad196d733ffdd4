#include "pouch/redact/portion_table.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::string_view blanks = " \t";

} // namespace

bool is_row(std::string_view head)
{
    const auto first = head.find_first_not_of(blanks);
    return first != std::string_view::npos && head[first] == '|';
}

std::vector<RowCell> cells_of(std::string_view row)
{
    std::vector<RowCell> cells;
    const auto add = [&](std::size_t begin, std::size_t end) {
        while (begin < end && blanks.find(row[begin]) != std::string_view::npos) ++begin;
        while (begin < end && blanks.find(row[end - 1]) != std::string_view::npos) --end;
        cells.push_back({begin, end});
    };
    auto begin = row.find('|') + 1;
    for (auto i = begin; i < row.size(); ++i) {
        if (row[i] == '\\') {
            ++i;
        } else if (row[i] == '|') {
            add(begin, i);
            begin = i + 1;
        }
    }
    if (row.find_first_not_of(blanks, begin) != std::string_view::npos) add(begin, row.size());
    return cells;
}

bool is_ruling(std::string_view cell)
{
    if (cell.starts_with(':')) cell.remove_prefix(1);
    if (cell.ends_with(':')) cell.remove_suffix(1);
    return std::all_of(cell.begin(), cell.end(), [](char c) { return c == '-'; });
}

} // namespace pouch::redact
