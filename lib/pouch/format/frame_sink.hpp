#pragma once
#include "pouch/io/stream.hpp"

#include <algorithm>
#include <array>

/// Writes the frames of a bundle so that a cut anywhere is an error to every reader.
namespace pouch::format {

/// Holds back the last 16 bytes of each frame until the next one begins, and the last until finish(). Stock
/// zstd and tar accept a file that ends at a frame border; a writer that dies, even by SIGKILL, thus never
/// leaves one behind in a pipe.
class FrameSink {
  public:
    explicit FrameSink(io::Sink& out) : out_(out) {}

    /// Writes a piece of a frame, or a whole frame. A piece must not reach over the end of its frame.
    void write(ByteView bytes)
    {
        const auto held = held_count_;
        const auto total = held + bytes.size();
        const auto leaving = total > tail_size ? total - tail_size : 0; // the last 16 bytes of all stay
        if (leaving == 0) {
            std::copy(bytes.begin(), bytes.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(held));
            held_count_ = total;
            return;
        }
        // What was held leaves in one write with what follows, so that no write ends where a frame does; a pipe
        // takes 4096 bytes whole or not at all.
        auto rest = bytes;
        std::size_t done = 0;
        if (held > 0) {
            const auto count = std::min(buffer_.size() - held, rest.size());
            std::copy_n(rest.begin(), count, buffer_.begin() + static_cast<std::ptrdiff_t>(held));
            done = std::min(held + count, leaving);
            out_.write(ByteView(buffer_).first(done));
        }
        if (leaving > done) {
            out_.write(bytes.subspan(done - held, leaving - done));
            done = leaving;
        }
        // The tail comes from the piece, or partly from what was held when the piece is short.
        if (bytes.size() >= tail_size) {
            std::copy_n(bytes.end() - static_cast<std::ptrdiff_t>(tail_size), tail_size, buffer_.begin());
        } else {
            std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(done), tail_size, buffer_.begin());
        }
        held_count_ = tail_size;
    }

    /// Writes `size` bytes from `in`, a piece of a frame or a whole one, unseen. False if `in` ends before.
    [[nodiscard]] bool pass(io::Source& in, std::uint64_t size)
    {
        // What is held leaves with the first bytes, and the last are held again; only between them bytes pass by.
        std::array<std::byte, 4096 - tail_size> piece{};
        const auto take = [&](std::uint64_t count) {
            const auto wanted = MutableByteView(piece).first(std::min<std::uint64_t>(piece.size(), count));
            const auto got = io::read_up_to(in, wanted);
            write(got);
            size -= got.size();
            return got.size() == wanted.size();
        };
        if (!take(size)) return false;
        if (size > piece.size()) {
            out_.write(ByteView(buffer_).first(held_count_));
            held_count_ = 0;
            const auto passing = size - tail_size;
            if (in.pass(out_, passing) < passing) return false;
            size = tail_size;
        }
        while (size > 0) {
            if (!take(size)) return false;
        }
        return true;
    }

    /// Writes what is held back: everything held true.
    void finish()
    {
        out_.write(ByteView(buffer_).first(held_count_));
        held_count_ = 0;
    }

  private:
    static constexpr std::size_t tail_size = 16;

    io::Sink& out_;
    std::array<std::byte, 4096> buffer_{}; ///< The held bytes come first.
    std::size_t held_count_ = 0;
};

} // namespace pouch::format
