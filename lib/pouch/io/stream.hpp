#pragma once
#include "pouch/base/bytes.hpp"

#include <cstdint>
#include <limits>
#include <string>

/// Where bytes come from and where they go. Stages know only these two; files, descriptors and memory
/// stand behind them.
namespace pouch::io {

class Sink;

class Source {
  public:
    virtual ~Source() = default;

    /// Reads some bytes into the front of `out` and returns how many. Returns 0 only at the end of the stream
    /// (or when `out` is empty). Throws on a failed read; a short read is not a failure.
    virtual std::size_t read(MutableByteView out) = 0;

    /// Moves the next `size` bytes to `out`, unseen; returns how many, fewer only at the end of the stream. Between
    /// files, and from a file to a pipe, the kernel does it.
    virtual std::uint64_t pass(Sink& out, std::uint64_t size);

    /// Takes out what of the stream stands in memory already, if it is much: read() goes on behind it.
    [[nodiscard]] virtual Bytes take_held() { return {}; }

    /// How many bytes are still to come, as far as that can be told; 0 where it cannot.
    [[nodiscard]] virtual std::uint64_t expected() const { return 0; }

    /// What to call it in messages: a path, or `standard input`.
    [[nodiscard]] virtual const std::string& name() const = 0;
};

/// A sink destroyed without commit() leaves no trace where it can: an exception thrown half way therefore
/// never leaves half a file behind.
class Sink {
  public:
    virtual ~Sink() = default;

    /// Writes all of `bytes`, or throws.
    virtual void write(ByteView bytes) = 0;

    /// Makes it all durable and visible under its name. Once, last.
    virtual void commit() = 0;

    /// True if nothing written can be seen by anybody before commit(): then output need not be held back.
    [[nodiscard]] virtual bool is_atomic() const = 0;

    /// The open file that write() appends to and nothing else is done with, so that the kernel may append to it as well;
    /// negative if there is none.
    [[nodiscard]] virtual int descriptor() const { return -1; }
};

/// Reads until `out` is full or the stream ends; returns the part that was filled.
[[nodiscard]] MutableByteView read_up_to(Source& in, MutableByteView out);

/// Everything that is left of `in`. Throws Fault::refused `limit.size` when that is more than `limit` bytes.
[[nodiscard]] Bytes read_all(Source& in, std::size_t limit);

} // namespace pouch::io
