#include "pouch/redact/csv/reader.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::redact::csv {

std::optional<std::size_t> Reader::read(std::string_view text, bool is_last, std::uint64_t origin)
{
    if (has_ended_) {
        has_ended_ = false;
        cells_.clear();
        at_ = 0;
        begin_ = 0;
    }
    if (at_ == 0 && is_first_) {
        if (text.size() < byte_order_mark.size() && !is_last) return std::nullopt;
        if (text.starts_with(byte_order_mark)) at_ = begin_ = byte_order_mark.size();
    }
    for (; at_ < text.size(); ++at_) {
        const char c = text[at_];
        switch (state_) {
        case State::begin:
            if (c == '"') {
                state_ = State::quoted;
                break;
            }
            state_ = State::plain;
            [[fallthrough]];
        case State::plain:
            if (c == '"')
                throw refused("csv.quote", "byte {}: a quote inside a cell without quotes", origin + at_);
            if (!ends_cell(c)) break;
            end_cell_by(c, origin);
            if (c == '\n') return end_row(at_ + 1, origin);
            break;
        case State::quoted:
            at_ = std::min(text.find('"', at_), text.size());
            if (at_ == text.size()) --at_;
            if (text[at_] == '"') state_ = State::quote;
            break;
        case State::quote:
            if (c == '"') {
                state_ = State::quoted;
                break;
            }
            if (!ends_cell(c))
                throw refused("csv.quote", "byte {}: text behind a closing quote", origin + at_);
            end_cell_by(c, origin);
            if (c == '\n') return end_row(at_ + 1, origin);
            break;
        case State::cr:
            if (c != '\n') throw refused("csv.line-end", "byte {}: CR without LF", origin + at_);
            return end_row(at_ + 1, origin);
        }
    }
    if (text.size() > longest_row)
        throw refused("limit.size", "the row at byte {} is longer than {} bytes", origin, longest_row);
    if (!is_last || text.empty()) return std::nullopt;
    if (state_ == State::quoted) throw refused("csv.quote", "byte {}: a cell never ends", origin + begin_);
    if (state_ == State::cr) throw refused("csv.line-end", "byte {}: CR without LF", origin + at_);
    end_cell(at_, origin);
    return end_row(at_, origin);
}

void Reader::end_cell_by(char sign, std::uint64_t origin)
{
    end_cell(at_, origin);
    if (sign == '\r') state_ = State::cr;
}

void Reader::end_cell(std::size_t end, std::uint64_t origin)
{
    if (cells_.size() == most_columns)
        throw refused("csv.columns", "the row at byte {} has more than {} cells", origin, most_columns);
    cells_.push_back({begin_, end});
    begin_ = end + 1;
    state_ = State::begin;
}

std::size_t Reader::end_row(std::size_t at, std::uint64_t origin)
{
    if (at > longest_row)
        throw refused("limit.size", "the row at byte {} is longer than {} bytes", origin, longest_row);
    if (is_first_) columns_ = cells_.size();
    is_first_ = false;
    if (cells_.size() != columns_) {
        throw refused("csv.ragged", "the row at byte {} has {} cells, not {}", origin, cells_.size(),
                      columns_);
    }
    has_ended_ = true;
    state_ = State::begin;
    return at;
}

std::string_view content_of(std::string_view row, const Cell& cell)
{
    const auto text = row.substr(cell.begin, cell.end - cell.begin);
    return text.starts_with('"') ? text.substr(1, text.size() - 2) : text;
}

std::string decoded(std::string_view cell)
{
    if (!cell.starts_with('"')) return std::string(cell);
    std::string text;
    for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
        text += cell[i];
        if (cell[i] == '"') ++i;
    }
    return text;
}

} // namespace pouch::redact::csv
