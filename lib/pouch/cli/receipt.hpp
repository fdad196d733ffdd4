#pragma once
#include "pouch/stage/verify.hpp"

#include <string>
#include <vector>

/// The receipt of verify: what passed the gate, by whose signatures, and what was not checked.
namespace pouch::cli {

/// One JSON object and a line feed. `expanded`: what --expand-memberships added to the clearance; `skipped`: the checks that the command line took out; `at`: the time it was judged
/// for, usually `time`, the present.
[[nodiscard]] std::string receipt(const stage::Verified& verified, const std::vector<std::string>& expanded,
                                  const std::vector<std::string>& skipped, Instant time, Instant at);

} // namespace pouch::cli
