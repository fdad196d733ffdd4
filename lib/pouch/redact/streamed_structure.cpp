#include "pouch/redact/streamed_structure.hpp"

#include <algorithm>

namespace pouch::redact {

std::size_t StreamedStructure::read(MutableByteView out)
{
    if (out.empty()) return 0;
    while (fetched_ == out_.size()) {
        written_ += out_.size();
        out_.clear();
        fetched_ = 0;
        if (!refill()) return 0;
    }
    const auto count = std::min(out.size(), out_.size() - fetched_);
    std::copy_n(out_.begin() + static_cast<std::ptrdiff_t>(fetched_), count, out.begin());
    fetched_ += count;
    return count;
}

void StreamedStructure::keep(std::string_view text, std::uint64_t origin)
{
    places_.note(origin, written_ + out_.size());
    append(out_, text);
}

} // namespace pouch::redact
