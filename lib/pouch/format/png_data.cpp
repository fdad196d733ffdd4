#include "pouch/format/png_data.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <new>
#include <zlib.h>

namespace pouch::format {

namespace {

constexpr int level = 6;

/// zlib can fail to begin only for want of memory.
void require_begun(int status)
{
    if (status != Z_OK) throw std::bad_alloc();
}

template <int (*End)(z_stream*)> ZlibStream new_stream()
{
    return {new z_stream{}, [](z_stream* stream) {
                End(stream);
                delete stream;
            }};
}

} // namespace

PngInflater::PngInflater(Take take)
    : take_(std::move(take)), stream_(new_stream<::inflateEnd>()), buffer_(std::size_t{1} << 16U)
{
    require_begun(::inflateInit(stream_.get()));
}

void PngInflater::feed(ByteView data)
{
    stream_->next_in = as_uchar(data);
    stream_->avail_in = static_cast<uInt>(data.size());
    for (bool is_full = false; stream_->avail_in > 0 || is_full;) {
        if (is_complete_) throw refused("png.data", "more compressed data than its stream has");
        stream_->next_out = as_uchar(MutableByteView(buffer_));
        stream_->avail_out = static_cast<uInt>(buffer_.size());
        const auto status = ::inflate(stream_.get(), Z_NO_FLUSH);
        if (status == Z_BUF_ERROR) break; // nothing was left behind a full buffer
        if (status == Z_MEM_ERROR) throw std::bad_alloc();
        if (status != Z_OK && status != Z_STREAM_END)
            throw refused("png.data", "the compressed data is malformed");
        take_(ByteView(buffer_).first(buffer_.size() - stream_->avail_out));
        is_complete_ = status == Z_STREAM_END;
        is_full = stream_->avail_out == 0 && !is_complete_;
    }
}

PngDeflater::PngDeflater(Take take)
    : take_(std::move(take)), stream_(new_stream<::deflateEnd>()), out_(piece_size)
{
    in_.reserve(piece_size);
    require_begun(::deflateInit(stream_.get(), level));
    stream_->next_out = as_uchar(MutableByteView(out_));
    stream_->avail_out = static_cast<uInt>(out_.size());
}
void PngDeflater::feed(ByteView content)
{
    while (!content.empty()) {
        const auto piece = content.first(std::min(content.size(), piece_size - in_.size()));
        append(in_, piece);
        content = content.subspan(piece.size());
        if (in_.size() == piece_size) compress(Z_NO_FLUSH);
    }
}

void PngDeflater::finish()
{
    compress(Z_FINISH);
    const auto rest = ByteView(out_).first(out_.size() - stream_->avail_out);
    if (!rest.empty()) take_(rest);
}

void PngDeflater::compress(int flush)
{
    stream_->next_in = as_uchar(ByteView(in_));
    stream_->avail_in = static_cast<uInt>(in_.size());
    for (;;) {
        const auto status = ::deflate(stream_.get(), flush);
        if (status == Z_STREAM_ERROR) throw bug("zlib does not compress");
        if (stream_->avail_out > 0) break;
        take_(out_);
        stream_->next_out = as_uchar(MutableByteView(out_));
        stream_->avail_out = static_cast<uInt>(out_.size());
        if (status == Z_STREAM_END) break;
    }
    in_.clear();
}

} // namespace pouch::format
