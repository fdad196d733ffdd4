#include "pouch/redact/settler.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact {

Settler::Settler(const Scanner& scanner, const Operators& operators, Scanner::Workspace& workspace,
                 Syntax syntax, io::Sink& out)
    : scanner_(scanner), operators_(operators), workspace_(workspace), kind_(syntax.kind), out_(out),
      margin_(scanner.margin()), held_(4 * margin_)
{
    edges_.push_back({0, clipper_of(syntax)});
}

void Settler::push(std::string_view text, bool has_residue, const std::vector<Stay>& stays)
{
    for (const auto& stay : stays) {
        if (stay.begin < pushed_ || stay.begin >= pushed_ + text.size()) continue;
        stays_.push_back({stay.rule, stay.begin - pushed_ + text_.size(), stay.end - pushed_ + text_.size()});
    }
    pushed_ += text.size();
    append(text_, text);
    if (has_residue || doubt_ > 0) {
        const bool has_edits = settle(false);
        doubt_ = has_residue || has_edits ? 2 * margin_ : doubt_ - std::min(doubt_, text.size());
    }
    // Written in large pieces, though what comes in may be small.
    constexpr std::size_t least_write = 65536;
    if (text_.size() - left_ > held_ + least_write) {
        write_up_to(character_start(as_text(text_), text_.size() - held_));
    }
}

void Settler::finish()
{
    if (doubt_ > 0) settle(true);
    out_.write(ByteView(text_).subspan(left_));
    left_ = text_.size();
}

/// Writes up to `end`, or a little less: what leaves ends between two units of the format.
void Settler::write_up_to(std::size_t end)
{
    // By way of a place that is as far back as context is wanted later, lest all of this has to stay for it.
    const auto first_left = left_;
    const auto context = 2 * margin_;
    for (const auto to : {end - std::min(end - left_, context), end}) {
        auto clipper = edges_.back().clipper->copy();
        left_ += clipper->seek(as_text(text_).substr(left_), to - left_);
        edges_.push_back({left_, std::move(clipper)});
    }
    out_.write(ByteView(text_).subspan(first_left, left_ - first_left));

    while (edges_.size() > 1 && edges_[1].place + margin_ <= left_) edges_.pop_front();
    const auto first = edges_.front().place;
    if (first == 0) return;
    text_.erase(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(first));
    for (auto& edge : edges_) edge.place -= first;
    std::erase_if(stays_, [&](const Stay& stay) { return stay.begin < first; });
    for (auto& stay : stays_) stay = {stay.rule, stay.begin - first, stay.end - first};
    base_ += first;
    left_ -= first;
}

/// Moves stays_ with the text around them as the edits from `first_edit` on changed it; what they cut stays no more.
void Settler::move_stays(std::size_t first_edit)
{
    std::vector<Stay> moved;
    std::uint64_t grown = 0; // modulo 2^64: it may be less than nothing
    auto i = first_edit;     // both are in order and apart
    for (const auto& stay : stays_) {
        for (; i < edits.size() && edits[i].source_end <= stay.begin; ++i)
            grown = edits[i].output - edits[i].source_end;
        const bool is_cut = i < edits.size() && edits[i].source < stay.end;
        if (!is_cut) moved.push_back({stay.rule, stay.begin + grown, stay.end + grown});
    }
    stays_.swap(moved);
}

/// Replaces until nothing matches that can be judged yet; true if anything was replaced.
bool Settler::settle(bool is_last)
{
    for (int round = 0;; ++round) {
        const auto text = as_text(text_);
        Window window = whole_window(text);
        // What begins near the ends cannot be judged: context is missing, or more is to come.
        window.zone_begin = character_start(text, std::min(left_, look_around));
        if (!is_last) window.zone_end = character_start(text, text.size() - std::min(text.size(), margin_));
        scanner_.scan(window, workspace_, matches_);
        keep_in_scope(scanner_.rules(), kind_, matches_);
        operators_.spare(stays_, 0, matches_);
        if (matches_.empty()) return round > 0;
        Bytes settled;
        const auto known = edits.size();
        Splicer splicer(scanner_, edges_.front().clipper->copy());
        splicer.push(text, matches_, {}, 0, settled, edits);
        splicer.finish(settled, edits);
        if (edits.size() == known) return round > 0; // what matches is structure, which stays
        if (edits[known].source < left_ || round == most_rounds) {
            throw not_allowed("redact.residue", "rule {}: what is left after replacing still matches",
                              scanner_.rules()[edits[known].rule].id);
        }
        move_stays(known);
        for (auto i = known; i < edits.size(); ++i) {
            edits[i].source += base_;
            edits[i].source_end += base_;
        }
        text_ = std::move(settled);
    }
}

} // namespace pouch::redact
