#include "pouch/redact/splicer.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::redact {

void Splicer::copy(std::string_view bytes, Bytes& out)
{
    append(out, bytes);
    written_ += bytes.size();
}

void Splicer::close(const Span& span, Output out)
{
    const auto output_begin = written_;
    const bool has_value = span.name.value != 0 &&
                           values_[span.name.value - 1].find_first_of(span.form.unfit) == std::string::npos;
    const auto& replacement =
        has_value ? values_[span.name.value - 1] : scanner_.replacements()[span.name.rule];
    if (replacement.empty()) {
        copy(span.form.nothing, out.bytes);
    } else {
        copy(span.form.before, out.bytes);
        copy(replacement, out.bytes);
        copy(span.form.behind, out.bytes);
    }
    Edit edit{span.name.rule, span.begin, span.end, output_begin, written_, has_value};
    if (hasher_) {
        const auto digest = hasher_->finish();
        std::copy_n(digest.bytes.begin(), edit.digest.size(), edit.digest.begin());
    }
    out.edits.push_back(edit);
}

/// Passes over `text`, which begins at `from`, up to the place `to` of the first open span.
void Splicer::withhold(std::string_view text, std::uint64_t to, std::uint64_t from)
{
    if (to <= read_) return;
    if (hasher_) hasher_->update(as_bytes(text.substr(read_ - from, to - read_)));
    read_ = to;
}

/// Copies `text`, which begins at read_, up to the place `to`, but for the spans in it.
void Splicer::pass(std::string_view text, std::uint64_t to, Output out)
{
    const auto from = read_;
    const auto copy_up_to = [&](std::uint64_t place) {
        if (place <= read_) return;
        copy(text.substr(read_ - from, place - read_), out.bytes);
        read_ = place;
    };
    while (!open_.empty()) {
        const auto& span = open_.front();
        if (span.begin >= to) break;
        copy_up_to(span.begin);
        withhold(text, std::min(span.end, to), from);
        if (span.end > to) return;
        close(span, out);
        open_.pop_front();
    }
    copy_up_to(to);
}

/// Takes up a part of a match; its places count from `begin`.
void Splicer::add(const Match& match, const Clipper::Part& part, std::uint64_t begin)
{
    Span span{begin + part.begin, begin + part.end, match, part};
    const auto first =
        std::lower_bound(open_.begin(), open_.end(), span.begin,
                         [](const Span& open, std::uint64_t place) { return open.end <= place; });
    auto last = first;
    for (; last != open_.end() && last->begin < span.end; ++last) {
        span.begin = std::min(span.begin, last->begin);
        span.end = std::max(span.end, last->end);
        if (!scanner_.names_before(span.name, last->name)) span.name = last->name;
    }
    if (first == open_.end()) {
        open_.push_back(span);
        return;
    }
    if (first == last) {
        open_.insert(first, span);
        return;
    }
    *first = span;
    open_.erase(first + 1, last);
}

/// Puts the parts of a match into parts_; false if more text is needed.
bool Splicer::clip(std::string_view text, const Match& match, bool is_last)
{
    parts_.clear();
    try {
        return clipper_->clip(text, match.end - read_, is_last, parts_);
    } catch (const Error& error) {
        throw error.in("rule " + scanner_.rules()[match.rule].id);
    }
}

/// `text` is all that was read from read_ on.
void Splicer::work(std::string_view text, bool is_last, Output out)
{
    const auto seek = [&](std::uint64_t place) {
        const auto way = clipper_->seek(text, place - read_);
        pass(text, read_ + way, out);
        text.remove_prefix(way);
    };
    const auto end = read_ + text.size();
    for (; !waiting_.empty(); waiting_.pop_front()) {
        const auto& match = waiting_.front();
        if (!open_.empty() && open_.back().begin <= match.begin && match.end <= open_.back().end) {
            // It adds no part: spans end where units do, and do not leave their token.
            if (scanner_.names_before(match, open_.back().name)) open_.back().name = match;
            continue;
        }
        if (match.begin > read_) seek(match.begin);
        if (!clip(text, match, is_last)) break;
        for (const auto& part : parts_) add(match, part, read_);
    }
    if (waiting_.empty()) seek(end);
    if (is_last) pass(text, end, out);
}

/// Forgets the values that were written.
void Splicer::forget_values()
{
    std::vector<std::string> kept;
    const auto keep = [&](Match& match) {
        if (match.value == 0) return;
        kept.push_back(values_[match.value - 1]);
        match.value = static_cast<std::uint32_t>(kept.size());
    };
    for (auto& match : waiting_) keep(match);
    for (auto& span : open_) keep(span.name);
    values_.swap(kept);
}

void Splicer::push(std::string_view zone, const std::vector<Match>& matches,
                   const std::vector<std::string>& values, std::uint64_t origin, Bytes& out,
                   std::vector<Edit>& edits)
{
    if (!values_.empty()) forget_values();
    const auto known = static_cast<std::uint32_t>(values_.size());
    values_.insert(values_.end(), values.begin(), values.end());
    for (const auto& match : matches) {
        const auto value = match.value == 0 ? 0 : match.value + known;
        waiting_.push_back({match.begin + origin, match.end + origin, match.rule, value});
    }
    if (held_.empty()) {
        const auto from = read_;
        work(zone, false, {out, edits});
        append(held_, zone.substr(read_ - from));
        return;
    }
    append(held_, zone);
    const auto from = read_;
    work(as_text(held_), false, {out, edits});
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(read_ - from));
}

void Splicer::finish(Bytes& out, std::vector<Edit>& edits)
{
    work(as_text(held_), true, {out, edits});
    held_.clear();
}

} // namespace pouch::redact
