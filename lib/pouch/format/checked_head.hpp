#pragma once
#include "pouch/format/bag_info.hpp"
#include "pouch/format/head.hpp"

/// The content of a head, read and found consistent with itself.
namespace pouch::format {

/// What the tag files of one head say. Views live in the head.
struct CheckedHead {
    BagInfo info;
    std::vector<FrameEntry> frames;
    Manifest manifest; ///< Paths begin with `data/`; strict byte order.

    /// Bytes of all payload frames, compressed.
    [[nodiscard]] std::uint64_t compressed_size() const;
};

/// Reads bagit.txt, bag-info.txt, the frame table and the payload manifest, and holds them against each
/// other: tag digests, id, Bundle-Content, path grammar, order and collisions, number of files, labels that
/// name payload files, no payload file named like a label (`.bdo`) or below `.pouch/`. Throws Fault::refused:
/// `tagmanifest.*`, `bagit.version`, `bag-info.*`, `frames.malformed`, `manifest.malformed`,
/// `manifest.order`, `path.*`, `manifest.count`, `label.orphan`.
[[nodiscard]] CheckedHead check_head(const Head& head);

} // namespace pouch::format
