#pragma once
#include "pouch/format/plain_bag.hpp"
#include "pouch/stage/bag_tree.hpp"

#include <functional>

/// verify --bag: is this directory a bag, complete and valid? For plain bags of others; a bundle is judged by verify.
namespace pouch::stage {

struct BagOptions {
    BagLimits limits;
    std::size_t threads = 1;
    /// Told the bytes of each file that was hashed, from one thread at a time.
    std::function<void(std::uint64_t)> when_hashed = [](std::uint64_t) {};
};

/// What was found valid.
struct CheckedBag {
    format::BagDeclaration declaration;
    std::vector<crypto::AnyAlgorithm> algorithms; ///< Of the payload manifests.
    std::uint64_t octets = 0;                     ///< Of payload.
    std::uint64_t files = 0;                      ///< Of payload.
    std::uint64_t unlisted = 0;                   ///< Tag files that no tag manifest lists.
};

/// Checks the bag in the open directory `root` against all its manifests. What is odd but permitted goes to
/// `warnings`, also where the bag is refused. Throws what the readers of format/plain_bag.hpp and walk_bag throw;
/// refused `bag.missing-element`, `bag.algorithm`, `bag.incomplete`, `bag.digest`, `bag.oxum`, the two in the middle with
/// a detail for each of the first findings.
[[nodiscard]] CheckedBag check_bag(int root, const BagOptions& options, format::BagWarnings& warnings);

} // namespace pouch::stage
