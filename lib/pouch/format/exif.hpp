#pragma once
#include "pouch/base/bytes.hpp"

/// The one field of Exif that is needed to draw a picture: which way is up.
/// Source: Exif 2.3 (JEITA CP-3451C), 4.5 and 4.6.4, tag 0x0112; TIFF 6.0, section 2.
namespace pouch::format {

/// The orientation of a picture, 1 to 8, by an APP1 segment of JPEG without its marker and length. 1, upright, if
/// the segment is no Exif, cannot be read, or does not say.
[[nodiscard]] unsigned exif_orientation(ByteView segment);

/// The content of an APP1 segment that says `orientation` and nothing else.
[[nodiscard]] Bytes exif_with(unsigned orientation);

} // namespace pouch::format
