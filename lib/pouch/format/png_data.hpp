#pragma once
#include "pouch/base/bytes.hpp"

#include <functional>
#include <memory>

struct z_stream_s;

/// The compressed data of PNG, by zlib. What is thrown is Fault::refused `png.data`.
namespace pouch::format {

using ZlibStream = std::unique_ptr<z_stream_s, void (*)(z_stream_s*)>;

/// Decompresses one zlib stream and passes on what is in it.
class PngInflater {
  public:
    using Take = std::function<void(ByteView)>;

    explicit PngInflater(Take take);

    /// Throws if the data is malformed, wants a dictionary, or goes on behind the end of the stream.
    void feed(ByteView data);
    [[nodiscard]] bool is_complete() const { return is_complete_; }

  private:
    Take take_;
    ZlibStream stream_;
    Bytes buffer_;
    bool is_complete_ = false;
};

/// Compresses to one zlib stream, handed on in pieces of one size, the last one shorter. What comes out depends on
/// the content and on the version of zlib alone, not on how the content was cut.
class PngDeflater {
  public:
    using Take = std::function<void(ByteView)>;
    static constexpr std::size_t piece_size = std::size_t{1} << 16U;

    explicit PngDeflater(Take take);

    void feed(ByteView content);
    void finish();

  private:
    void compress(int flush);

    Take take_;
    ZlibStream stream_;
    Bytes in_;
    Bytes out_;
};

} // namespace pouch::format
