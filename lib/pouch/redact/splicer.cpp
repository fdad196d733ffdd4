#include "pouch/redact/splicer.hpp"

#include <algorithm>

namespace pouch::redact {

void Splicer::copy(std::string_view bytes, Bytes& out)
{
    append(out, bytes);
    written_ += bytes.size();
}

void Splicer::close(Bytes& out, std::vector<Edit>& edits)
{
    copy(scanner_.replacements()[open_->name.rule], out);
    edits.push_back({open_->name.rule, open_->begin, written_});
    read_ = open_->end;
    open_.reset();
}

void Splicer::push(std::string_view zone, const std::vector<Match>& matches, std::uint64_t origin, Bytes& out,
                   std::vector<Edit>& edits)
{
    const auto from = zone_;
    const auto to = from + zone.size();
    const auto copy_up_to = [&](std::uint64_t place) {
        if (place <= read_) return;
        copy(zone.substr(read_ - from, place - read_), out);
        read_ = place;
    };
    for (const auto& match : matches) {
        const auto begin = origin + match.begin;
        const auto end = origin + match.end;
        if (open_ && begin < open_->end) {
            open_->end = std::max(open_->end, end);
            if (scanner_.names_before(match, open_->name)) open_->name = match;
            continue;
        }
        if (open_) close(out, edits);
        copy_up_to(begin);
        open_ = Span{begin, end, match};
    }
    if (open_ && open_->end <= to) close(out, edits);
    if (!open_) copy_up_to(to);
    zone_ = to;
}

void Splicer::finish(Bytes& out, std::vector<Edit>& edits)
{
    if (open_) close(out, edits);
}

} // namespace pouch::redact
