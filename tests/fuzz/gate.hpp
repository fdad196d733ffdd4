#pragma once
#include "pouch/base/bytes.hpp"

/// Labels, clearances and policies at the gate: read, judged and translated, whatever loads.
namespace pouch::fuzz {

/// The XML or the claim of a clearance; what is read in one form is read in the other.
void clearance_file(ByteView bytes);
/// A label or BDO from one sample policy into the other, or a policy whose own labels are translated into a sample: what
/// comes out is valid, and a BDO that gets it is read again with the same label of the originator.
void translate(ByteView bytes);
/// A BDO, twice, and once with another reference: a series says what the reader says.
void bdo_series(ByteView bytes);
/// A BDO against the sample policies and each sample clearance: judged or refused.
void judge_bdo(ByteView bytes);

} // namespace pouch::fuzz
