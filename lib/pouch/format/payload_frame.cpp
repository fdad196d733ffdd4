#include "pouch/format/payload_frame.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/manifest.hpp"
#include "pouch/format/stored_frame.hpp"

// For ZSTD_getFrameHeader: the form of a frame is judged before it is decoded.
#define ZSTD_STATIC_LINKING_ONLY
#include <new>
#include <zstd.h>
#include <zstd_errors.h>

namespace pouch::format {

namespace {

// The default level looks back over the whole frame, which its readers hold anyway, and in a table half as large as that
// of libzstd's level 3, which stays in a second-level cache. Measured: 3 to 13 % faster, 5 % smaller to 1 % larger.
constexpr int frame_content_log = 22;
constexpr int small_table_log = 16;
static_assert(std::size_t{1} << frame_content_log == frame_content_size);

struct FreeCompressor {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

} // namespace

struct FrameCompressor::State {
    int level = default_level;
    std::unique_ptr<ZSTD_CCtx, FreeCompressor> context;
    Bytes frame;

    void set(ZSTD_cParameter parameter, int value) const
    {
        if (ZSTD_isError(ZSTD_CCtx_setParameter(context.get(), parameter, value)) != 0) {
            throw bug("libzstd refuses parameter {}", static_cast<int>(parameter));
        }
    }
};

FrameCompressor::FrameCompressor(int level) : state_(std::make_unique<State>())
{
    state_->level = level;
    if (level == level_store) return;
    state_->context.reset(ZSTD_createCCtx());
    if (!state_->context) throw std::bad_alloc();
    state_->set(ZSTD_c_compressionLevel, level);
    if (level == default_level) {
        state_->set(ZSTD_c_windowLog, frame_content_log);
        state_->set(ZSTD_c_hashLog, small_table_log);
    }
    state_->set(ZSTD_c_checksumFlag, 1);
    state_->set(ZSTD_c_contentSizeFlag, 1);
    state_->frame.resize(ZSTD_compressBound(frame_content_size));
}

FrameCompressor::~FrameCompressor() = default;
FrameCompressor::FrameCompressor(FrameCompressor&&) noexcept = default;
FrameCompressor& FrameCompressor::operator=(FrameCompressor&&) noexcept = default;

ByteView FrameCompressor::compress(ByteView content)
{
    auto& state = *state_;
    if (state.level == level_store) {
        state.frame.clear();
        append_stored_frame(state.frame, content);
        return state.frame;
    }
    const auto size = ZSTD_compress2(state.context.get(), state.frame.data(), state.frame.size(),
                                     content.data(), content.size());
    if (ZSTD_getErrorCode(size) == ZSTD_error_memory_allocation) throw std::bad_alloc();
    if (ZSTD_isError(size) != 0) throw bug("libzstd cannot compress: {}", ZSTD_getErrorName(size));
    return ByteView(state.frame).first(size);
}

struct FrameDecompressor::State {
    std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context;
};

FrameDecompressor::FrameDecompressor() : state_(std::make_unique<State>())
{
    state_->context.reset(ZSTD_createDCtx());
    if (!state_->context) throw std::bad_alloc();
}

FrameDecompressor::~FrameDecompressor() = default;
FrameDecompressor::FrameDecompressor(FrameDecompressor&&) noexcept = default;
FrameDecompressor& FrameDecompressor::operator=(FrameDecompressor&&) noexcept = default;

void FrameDecompressor::decompress(ByteView frame, MutableByteView content)
{
    ZSTD_frameHeader header{};
    if (ZSTD_getFrameHeader(&header, frame.data(), frame.size()) != 0) {
        throw refused("frame.form", "a payload frame is not a zstd frame");
    }
    if (header.frameType != ZSTD_frame) throw refused("frame.form", "a skippable frame in the payload");
    if (header.checksumFlag == 0) throw refused("frame.form", "a payload frame has no checksum");
    if (header.dictID != 0) throw refused("frame.form", "a payload frame wants a dictionary");
    if (header.windowSize > window_limit)
        throw refused("frame.form", "a payload frame wants a window over 8 MiB");
    if (header.frameContentSize == ZSTD_CONTENTSIZE_UNKNOWN) {
        throw refused("frame.form", "a payload frame does not tell its content size");
    }
    if (header.frameContentSize != content.size()) {
        throw refused("frame.size", "a payload frame does not hold what the frame table says");
    }
    const auto whole = ZSTD_findFrameCompressedSize(frame.data(), frame.size());
    if (ZSTD_isError(whole) != 0 || whole != frame.size()) {
        throw refused("frame.form", "a payload frame is not exactly one zstd frame");
    }
    const auto size = ZSTD_decompressDCtx(state_->context.get(), content.data(), content.size(), frame.data(),
                                          frame.size());
    if (ZSTD_isError(size) != 0 || size != content.size()) {
        throw refused("frame.content", "a payload frame does not decode to its declared content");
    }
}

} // namespace pouch::format
