#include "pouch/redact/portion.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/line_mark.hpp"
#include "pouch/redact/portion_mark.hpp"
#include "pouch/redact/portion_table.hpp"
#include "pouch/redact/portion_text.hpp"
#include "pouch/redact/stray_mark.hpp"
#include "pouch/redact/text_line.hpp"
#include "pouch/redact/written_mark.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pouch::redact {

namespace {

constexpr std::size_t read_size = std::size_t{1} << 16U;

/// A line that starts with more blanks than this may hide a mark.
constexpr std::size_t most_blanks = mark_reach / 2;

/// The columns of the blanks that `head` starts with.
std::size_t indentation_of(std::string_view head)
{
    constexpr std::size_t tab = 8;
    std::size_t columns = 0;
    for (const char c : head.substr(0, blanks_before(head))) {
        // Of a blank of several bytes each counts for one column.
        columns = c == '\t' ? (columns / tab + 1) * tab : columns + 1;
    }
    return columns;
}

} // namespace

PortionFilter::PortionFilter(io::Source& in, PortionJudge& judge, Habits habits, Report report, Places places,
                             KeptMarks* kept)
    : in_(in), judge_(judge), habits_(habits), report_(std::move(report)), places_(places), kept_(kept)
{
}

std::size_t PortionFilter::read(MutableByteView out)
{
    if (out.empty()) return 0;
    while (fetched_ == out_.size()) {
        out_.clear();
        fetched_ = 0;
        if (is_ended_ && at_ == text_.size()) {
            end_portion();
            end_run(); // the blank line behind a last withheld portion
            if (out_.empty()) return 0;
            break;
        }
        refill();
        while (has_line()) take_line();
    }
    const auto count = std::min(out.size(), out_.size() - fetched_);
    std::memcpy(out.data(), out_.data() + fetched_, count);
    fetched_ += count;
    return count;
}

