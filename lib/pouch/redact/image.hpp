#pragma once
#include "pouch/io/stream.hpp"

#include <optional>

/// Images as redact treats them: written anew without what is not needed to draw them. Their pixels are not judged.
namespace pouch::redact {

enum class ImageKind { jpeg, png };

/// What `sample`, the start of a document, begins as, if it is an image that strip_image takes.
[[nodiscard]] std::optional<ImageKind> image_of(ByteView sample);

/// Writes the image that is all of `in` to `out`, in the one form that format/jpeg.hpp and format/png.hpp describe,
/// and reads `in` to its end. True if anything went or changed: not if `in` had that form already. Nothing of `out`
/// may be used unless this returns. Throws Fault::refused `jpeg.*` and `png.*`.
[[nodiscard]] bool strip_image(ImageKind kind, io::Source& in, io::Sink& out);

} // namespace pouch::redact
