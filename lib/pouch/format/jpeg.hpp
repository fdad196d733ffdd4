#pragma once
#include "pouch/io/stream.hpp"

/// JPEG, written anew with what is needed to draw it and nothing else. Source: ITU-T T.81 (baseline, extended
/// sequential and progressive DCT with Huffman coding, 8 bits), T.871 (JFIF), Adobe TN 5116 (APP14).
///
/// One canonical form comes out, in this order:
///
///     SOI
///     APP0   JFIF 1.01, no density, no thumbnail    if the input has one: it says how colours are meant
///     APP14  Adobe 100, no flags, the transform     if the input has one and there are 3 or 4 components
///     APP1   Exif with the orientation alone        if that is not upright
///     for each scan: the DQT that its components begin with, SOF before the first scan, those DHT and DRI that
///                    are used and not in force yet, SOS and its data
///     EOI
///
/// So all other APPn and COM go, tables that nothing uses, fill bytes, and whatever stands behind EOI.
namespace pouch::format {

inline constexpr unsigned jpeg_scans_limit = 100; ///< Each may cost a pass over the picture for a few bytes.

/// Copies the JPEG at the front of `in` to `out`; what is behind it is not read. Memory is constant for
/// sequential pictures; for progressive ones it is a bit for each coefficient. Nothing of `out` may be used
/// unless this returns. Throws Fault::refused: `jpeg.truncated`; `jpeg.kind` for arithmetic, lossless or
/// hierarchical coding, 12 bits, or a height that comes later; `jpeg.limit`; `jpeg.huffman`, `jpeg.scan` and
/// `jpeg.malformed`.
void rewrite_jpeg(io::Source& in, io::Sink& out);

} // namespace pouch::format
