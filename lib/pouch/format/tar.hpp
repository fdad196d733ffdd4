#pragma once
#include "pouch/base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The canonical tar subset of a bundle (POSIX pax): regular files only, one encoding of every header.
///
///     offset  bytes  ustar field, always
///     0       100    name, NUL filled
///     100     8      mode "0000644\0"
///     108     8      uid "0000000\0"
///     116     8      gid "0000000\0"
///     124     12     size "%011o\0"
///     136     12     mtime "00000000000\0"
///     148     8      checksum "%06o\0 "
///     156     1      type "0" (or "x")
///     157     100    link name, NULs
///     257     8      "ustar\0" "00"
///     265     247    all NULs: user and group name, device numbers, prefix, padding
///
/// A path of at most 100 bytes of ASCII stands in the name field. For any other path an extended header comes
/// first: a member of type "x" whose content is one record `path` and, from 8 GiB on, one record `size`; the
/// name field of both headers is then the harmless name the caller gives (`<id>/pax/data-<n>`). From 8 GiB on
/// the size field is 0 and the extended header is there with `size` even if the path needs none. Content is
/// padded with zeros to 512 bytes.
///
/// A reader never interprets a header: it takes path and size, regenerates all bytes and compares.
namespace pouch::format {

inline constexpr std::size_t tar_block = 512;
inline constexpr std::uint64_t tar_octal_limit = std::uint64_t{1}
                                                 << 33U; ///< First size that needs a pax record.

/// The zero bytes between content of `size` bytes and the next header.
[[nodiscard]] constexpr std::size_t tar_padding(std::uint64_t size)
{
    return static_cast<std::size_t>((tar_block - size % tar_block) % tar_block);
}

/// Appends the header blocks of a regular file: 512 bytes, or 1024 and more with an extended header.
/// `pax_name`: ASCII, at most 100 bytes.
void append_tar_header(Bytes& out, std::string_view path, std::uint64_t size, std::string_view pax_name);

/// A header as read: what append_tar_header was given, and how many bytes it took.
struct TarHeader {
    std::string path;
    std::uint64_t size = 0;
    std::size_t header_size = 0;
};

/// Largest possible header: two ustar headers and an extended header with a path of 64 KiB.
inline constexpr std::size_t tar_header_limit = 3 * tar_block + 65536;

/// Reads one header from the front of `bytes`. Nothing if `bytes` ends before the header does (the caller has
/// more to come). Throws Fault::refused `tar.header` unless it is exactly what append_tar_header writes,
/// naming the first field that differs, and `tar.type` for a member type other than a regular file.
[[nodiscard]] std::optional<TarHeader> read_tar_header(ByteView bytes, std::string_view pax_name);

} // namespace pouch::format
