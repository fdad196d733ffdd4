#pragma once
#include "pouch/io/stream.hpp"

#include <array>
#include <functional>
#include <memory>

/// The stored zstd frame: one fixed way to put bytes into a frame without compressing them (RFC 8878). HEAD
/// and END are stored, and so is the payload with `pack --level store`.
///
///     offset  bytes  field
///     0       4      magic 28 B5 2F FD
///     4       1      frame header descriptor C4: 8-byte content size, checksum, no dictionary
///     5       1      window descriptor 38: 128 KiB
///     6       8      content size, little endian
///     14      3      block header, little endian: bit 0 last block, bits 1-2 type 0 (raw), bits 3-23 size
///     17      size   content; every block holds 131072 bytes, the last what is left (never 0)
///     ...
///     end-4   4      low 32 bits of XXH64 (seed 0) of the content, little endian
///
/// A reader regenerates every framing byte and compares, so one content has exactly one stored frame, and no
/// decompressor runs. Content is never empty.
namespace pouch::format {

inline constexpr std::size_t stored_block_size = 131072;
inline constexpr std::size_t stored_header_size = 14;
/// What every HEAD begins with: magic, descriptor, window.
inline constexpr std::array<std::byte, 6> stored_frame_start = {
    std::byte{0x28}, std::byte{0xB5}, std::byte{0x2F}, std::byte{0xFD}, std::byte{0xC4}, std::byte{0x38}};

/// Bytes of the stored frame of `content_size` bytes. Throws Fault::refused when that overflows.
[[nodiscard]] std::uint64_t stored_frame_size(std::uint64_t content_size);

/// Appends the stored frame of `content` to `out`.
void append_stored_frame(Bytes& out, ByteView content);
/// The stored frame of `content`.
[[nodiscard]] Bytes stored_frame(ByteView content);

/// Writes a stored frame whose content comes in pieces, and is not kept.
class StoredFrameWriter {
  public:
    using Write = std::function<void(ByteView)>;

    StoredFrameWriter(std::uint64_t content_size, Write write);
    ~StoredFrameWriter();
    StoredFrameWriter(const StoredFrameWriter&) = delete;
    StoredFrameWriter& operator=(const StoredFrameWriter&) = delete;

    void add(ByteView piece);
    /// After the last piece. Fault::bug if they are not as long together as was said.
    void finish();

  private:
    struct Checksum;
    void write_block(ByteView block);

    Write write_;
    std::uint64_t left_; ///< Of the content, with what is in the block.
    Bytes block_;        ///< The start of one.
    std::unique_ptr<Checksum> checksum_;
};

/// Writes the stored frame of `content` block by block, without a copy of it.
void write_stored_frame(ByteView content, const StoredFrameWriter::Write& write);

/// Reads one stored frame from the front of a stream and returns its content; consumes not one byte more.
/// Throws Fault::refused: `head.size` for more than `limit` bytes of content, `bundle.truncated` at an early
/// end, `frame.stored` for any framing byte that is not the canonical one, `frame.checksum` for the checksum.
[[nodiscard]] Bytes read_stored_frame(io::Source& in, std::uint64_t limit);

/// The END frame of every bundle: 1024 zero bytes, stored.
[[nodiscard]] const Bytes& end_frame();
/// Its content: the two zero blocks that end a tar archive.
inline constexpr std::size_t end_content_size = 1024;

} // namespace pouch::format
