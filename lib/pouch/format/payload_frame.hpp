#pragma once
#include "pouch/base/bytes.hpp"

#include <memory>

/// The frames that hold a bundle's payload: each exactly one zstd frame (RFC 8878) with content size and
/// checksum, no dictionary, a window of at most 8 MiB. Frames are independent, so they are made and opened
/// in parallel. The bytes depend on the version of libzstd; what a reader accepts does not.
namespace pouch::format {

inline constexpr int level_store = 0; ///< Do not compress: stored frames (stored_frame.hpp).
inline constexpr int default_level = 3;
inline constexpr int max_level = 9;
inline constexpr std::size_t window_limit = std::size_t{8} << 20U;

/// Makes frames. One object a thread.
class FrameCompressor {
  public:
    /// `level`: level_store, or 1 to max_level.
    explicit FrameCompressor(int level);
    ~FrameCompressor();
    FrameCompressor(FrameCompressor&&) noexcept;
    FrameCompressor& operator=(FrameCompressor&&) noexcept;

    /// The frame of `content` (1 byte to 4 MiB), valid until the next call.
    [[nodiscard]] ByteView compress(ByteView content);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Opens frames. One object a thread.
class FrameDecompressor {
  public:
    FrameDecompressor();
    ~FrameDecompressor();
    FrameDecompressor(FrameDecompressor&&) noexcept;
    FrameDecompressor& operator=(FrameDecompressor&&) noexcept;

    /// Decompresses `frame` into `content`, which must be exactly its content. The frame should have been
    /// authenticated before. Throws Fault::refused: `frame.form` for anything but one plain frame with
    /// content size, checksum, no dictionary and a window within the limit; `frame.size` if the content size
    /// differs; `frame.content` if it does not decode.
    void decompress(ByteView frame, MutableByteView content);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace pouch::format
