#pragma once
#include <cstdint>
#include <optional>

/// Bytes that go from one open file to another without passing through this process.
namespace pouch::io {

/// Copies up to `size` bytes of the regular file `from`, beginning at `offset` or, without one, at its position, which
/// moves on, to the end of the regular file `to` or into the pipe `to`: copy_file_range(2), splice(2). Returns how many
/// were copied. It may be fewer, or none, for whatever reason: the caller goes on with read and write, which work
/// everywhere and tell what is wrong. Throws Interrupted for a signal, and when the reader of the pipe went away.
std::uint64_t copy_in_kernel(int from, std::optional<std::uint64_t> offset, int to, std::uint64_t size);

} // namespace pouch::io
