#pragma once
#include "pouch/format/head.hpp"
#include "pouch/io/stream.hpp"
#include "pouch/stage/payload_parser.hpp"

#include <functional>

/// The payload of a bundle, for whoever reads what is in it.
namespace pouch::stage {

/// Reads what follows the head to the last byte: each frame held against the frame table before it is decompressed, every
/// header regenerated and compared, every file hashed against the manifest. Calls `take` for each piece of content, file by
/// file, in order; whether a file is what the manifest says is known when the call returns that took its last piece.
/// Throws what PayloadParser, check_frame and read_end do; Fault::refused `frame.*`, `payload.digest`.
void read_payload(io::Source& in, const format::Head& head, const format::CheckedHead& checked,
                  const std::function<void(const ContentPiece& piece, ByteView content)>& take);

} // namespace pouch::stage
