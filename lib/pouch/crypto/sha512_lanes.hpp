#pragma once
#include "pouch/crypto/digest.hpp"

#include <span>

/// SHA-512 (FIPS 180-4, section 6.4) of four messages at once, one in each lane of a vector register: a message is a chain of
/// blocks that no second core can help with, but four chains cost little more than one. libcrypto cannot do that.
namespace pouch::crypto {

inline constexpr std::size_t sha512_lanes = 4;

/// What the instructions are made of. `none`: this machine has no registers for it.
enum class LaneWidth { none, avx2, avx512 };

/// Those that this machine has, the fastest last; `none` is always among them.
[[nodiscard]] std::vector<LaneWidth> lane_widths();

/// Digests `messages` into `digests`. The time is that of the longest message. `width` is one of lane_widths() other than
/// `none`.
void sha512_together(std::span<const ByteView, sha512_lanes> messages,
                     std::span<Digest, sha512_lanes> digests, LaneWidth width);

} // namespace pouch::crypto
