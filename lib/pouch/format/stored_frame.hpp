#pragma once
#include "pouch/io/stream.hpp"

#include <array>

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

/// Writes the stored frame of `content` piece by piece, without a copy of it.
template <typename Write> void write_stored_frame(ByteView content, Write write);

/// Reads one stored frame from the front of a stream and returns its content; consumes not one byte more.
/// Throws Fault::refused: `head.size` for more than `limit` bytes of content, `bundle.truncated` at an early
/// end, `frame.stored` for any framing byte that is not the canonical one, `frame.checksum` for the checksum.
[[nodiscard]] Bytes read_stored_frame(io::Source& in, std::uint64_t limit);

/// The END frame of every bundle: 1024 zero bytes, stored.
[[nodiscard]] const Bytes& end_frame();
/// Its content: the two zero blocks that end a tar archive.
inline constexpr std::size_t end_content_size = 1024;

namespace detail {
[[nodiscard]] std::array<std::byte, stored_header_size> stored_header(std::uint64_t content_size);
[[nodiscard]] std::array<std::byte, 3> stored_block_header(std::size_t size, bool is_last);
[[nodiscard]] std::array<std::byte, 4> stored_checksum(ByteView content);
} // namespace detail

template <typename Write> void write_stored_frame(ByteView content, Write write)
{
    write(ByteView(detail::stored_header(content.size())));
    for (std::size_t at = 0; at < content.size(); at += stored_block_size) {
        const auto block = content.subspan(at, std::min(stored_block_size, content.size() - at));
        write(ByteView(detail::stored_block_header(block.size(), at + block.size() == content.size())));
        write(block);
    }
    write(ByteView(detail::stored_checksum(content)));
}

} // namespace pouch::format
