#include "pouch/redact/portion.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/portion_mark.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pouch::redact {

namespace {

constexpr std::size_t read_size = std::size_t{1} << 16U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(std::string_view line)
{
    return line.find_first_not_of(" \t\r\f\v") == std::string_view::npos;
}

} // namespace

PortionFilter::PortionFilter(io::Source& in, PortionJudge& judge, Unmarked unmarked, Report report)
    : in_(in), judge_(judge), unmarked_(unmarked), report_(std::move(report))
{
}

std::size_t PortionFilter::read(MutableByteView out)
{
    if (out.empty()) return 0;
    while (fetched_ == out_.size()) {
        out_.clear();
        fetched_ = 0;
        if (is_ended_ && at_ == text_.size()) {
            end_run(); // the blank line behind a last withheld portion
            if (out_.empty()) return 0;
            break;
        }
        refill();
        while (at_ < text_.size() && (is_ended_ || in_line_ || text_.size() - at_ >= mark_reach)) take_line();
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
    const auto found = rest.find('\n');
    const bool has_end = found != std::string_view::npos;
    const auto size = has_end ? found + 1 : rest.size();
    if (!in_line_) {
        const auto line = rest.substr(0, has_end ? found : size);
        if (has_end) line_end_ = line.ends_with('\r') ? "\r\n" : "\n";
        treatment_ = treat(line);
    }
    if (treatment_ == Treatment::keep) {
        note_jump();
        put(rest.substr(0, size));
    }
    at_ += size;
    read_ += size;
    in_line_ = !has_end;
    if (has_end) ++line_;
}

PortionFilter::Treatment PortionFilter::treat(std::string_view line)
{
    const bool is_short = line.size() < mark_reach;
    auto head = line.substr(0, mark_reach);
    if (is_blank(head)) {
        if (is_short) return treat_blank();
        state_ = State::open; // it looks blank, so what it holds is no part of the portion before it
    }
    if (read_ == 0 && head.starts_with(byte_order_mark)) head.remove_prefix(byte_order_mark.size());
    auto trimmed = head;
    while (trimmed.ends_with('\r') || trimmed.ends_with(' ')) trimmed.remove_suffix(1);
    if (is_short && trimmed == portion_token)
        return enter(State::withheld); // of an earlier run of the filter

    if (const auto verdict = verdict_on(head)) {
        if (*verdict == PortionVerdict::readable) return enter(State::kept);
        ++withheld_;
        report_(line_, read_);
        return enter(State::withheld);
    }
    if (state_ != State::open) return treatment_; // a further line of the same portion
    if (is_short && (judge_.is_page_marking(head) || is_exercise_line(head))) {
        end_run();
        return Treatment::keep;
    }
    if (unmarked_ == Unmarked::keep || !judge_.has_policy()) return enter(State::kept);
    ++withheld_;
    report_(line_, read_);
    return enter(State::withheld);
}

PortionFilter::Treatment PortionFilter::treat_blank()
{
    state_ = State::open;
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
        if (verdict == PortionVerdict::unknown || !judge_.has_policy()) return std::nullopt;
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

void PortionFilter::note_jump()
{
    const auto ahead = static_cast<std::int64_t>(read_) - static_cast<std::int64_t>(written_);
    // The engine is never further behind than this.
    constexpr std::uint64_t furthest_back = std::uint64_t{1} << 30U;
    const std::lock_guard lock(jumps_lock_);
    if (jumps_.back().ahead != ahead) jumps_.push_back({written_, ahead});
    while (jumps_.size() > 1 && jumps_[1].place + furthest_back < written_) jumps_.pop_front();
}

std::uint64_t PortionFilter::origin_of(std::uint64_t place)
{
    const std::lock_guard lock(jumps_lock_);
    while (jumps_.size() > 1 && jumps_[1].place <= place) jumps_.pop_front();
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(place) + jumps_.front().ahead);
}

} // namespace pouch::redact
