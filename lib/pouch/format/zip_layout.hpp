#pragma once
#include <cstddef>
#include <cstdint>

/// The fixed parts of the records of a ZIP archive (APPNOTE 4.3), little-endian.
///
///     local  central                   end record
///      0      0   signature  4          0  signature          4
///      -      4   made by    2          4  number of volume   2
///      4      6   needed     2          6  that of directory  2
///      6      8   flags      2          8  entries here       2
///      8     10   method     2         10  entries            2
///     10     12   time       2         12  directory size     4
///     12     14   date       2         16  directory place    4
///     14     16   CRC        4         20  comment size       2
///     18     20   packed     4
///     22     24   size       4
///     26     28   name size  2
///     28     30   extra size 2
///      -     32   comment size 2, volume 2, internal 2, external 4
///      -     42   place of the local header 4
namespace pouch::format::zip {

inline constexpr std::uint32_t local_signature = 0x04034B50;
inline constexpr std::uint32_t central_signature = 0x02014B50;
inline constexpr std::uint32_t end_signature = 0x06054B50;
inline constexpr std::uint32_t descriptor_signature = 0x08074B50;

inline constexpr std::size_t local_size = 30;
inline constexpr std::size_t central_size = 46;
inline constexpr std::size_t end_size = 22;

inline constexpr std::uint16_t stored = 0;
inline constexpr std::uint16_t deflated = 8;

inline constexpr std::uint16_t flag_levels = 0x0006;     ///< How hard the writer tried.
inline constexpr std::uint16_t flag_descriptor = 0x0008; ///< CRC and sizes stand behind the content.
inline constexpr std::uint16_t flag_utf8 = 0x0800;       ///< Of the name.

} // namespace pouch::format::zip
