#include "pouch/redact/spliced_text.hpp"

#include <algorithm>

namespace pouch::redact {

SplicedText::SplicedText(std::string_view text, const std::vector<TextCut>& cuts, std::string name)
    : name_(std::move(name))
{
    bytes_.reserve(text.size());
    std::size_t from = 0;
    const auto keep_up_to = [&](std::size_t to) {
        pieces_.push_back({bytes_.size(), from});
        append(bytes_, text.substr(from, to - from));
    };
    for (const auto& cut : cuts) {
        keep_up_to(cut.begin);
        append(bytes_, std::string_view(cut.replacement));
        from = cut.end;
    }
    keep_up_to(text.size());
}

std::size_t SplicedText::read(MutableByteView out)
{
    const auto count = std::min(out.size(), bytes_.size() - fetched_);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(fetched_), count, out.begin());
    fetched_ += count;
    return count;
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
