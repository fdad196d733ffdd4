#pragma once
#include "pouch/format/checked_head.hpp"
#include "pouch/format/frame_sink.hpp"

/// The frames of a bundle behind its head, passed on unopened.
namespace pouch::stage {

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
