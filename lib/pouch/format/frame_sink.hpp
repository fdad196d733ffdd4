#pragma once
#include "pouch/io/stream.hpp"

#include <array>

/// Writes the frames of a bundle so that a cut anywhere is an error to every reader.
namespace pouch::format {

/// Holds back the last 16 bytes of each frame until the next one begins, and the last until finish(). Stock
/// zstd and tar accept a file that ends at a frame border; a writer that dies, even by SIGKILL, thus never
/// leaves one behind in a pipe.
class FrameSink {
  public:
    explicit FrameSink(io::Sink& out) : out_(out) {}

    /// Writes a piece of the present frame.
    void write(ByteView bytes)
    {
        if (bytes.size() >= held_.size()) {
            release();
            out_.write(bytes.first(bytes.size() - held_.size()));
            hold(bytes.last(held_.size()));
            return;
        }
        // A short piece: the oldest held bytes make room for it.
        const auto total = held_count_ + bytes.size();
        const auto excess = total > held_.size() ? total - held_.size() : 0;
        out_.write(ByteView(held_).first(excess));
        std::copy(held_.begin() + static_cast<std::ptrdiff_t>(excess),
                  held_.begin() + static_cast<std::ptrdiff_t>(held_count_), held_.begin());
        std::copy(bytes.begin(), bytes.end(),
                  held_.begin() + static_cast<std::ptrdiff_t>(held_count_ - excess));
        held_count_ = total - excess;
    }

    /// Writes what is held back: everything held true.
    void finish() { release(); }

  private:
    void release()
    {
        out_.write(ByteView(held_).first(held_count_));
        held_count_ = 0;
    }
    void hold(ByteView bytes)
    {
        std::copy(bytes.begin(), bytes.end(), held_.begin());
        held_count_ = bytes.size();
    }

    io::Sink& out_;
    std::array<std::byte, 16> held_{};
    std::size_t held_count_ = 0;
};

} // namespace pouch::format
