#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/io/beneath.hpp"

#include <string>
#include <vector>

/// The directory of a bag that others made: what is in it, and its files, read without following a link.
namespace pouch::stage {

/// Bounds on what is taken in; all are refused as `limit.*`.
struct BagLimits {
    std::uint64_t files = 1'000'000; ///< Of payload and tags together.
    std::uint64_t octets = ~std::uint64_t{0};
    std::size_t tag_file = std::size_t{256} << 20U; ///< Bytes of one tag file that is interpreted.
};

struct BagFile {
    std::string path;
    std::uint64_t size = 0;
};

/// The regular files below the directory `root`, sorted by path. Throws refused `bag.type` for anything that is no
/// directory and no regular file, links first, and for names and depths beyond what a path can be.
[[nodiscard]] std::vector<BagFile> walk_bag(int root, const BagLimits& limits);

/// Opens a file of the bag; refused `bag.type` if it is not regular any more.
[[nodiscard]] io::Descriptor open_bag_file(int root, const std::string& path);

/// The whole of one tag file.
[[nodiscard]] Bytes read_bag_file(int root, const std::string& path, std::size_t limit);

} // namespace pouch::stage