void PortionFilter::refill()
{
    if (is_ended_) return;
    text_.erase(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    const auto old = text_.size();
    text_.resize(old + read_size);
    const auto got = io::read_up_to(in_, MutableByteView(text_).subspan(old));
    text_.resize(old + got.size());
    is_ended_ = got.size() < read_size;
}

/// True if as much of the next line is there as must be seen at once.
bool PortionFilter::has_line() const
{
    const auto rest = as_text(ByteView(text_).subspan(at_));
    if (is_ended_) return !rest.empty();
    if (in_line_) return rest.size() >= longest_line_end;
    if (rest.size() < longest_line_end + mark_reach) return false;
    return !is_row(rest.substr(0, mark_reach)) || rest.size() > longest_row + longest_line_end ||
           first_line(rest, false).end > 0;
}

/// Takes the present line, or what is there of it.
void PortionFilter::take_line()
{
    const auto rest = as_text(ByteView(text_).subspan(at_));
    const auto [length, end] = first_line(rest, is_ended_);
    const auto size = length + end;
    const auto line_end = rest.substr(length, end);
    const auto line = rest.substr(0, length);
    bool is_put = false;
    if (!in_line_) {
        if (end > 0) line_end_ = line_end.front() == '\r' ? line_end : std::string_view("\n");
        const auto head = read_ == 0 ? without_byte_order_mark(line) : line;
        if (is_row(head.substr(0, mark_reach))) {
            if (length > longest_row)
                throw not_allowed("portion.unknown", "line {}: a row of a table of more than {} bytes", line_,
                                  longest_row);
            is_put = take_row(line);
            in_table_ = true;
        } else {
            in_table_ = false;
            treatment_ = treat(line);
        }
    }
    if (treatment_ == Treatment::keep) {
        if (!is_put) {
            places_.note(read_, written_);
            put(line);
        }
        put(line_end);
        is_after_blank_ = !in_line_ && blanks_before(line) == length;
    }
    at_ += size;
    read_ += size;
    in_line_ = end == 0;
    // As editors count lines.
    if (is_counted(line_end)) ++line_;
}

PortionFilter::Treatment PortionFilter::treat(std::string_view line)
{
    const auto head = line.substr(0, mark_reach);
    const auto treatment = treat_head(head, line.size() < mark_reach);
    if (treatment == Treatment::keep) check_stray(head);
    return treatment;
}

void PortionFilter::check_stray(std::string_view head)
{
    if (!has_stray_mark(head, judge_) && !has_written_mark(head, judge_)) return;
    throw not_allowed("portion.unknown", "line {}: a portion mark where none is looked for", line_)
        .with_hint("put it at the start of the line, as the policy spells it");
}

/// Treats a line by its first bytes; `is_short` if they are all of it.
PortionFilter::Treatment PortionFilter::treat_head(std::string_view head, bool is_short)
{
    const auto blanks = blanks_before(head);
    if (is_short && blanks == head.size()) return treat_blank();
    if (blanks > most_blanks) return withhold(); // it looks like a gap, and may have any mark behind it

    if (read_ == 0) head = without_byte_order_mark(head);
    auto trimmed = head;
    while (trimmed.ends_with(' ')) trimmed.remove_suffix(1);
    if (is_short && trimmed == portion_token) return treat_token();

    if (const auto mark = mark_of(head)) {
        const auto treatment = treat_marked(*mark, indentation_of(head));
        is_mark_alone_ = state_ == State::withheld && is_short && is_bare_mark(head);
        return treatment;
    }
    if (state_ != State::open) {
        is_mark_alone_ = false;
        return go_on();
    }
    if (is_short && (judge_.is_page_marking(head) || is_exercise_line(head))) {
        end_portion();
        end_run();
        if (kept_ != nullptr && judge_.is_page_marking(head)) kept_->add_banner(head);
        return Treatment::keep;
    }
    return treat_unmarked(indentation_of(head));
}

PortionFilter::Treatment PortionFilter::treat_marked(const Mark& mark, std::size_t indentation)
{
    const bool is_withheld = mark.verdict != PortionVerdict::readable;
    (void)parent_of(indentation);
    parents_.push_back({indentation, true, is_withheld});
    if (is_withheld) return withhold();
    if (kept_ != nullptr) kept_->add(mark.inside);
    return enter(State::kept);
}

PortionFilter::Treatment PortionFilter::treat_unmarked(std::size_t indentation)
{
    const auto portion = unmarked_at(indentation);
    parents_.push_back(portion);
    if (portion.is_withheld) return withhold();
    if (is_mark_alone_) throw mark_alone().in(fmt::format("line {}", line_));
    if (kept_ != nullptr && !portion.is_marked) kept_->add_unmarked();
    return enter(State::kept);
}

/// What becomes of a portion of that indentation without a mark.
PortionFilter::Parent PortionFilter::unmarked_at(std::size_t indentation)
{
    const auto* parent = parent_of(indentation);
    if (parent != nullptr && parent->is_withheld) return {indentation, parent->is_marked, true};
    if (parent != nullptr && parent->is_marked && habits_.nested == Nested::inherit)
        return {indentation, true, false};
    return {indentation, false, habits_.unmarked == Unmarked::withhold && judge_.has_policy()};
}

/// The portion that one of that indentation would be a part of; null if there is none. Those that end here are forgotten.
const PortionFilter::Parent* PortionFilter::parent_of(std::size_t indentation)
{
    while (!parents_.empty() && parents_.back().indentation >= indentation) parents_.pop_back();
    return parents_.empty() ? nullptr : &parents_.back();
}

/// Takes a row of a table, but for its line end, and decides its treatment; true if what stays of it is put out.
bool PortionFilter::take_row(std::string_view row)
{
    const auto text_of = [&](const RowCell& cell) { return row.substr(cell.begin, cell.end - cell.begin); };
    const auto indentation = indentation_of(row.substr(0, row.find('|')));
    std::vector<RowCell> gone;
    bool has_kept = false;
    if (!in_table_) marked_columns_.clear();
    const auto cells = cells_of(row);
    for (std::size_t column = 0; column < cells.size(); ++column) {
        const auto& cell = cells[column];
        const auto text = text_of(cell);
        if (is_ruling(text)) continue;
        const bool is_seen = may_see_cell(text, indentation);
        check_column(column, text, is_seen);
        if (is_seen) {
            has_kept = true;
        } else {
            gone.push_back(cell);
        }
    }
    const auto state = state_;
    if (!has_kept && gone.empty()) {
        // It rules off what stands above it.
        treatment_ = in_run_ ? Treatment::leave_out : Treatment::keep;
        return false;
    }
    if (has_kept) {
        treatment_ = enter(State::kept);
    } else {
        treatment_ = state == State::withheld ? go_on() : withhold();
        (void)parent_of(indentation);
        parents_.push_back({indentation, true, true}); // of what is nested below it
    }
    state_ = state;
    if (!has_kept || gone.empty()) return false;
    std::size_t from = 0;
    const auto put_up_to = [&](std::size_t to) {
        places_.note(read_ + from, written_);
        put(row.substr(from, to - from));
        from = to;
    };
    for (const auto& cell : gone) {
        put_up_to(cell.begin);
        put(portion_token);
        from = cell.end;
        if (text_of(cell) != portion_token) note_withheld_cell(read_ + cell.begin, read_ + cell.end);
    }
    put_up_to(row.size());
    return true;
}

bool PortionFilter::may_see_cell(std::string_view cell, std::size_t indentation)
{
    if (cell == portion_token) return false; // of an earlier run of the filter
    const auto head = cell.substr(0, mark_reach);
    bool is_seen = false;
    if (const auto mark = mark_of(head)) {
        is_seen = mark->verdict == PortionVerdict::readable;
        if (!is_seen && is_bare_mark(cell) && may_see_unmarked_cell(indentation))
            throw mark_alone().in(fmt::format("line {}", line_));
        if (is_seen && kept_ != nullptr) kept_->add(mark->inside);
    } else {
        is_seen = may_see_unmarked_cell(indentation);
        if (is_seen && kept_ != nullptr && state_ == State::open && !unmarked_at(indentation).is_marked)
            kept_->add_unmarked();
    }
    if (is_seen) check_stray(head);
    return is_seen;
}

/// A mark in the name of a column may be of what stays below it.
void PortionFilter::check_column(std::size_t column, std::string_view cell, bool is_seen)
{
    if (!in_table_) {
        if (!is_seen && mark_of(cell.substr(0, mark_reach))) marked_columns_.push_back(column);
        return;
    }
    if (!is_seen || !std::binary_search(marked_columns_.begin(), marked_columns_.end(), column)) return;
    if (mark_of(cell.substr(0, mark_reach))) return;
    throw not_allowed("portion.unknown", "line {}: a cell without a portion mark, in a column with one",
                      line_);
}

bool PortionFilter::may_see_unmarked_cell(std::size_t indentation)
{
    return state_ == State::open ? !unmarked_at(indentation).is_withheld : state_ == State::kept;
}

PortionFilter::Treatment PortionFilter::withhold()
{
    ++withheld_;
    const auto treatment = enter(State::withheld);
    portion_ = {line_, read_};
    return treatment;
}

void PortionFilter::note_withheld_cell(std::uint64_t begin, std::uint64_t end)
{
    ++withheld_;
    report_(line_, begin, end);
}

PortionFilter::Treatment PortionFilter::treat_blank()
{
    state_ = State::open;
    end_portion();
    if (!in_run_) return Treatment::keep;
    has_blank_ = true;
    return Treatment::leave_out;
}

/// The token of an earlier run of the filter. What it stands for may have been a row in the midst of a portion that stays.
PortionFilter::Treatment PortionFilter::treat_token()
{
    const auto state = state_;
    const auto treatment = enter(State::withheld);
    state_ = state;
    return treatment;
}

/// The mark that `line` starts with; nothing if it starts with none.
std::optional<PortionFilter::Mark> PortionFilter::mark_of(std::string_view line)
{
    const auto mark = read_line_mark(line, judge_);
    if (!mark) return std::nullopt;
    if (!mark->fault.empty()) throw not_allowed("portion.unknown", "line {}: {}", line_, mark->fault);
    return Mark{mark->inside, mark->verdict};
}

/// A portion begins.
PortionFilter::Treatment PortionFilter::enter(State state)
{
    state_ = state;
    end_portion();
    if (state == State::withheld && in_run_ && habits_.gap == PortionGap::token) end_run();
    return go_on();
}

/// The present line is of the portion that the line before is of, or it begins one.
PortionFilter::Treatment PortionFilter::go_on()
{
    if (state_ == State::kept) {
        end_run();
        has_kept_ = true;
        return Treatment::keep;
    }
    if (!in_run_) put_gap();
    in_run_ = true;
    has_blank_ = false;
    return Treatment::leave_out;
}

void PortionFilter::put_gap()
{
    if (habits_.gap == PortionGap::silent) return;
    put(portion_token);
    put(line_end_);
    is_after_blank_ = false;
}

/// The portion that was withheld ends where the present line begins.
void PortionFilter::end_portion()
{
    if (portion_) report_(portion_->line, portion_->begin, read_);
    portion_.reset();
}

void PortionFilter::end_run()
{
    if (has_blank_ && !is_after_blank_) put(line_end_);
    in_run_ = false;
    has_blank_ = false;
}

void PortionFilter::put(std::string_view text)
{
    append(out_, text);
    written_ += text.size();
}

} // namespace pouch::redact
