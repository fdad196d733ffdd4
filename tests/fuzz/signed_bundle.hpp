#pragma once
#include "pouch/base/bytes.hpp"

#include <vector>

/// A whole bundle whose signature holds and whose insides are hostile: what a reader meets when a trusted key signs what
/// it should not.
namespace pouch::fuzz {

/// The first byte says which part of a good bundle the rest takes the place of: a tag file, the tag manifest, the tar
/// archive of the payload, or its compressed frame. Every digest above that part is made right again and all of it is signed.
/// Then the whole verify, as a filter: nothing but a front of the bundle is handed on, and no payload but the good one passes.
void signed_bundle(ByteView bytes);

/// Inputs of signed_bundle() that give the good bundle, one for each part.
[[nodiscard]] std::vector<Bytes> signed_bundle_seeds();

} // namespace pouch::fuzz
