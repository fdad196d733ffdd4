#pragma once
#include "pouch/base/bytes.hpp"

namespace pouch::fuzz {

/// A policy, mended if need be, through all its tools; it must not differ from itself.
void policy_tools(ByteView bytes);

/// A label under a fixed policy: every finding is explained, and whoever is permitted holds what the label asks for.
void label_judged(ByteView bytes);

/// A document mended: what comes out is in order.
void label_mended(ByteView bytes);

/// A clearance under a fixed policy.
void clearance_judged(ByteView bytes);

} // namespace pouch::fuzz
