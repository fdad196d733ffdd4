#pragma once
#include "pouch/base/error.hpp"
#include "pouch/format/checked_head.hpp"
#include "pouch/format/frame_sink.hpp"
#include "pouch/format/head_builder.hpp"

/// The frames of a bundle: its head, and those behind it passed on unopened.
namespace pouch::stage {

/// Of a head to be: Fault::refused `head.size`.
[[nodiscard]] Error head_too_large();

/// Writes the head piece by piece, as one stored frame. Throws head_too_large() before a byte is written if it is larger than
/// a reader takes.
void write_head(const format::HeadBuilder& head, format::FrameSink& out);

/// Reads exactly one frame into `buffer` (resized to it). Throws Fault::refused `bundle.truncated`.
void read_frame(io::Source& in, Bytes& buffer, const format::FrameEntry& entry);

/// Throws Fault::refused `frame.digest` unless `frame` has the digest of the frame table.
void check_frame(ByteView frame, const format::FrameEntry& entry, crypto::Hasher& hasher, std::size_t number);

/// Reads the END frame and the end of the stream. Throws Fault::refused `bundle.truncated`, `bundle.end` for
/// any other bytes, `bundle.trailing` if something follows.
void read_end(io::Source& in);

/// Copies payload frames and END to `out`, every frame checked against the frame table, on `threads` threads.
void copy_checked(io::Source& in, format::FrameSink& out, const format::CheckedHead& head,
                  crypto::Algorithm algorithm, std::size_t threads);

/// Copies payload frames and END to `out` by their sizes alone: what label may do with bytes it does not
/// judge.
void copy_unchecked(io::Source& in, format::FrameSink& out, const format::CheckedHead& head);

} // namespace pouch::stage
