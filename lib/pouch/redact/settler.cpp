#include "pouch/redact/settler.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact {

Settler::Settler(const Scanner& scanner, Scanner::Workspace& workspace, io::Sink& out)
    : scanner_(scanner), workspace_(workspace), out_(out), margin_(scanner.margin()), held_(4 * margin_)
{
}

void Settler::push(std::string_view text, bool has_residue)
{
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
    write_up_to(text_.size());
}

void Settler::write_up_to(std::size_t end)
{
    out_.write(ByteView(text_).subspan(left_, end - left_));
    const auto first = end > margin_ ? character_start(as_text(text_), end - margin_) : 0;
    text_.erase(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(first));
    base_ += first;
    left_ = end - first;
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
        if (matches_.empty()) return round > 0;
        if (matches_.front().begin < left_ || round == most_rounds) {
            throw not_allowed("redact.residue", "rule {}: what is left after replacing still matches",
                              scanner_.rules()[matches_.front().rule].id);
        }
        Bytes settled;
        const auto known = edits.size();
        Splicer splicer(scanner_);
        splicer.push(text, matches_, 0, settled, edits);
        splicer.finish(settled, edits);
        for (auto i = known; i < edits.size(); ++i) edits[i].source += base_;
        text_ = std::move(settled);
    }
}

} // namespace pouch::redact
