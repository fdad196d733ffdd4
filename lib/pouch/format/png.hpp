#pragma once
#include "pouch/io/stream.hpp"

/// PNG, written anew with what is needed to draw it and nothing else. Source: W3C PNG (third edition) 5, 7, 8, 9
/// and 11; RFC 1950 and RFC 1951.
///
/// One canonical form comes out: signature, IHDR; PLTE of palette pictures; tRNS if the input has it; IDAT of 64
/// KiB, the last one shorter, of the scan lines compressed again by zlib at level 6, with bits behind the last
/// pixel of a line cleared; IEND. So all other ancillary chunks go (texts, times, Exif, colour profiles, gamma,
/// the frames of an animation), suggested palettes, what compressed data can hide, and whatever stands behind
/// IEND.
namespace pouch::format {

/// Copies the PNG at the front of `in` to `out`, in constant memory; what is behind it is not read. Nothing of
/// `out` may be used unless this returns. Throws Fault::refused: `png.truncated`; `png.checksum` of a chunk;
/// `png.kind` for a critical chunk that is not known; `png.limit`; `png.data` if the compressed data is malformed
/// or is not exactly the scan lines; `png.malformed`.
void rewrite_png(io::Source& in, io::Sink& out);

} // namespace pouch::format
