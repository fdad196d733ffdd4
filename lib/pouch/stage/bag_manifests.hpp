#pragma once
#include "pouch/format/plain_bag.hpp"
#include "pouch/stage/bag_tree.hpp"

namespace pouch::stage {

/// A manifest of a bag, of payload or of tag files.
struct BagManifest {
    std::string name;
    crypto::AnyAlgorithm algorithm;
    std::vector<format::BagEntry> entries; ///< Sorted by path.

    /// The entry of `path`, or null.
    [[nodiscard]] const format::BagEntry* find(std::string_view path) const;
};

/// The files `<prefix><alg>.txt` at the top of a bag, not yet read. Throws refused `bag.algorithm` for one whose digest is
/// not known, and for two of the same.
[[nodiscard]] std::vector<BagManifest> list_manifests(const std::vector<BagFile>& files,
                                                      std::string_view prefix);

/// Warns of names that are one on some file systems, of files and of directories above them, and of names not in UTF-8.
void warn_of_bag_names(const std::vector<BagFile>& files, format::BagWarnings& warnings);

} // namespace pouch::stage
