#pragma once
#include "pouch/base/bytes.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// ZIP archives (PKWARE APPNOTE 6.3.10), as little of them as office documents need, from hostile bytes held in memory.
///
///     local header, content, [data descriptor]   for each entry, in order of place, the first at byte 0
///     central header                             for each entry
///     end record
///
/// without a byte in between that none of these names. Stored and deflated content; no encryption, no ZIP64, no second
/// volume, no comment, no directories. A local header says what the central one says, but for extra fields, which are
/// read past: writers pad there. Those that change what an entry means (ZIP64, another name, encryption) are refused.
namespace pouch::format {

inline constexpr std::size_t zip_entries_limit = 4096;

struct ZipEntry {
    std::string name;
    ByteView packed; ///< Content as it is in the archive.
    bool is_deflated;
    std::uint32_t crc;
    std::uint32_t size; ///< Bytes of the content once it is expanded.
};

/// The entries of `archive`, in order of the central directory, which must be that of their places. Names follow the
/// grammar of path.hpp and live in one tree. Throws Fault::refused `zip.syntax`, `zip.unsupported`, `zip.truncated`,
/// `zip.limit` (also if all of them together say that they expand to more than `limit` bytes), `zip.name`.
[[nodiscard]] std::vector<ZipEntry> read_zip(ByteView archive, std::uint64_t limit);

/// The content of an entry. Throws Fault::refused `zip.data` unless it expands to its size, all of `packed` is part of
/// it, and its CRC is right.
[[nodiscard]] Bytes expand(const ZipEntry& entry);

} // namespace pouch::format
