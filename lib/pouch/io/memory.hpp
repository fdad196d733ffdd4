#pragma once
#include "pouch/io/stream.hpp"

#include <algorithm>
#include <cstring>

/// Streams over memory, for small inputs and for tests.
namespace pouch::io {

/// Reads from bytes that the caller keeps alive, at most `step` bytes at a time.
class MemorySource final : public Source {
  public:
    explicit MemorySource(ByteView bytes, std::size_t step = std::numeric_limits<std::size_t>::max())
        : rest_(bytes), step_(step)
    {
    }
    std::size_t read(MutableByteView out) override
    {
        const auto count = std::min({out.size(), rest_.size(), step_});
        if (count > 0) std::memcpy(out.data(), rest_.data(), count);
        rest_ = rest_.subspan(count);
        return count;
    }
    [[nodiscard]] const std::string& name() const override
    {
        static const std::string name = "memory";
        return name;
    }

  private:
    ByteView rest_;
    std::size_t step_;
};

/// Collects what is written; `bytes` may be read at any time, `committed` tells whether commit() was called.
class MemorySink final : public Sink {
  public:
    explicit MemorySink(bool atomic = false) : atomic_(atomic) {}
    void write(ByteView more) override { append(bytes, more); }
    void commit() override { committed = true; }
    [[nodiscard]] bool is_atomic() const override { return atomic_; }

    Bytes bytes;
    bool committed = false;

  private:
    bool atomic_;
};

} // namespace pouch::io
