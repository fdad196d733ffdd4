#include "pouch/stage/payload_tar.hpp"

#include "pouch/format/head.hpp"
#include "pouch/format/tar.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::stage {

std::size_t PayloadTar::fill(MutableByteView span, std::vector<TarPiece>& pieces)
{
    pieces.clear();
    std::size_t at = 0;
    while (at < span.size()) {
        if (!header_.empty()) {
            const auto count = std::min(header_.size(), span.size() - at);
            std::copy_n(header_.begin(), count, span.begin() + static_cast<std::ptrdiff_t>(at));
            header_.erase(header_.begin(), header_.begin() + static_cast<std::ptrdiff_t>(count));
            at += count;
        } else if (is_open_) {
            at += take_content(span, at, pieces);
        } else if (padding_ > 0) {
            const auto count = std::min(padding_, span.size() - at);
            std::fill_n(span.begin() + static_cast<std::ptrdiff_t>(at), count, std::byte{0});
            padding_ -= count;
            at += count;
        } else if (next_ < inventory_.files.size()) {
            begin_file();
        } else {
            break;
        }
    }
    return at;
}

void PayloadTar::begin_file()
{
    const auto& file = inventory_.files[next_++];
    left_ = inventory_.reader->open(file);
    octets_ += left_;
    padding_ = format::tar_padding(left_);
    format::append_tar_header(header_, fmt::format("{}/data/{}", id_, file.path), left_,
                              format::data_pax_name(id_, next_));
    is_open_ = is_first_ = true;
}

std::size_t PayloadTar::take_content(MutableByteView span, std::size_t at, std::vector<TarPiece>& pieces)
{
    const auto start = at;
    while (left_ > 0 && at < span.size()) {
        const auto wanted = std::min<std::uint64_t>(left_, span.size() - at);
        const auto got = inventory_.reader->read(span.subspan(at, wanted));
        left_ -= got;
        at += got;
    }
    pieces.push_back({next_ - 1, start, at - start, is_first_, left_ == 0});
    is_first_ = false;
    if (left_ == 0) {
        inventory_.reader->close();
        is_open_ = false;
    }
    return at - start;
}

} // namespace pouch::stage
