#pragma once
#include "pouch/crypto/any_digest.hpp"
#include "pouch/stage/bag_tree.hpp"

#include <functional>

/// The digests of many files of a bag, on all processors, told in order.
namespace pouch::stage {

struct BagHashing {
    int root;
    const std::vector<BagFile>& files;
    /// Which digests of a file are wanted; none: the file is not read. Called from one thread at a time.
    std::function<std::vector<crypto::AnyAlgorithm>(const BagFile&)> wanted;
    /// Called for each file in order, with its digests in the order wanted.
    std::function<void(const BagFile&, const std::vector<crypto::AnyAlgorithm>&,
                       const std::vector<crypto::Digest>&)>
        deliver;
};

/// Throws Fault::temporary `input.changed` for a file whose size is not what it was.
void hash_bag(const BagHashing& hashing, std::size_t threads);

} // namespace pouch::stage
