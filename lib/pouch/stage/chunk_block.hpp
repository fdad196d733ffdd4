#pragma once
#include "pouch/format/age.hpp"
#include "pouch/io/stream.hpp"

#include <memory>

/// Blocks of chunks: what passes through encrypt and decrypt as one item.
namespace pouch::stage {

inline constexpr std::size_t chunks_per_block = 4; ///< 256 KiB: two of them fit the cache of a core.

/// Room for the chunks of one block, plain or sealed. Not cleared, so that a small input touches only as much
/// of it as it fills.
class BlockRoom {
  public:
    /// Its first `size` bytes.
    [[nodiscard]] MutableByteView first(std::size_t size)
    {
        if (!bytes_) bytes_.reset(new std::byte[block_size]);
        return {bytes_.get(), size};
    }

  private:
    static constexpr auto block_size = chunks_per_block * format::age_sealed_chunk_size;
    std::unique_ptr<std::byte[]> bytes_;
};

/// Some consecutive chunks as they were read. All are full, but perhaps the final one of the input.
struct ChunkBlock {
    std::uint64_t first_index = 0; ///< Place of the first one in the file.
    std::vector<ByteView> chunks;  ///< At least one; views of `room`.
    bool is_final = false;         ///< The input ends with the last one.
    BlockRoom room;

    [[nodiscard]] crypto::AeadNonce nonce_of(std::size_t i) const
    {
        return format::age_chunk_nonce(first_index + i, place_of(i));
    }
    [[nodiscard]] format::ChunkPlace place_of(std::size_t i) const
    {
        return is_final && i + 1 == chunks.size() ? format::ChunkPlace::final : format::ChunkPlace::middle;
    }
};

/// Cuts a stream into blocks of chunks of `chunk_size` bytes. It reads one block ahead, so that the final one
/// is known as such when it is handed out. An empty stream is one block of one empty chunk.
class ChunkReader {
  public:
    ChunkReader(io::Source& in, std::size_t chunk_size);

    /// Puts the next block into `block`, whose old content goes; false after the final one.
    bool next(ChunkBlock& block);

    /// True, before next(), if there is but one block: then more than one thread is a waste.
    [[nodiscard]] bool is_single() const { return ahead_.is_final; }
    /// True, before next(), if the stream has no byte.
    [[nodiscard]] bool is_empty() const { return ahead_.is_final && ahead_.chunks.front().empty(); }

  private:
    void read_ahead();

    io::Source& in_;
    std::size_t chunk_size_;
    ChunkBlock ahead_; ///< No chunks when the input has ended.
};

/// One thread copies in and one out, at the speed of memory: so many keep them busy. It also bounds the
/// memory.
inline constexpr std::size_t worker_limit = 16;

/// How a line of blocks runs: on `threads` threads at most, in so many slots, with this kind of cipher.
struct LinePlan {
    std::size_t threads;
    std::size_t slots;
    crypto::Volume volume;
};
[[nodiscard]] LinePlan plan_for(const ChunkReader& reader, std::size_t threads);

} // namespace pouch::stage
