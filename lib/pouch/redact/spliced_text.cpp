#include "pouch/redact/spliced_text.hpp"

#include <algorithm>

namespace pouch::redact {

SplicedText::SplicedText(Bytes text, std::vector<TextCut> cuts, std::string name)
    : text_(std::move(text)), cuts_(std::move(cuts)), name_(std::move(name))
{
    pieces_.reserve(cuts_.size() + 1);
    std::uint64_t place = 0;
    std::uint64_t from = 0;
    for (const auto& cut : cuts_) {
        pieces_.push_back({place, from});
        place += cut.begin - from + cut.replacement.size();
        from = cut.end;
    }
    pieces_.push_back({place, from});
}

std::string_view SplicedText::part(std::size_t index) const
{
    const auto cut = index / 2;
    if (index % 2 == 1) return cuts_[cut].replacement;
    const auto begin = pieces_[cut].origin;
    const auto end = cut < cuts_.size() ? cuts_[cut].begin : text_.size();
    return as_text(text_).substr(begin, end - begin);
}

std::size_t SplicedText::read(MutableByteView out)
{
    std::size_t filled = 0;
    while (filled < out.size() && part_ < 2 * cuts_.size() + 1) {
        const auto left = part(part_).substr(fetched_, out.size() - filled);
        std::copy_n(as_bytes(left).begin(), left.size(), out.begin() + static_cast<std::ptrdiff_t>(filled));
        filled += left.size();
        fetched_ += left.size();
        if (fetched_ < part(part_).size()) break;
        ++part_;
        fetched_ = 0;
    }
    return filled;
}

std::uint64_t SplicedText::origin_of(std::uint64_t place) const
{
    const auto behind =
        std::upper_bound(pieces_.begin(), pieces_.end(), place,
                         [](std::uint64_t at, const Piece& piece) { return at < piece.place; });
    const auto& piece = *(behind - 1);
    const auto origin = piece.origin + (place - piece.place);
    // What was put in has no place: it may be longer than what it stands for.
    return behind == pieces_.end() ? origin : std::min(origin, behind->origin);
}

} // namespace pouch::redact
