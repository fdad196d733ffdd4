#include "pouch/redact/xml/structure.hpp"

#include "pouch/redact/encoding.hpp"

#include <algorithm>

namespace pouch::redact::xml {

std::size_t DocumentStructure::read(MutableByteView out)
{
    if (!is_read_) {
        text_ = io::read_all(in_, limit_);
        check_text(as_text(text_), 0);
        editor_.edit(as_text(text_));
        is_read_ = true;
    }
    if (out.empty()) return 0;
    while (piece_.empty()) {
        if (!next_piece()) return 0;
    }
    const auto bytes = as_bytes(piece_.substr(0, out.size()));
    std::copy(bytes.begin(), bytes.end(), out.begin());
    piece_.remove_prefix(bytes.size());
    written_ += bytes.size();
    return bytes.size();
}

/// The next piece: what stands before the next cut, or its replacement; false at the end.
bool DocumentStructure::next_piece()
{
    const auto& cuts = editor_.cuts();
    const auto end = cut_ < cuts.size() ? cuts[cut_].begin : text_.size();
    if (at_ < end) {
        places_.note(at_, written_);
        piece_ = as_text(text_).substr(at_, end - at_);
        at_ = end;
        return true;
    }
    if (cut_ == cuts.size()) return false;
    places_.note(at_, written_);
    piece_ = cuts[cut_].replacement;
    at_ = cuts[cut_].end;
    ++cut_;
    return true;
}

} // namespace pouch::redact::xml
