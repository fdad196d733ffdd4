#include "pouch/redact/portion.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/portion_mark.hpp"
#include "pouch/redact/stray_mark.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pouch::redact {

namespace {

constexpr std::size_t read_size = std::size_t{1} << 16U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// A line that starts with more blanks than this may hide a mark.
constexpr std::size_t most_blanks = mark_reach / 2;

/// Where a line ends: at LF, CR LF, CR, VT, FF, NEL, U+2028 or U+2029.
struct LineEnd {
    std::size_t text; ///< Bytes of the line.
    std::size_t end;  ///< Bytes of its end, 0 if it has none here.
};

constexpr std::size_t longest_line_end = 3;

/// The bytes of the line end at `i`, or 0.
std::size_t line_end_size(std::string_view text, std::size_t i)
{
    const auto rest = text.substr(i, longest_line_end);
    if (rest.starts_with("\r\n") || rest.starts_with("\xC2\x85")) return 2;
    if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) return 3;
    return rest.front() >= '\n' && rest.front() <= '\r' ? 1 : 0;
}

/// The first line of `text`. Unless `is_all`, more text may follow, and what could be half a line end at the end of
/// this one is no part of the line.
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

} // namespace

PortionFilter::PortionFilter(io::Source& in, PortionJudge& judge, Unmarked unmarked, Report report,
                             Places places)
    : in_(in), judge_(judge), unmarked_(unmarked), report_(std::move(report)), places_(places)
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
        const auto is_enough = [&] {
            const auto left = text_.size() - at_;
            return is_ended_ ? left > 0 : left >= longest_line_end + (in_line_ ? 0 : mark_reach);
        };
        while (is_enough()) take_line();
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

/// Takes the present line, or what is there of it.
void PortionFilter::take_line()
{
    const auto rest = as_text(ByteView(text_).subspan(at_));
    const auto [length, end] = first_line(rest, is_ended_);
    const auto size = length + end;
    const auto line_end = rest.substr(length, end);
    if (!in_line_) {
        if (end > 0) line_end_ = line_end.front() == '\r' ? line_end : std::string_view("\n");
        treatment_ = treat(rest.substr(0, length));
    }
    if (treatment_ == Treatment::keep) {
        places_.note(read_, written_);
        put(rest.substr(0, size));
    }
    at_ += size;
    read_ += size;
    in_line_ = end == 0;
    // As editors count lines.
    if (line_end.starts_with('\r') || line_end.starts_with('\n')) ++line_;
}

PortionFilter::Treatment PortionFilter::treat(std::string_view line)
{
    const auto head = line.substr(0, mark_reach);
    const auto treatment = treat_head(head, line.size() < mark_reach);
    if (treatment == Treatment::keep && has_stray_mark(head, judge_)) {
        throw not_allowed("portion.unknown", "line {}: a portion mark where none is looked for", line_)
            .with_hint("put it at the start of the line, as the policy spells it");
    }
    return treatment;
}

/// Treats a line by its first bytes; `is_short` if they are all of it.
PortionFilter::Treatment PortionFilter::treat_head(std::string_view head, bool is_short)
{
    const auto blanks = blanks_before(head);
    if (is_short && blanks == head.size()) return treat_blank();
    if (blanks > most_blanks) return withhold(); // it looks like a gap, and may have any mark behind it

    if (read_ == 0 && head.starts_with(byte_order_mark)) head.remove_prefix(byte_order_mark.size());
    auto trimmed = head;
    while (trimmed.ends_with(' ')) trimmed.remove_suffix(1);
    if (is_short && trimmed == portion_token)
        return enter(State::withheld); // of an earlier run of the filter

    if (const auto verdict = verdict_on(head)) {
        return *verdict == PortionVerdict::readable ? enter(State::kept) : withhold();
    }
    if (state_ != State::open) return treatment_; // a further line of the same portion
    if (is_short && (judge_.is_page_marking(head) || is_exercise_line(head))) {
        end_portion();
        end_run();
        return Treatment::keep;
    }
    if (unmarked_ == Unmarked::keep || !judge_.has_policy()) return enter(State::kept);
    return withhold();
}

PortionFilter::Treatment PortionFilter::withhold()
{
    ++withheld_;
    const auto treatment = enter(State::withheld);
    portion_ = {line_, read_};
    return treatment;
}

PortionFilter::Treatment PortionFilter::treat_blank()
{
    state_ = State::open;
    end_portion();
    if (!in_run_) return Treatment::keep;
    has_blank_ = true;
    return Treatment::leave_out;
}

/// The verdict on the mark that `line` starts with; nothing if it starts with none.
std::optional<PortionVerdict> PortionFilter::verdict_on(std::string_view line)
{
    const auto mark = find_mark(line);
    if (!mark) return std::nullopt;
    const auto verdict = judge_.verdict(mark->inside);
    // Text in brackets is a mark if the policy says so, or if it looks like one.
    if (verdict == PortionVerdict::unknown && !mark->is_upper) return std::nullopt;
    if (!judge_.has_policy() && !mark->is_upper) return std::nullopt;
    const auto fail = [&](std::string_view what) {
        return not_allowed("portion.unknown", "line {}: {}", line_, what);
    };
    switch (mark->form) {
    case MarkForm::regular:
        if (verdict == PortionVerdict::unknown) throw fail("the policy knows no such portion mark");
        return verdict;
    case MarkForm::attached:
        // `(NATO)-led`: not a mark. `(NS)Text`: one that would be overlooked.
        if (!judge_.has_policy()) return std::nullopt;
        if (verdict == PortionVerdict::unknown && !is_mark_like(mark->inside, judge_)) return std::nullopt;
        throw fail("no blank behind a portion mark");
    case MarkForm::unclosed:
        throw fail("a portion mark is not closed");
    case MarkForm::wide_bracket:
        break;
    }
    throw fail("a portion mark in full-width brackets");
}

PortionFilter::Treatment PortionFilter::enter(State state)
{
    state_ = state;
    end_portion();
    if (state == State::kept) {
        end_run();
        has_kept_ = true;
        return Treatment::keep;
    }
    if (!in_run_) {
        put(portion_token);
        put(line_end_);
    }
    in_run_ = true;
    has_blank_ = false;
    return Treatment::leave_out;
}

/// The portion that was withheld ends where the present line begins.
void PortionFilter::end_portion()
{
    if (portion_) report_(portion_->line, portion_->begin, read_);
    portion_.reset();
}

void PortionFilter::end_run()
{
    if (has_blank_) put(line_end_);
    in_run_ = false;
    has_blank_ = false;
}

void PortionFilter::put(std::string_view text)
{
    append(out_, text);
    written_ += text.size();
}

} // namespace pouch::redact
