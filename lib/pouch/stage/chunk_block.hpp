#pragma once
#include "pouch/format/age.hpp"
#include "pouch/io/stream.hpp"

#include <memory>

/// Blocks of chunks: what passes through encrypt and decrypt as one item.
namespace pouch::stage {

/// Room for some consecutive chunks. Each has a place of age_sealed_chunk_size bytes, so that it can be
/// sealed and opened where it stands.
class ChunkBlock {
  public:
    static constexpr std::size_t capacity = 8; ///< Chunks.

    std::uint64_t first = 0;   ///< Index of its first chunk in the file.
    std::size_t count = 0;     ///< Chunks in it.
    std::size_t last_size = 0; ///< Bytes of its last chunk; the others are full.
    bool is_final = false;     ///< The input ends with it.

    /// The first `size` bytes at place `i`.
    [[nodiscard]] MutableByteView at(std::size_t i, std::size_t size)
    {
        return {room_.get() + i * format::age_sealed_chunk_size, size};
    }
    [[nodiscard]] format::ChunkPlace place_of(std::size_t i) const
    {
        return is_final && i + 1 == count ? format::ChunkPlace::final : format::ChunkPlace::middle;
    }

  private:
    friend class ChunkReader;
    std::unique_ptr<std::byte[]> room_; ///< Made when first read into.
};

/// Cuts a stream into blocks of chunks of `chunk_size` bytes, one block ahead: the final one is known as such
/// when it is handed out. An empty stream is one block of one empty chunk.
class ChunkReader {
  public:
    ChunkReader(io::Source& in, std::size_t chunk_size);

    /// Puts the next block into `block`, whose old content goes; false after the final one.
    bool next(ChunkBlock& block);

    /// True, before next(), if there is but one block: then more than one thread is a waste.
    [[nodiscard]] bool is_single() const { return ahead_.is_final; }

    /// True, before next(), if the stream has no byte.
    [[nodiscard]] bool is_empty() const { return ahead_.is_final && ahead_.last_size == 0; }

  private:
    void read_ahead();

    io::Source& in_;
    std::size_t chunk_size_;
    ChunkBlock ahead_;
    bool has_ahead_ = true;
};

/// How many slots a line of blocks runs on.
[[nodiscard]] constexpr std::size_t slots_for(std::size_t threads)
{
    return threads + 2;
}

} // namespace pouch::stage
