#pragma once
#include "pouch/base/bytes.hpp"

/// Memory that two processes share: made by the one before it forks the other.
namespace pouch::io {

/// Slots of two regions each: a span for content and a letter for what is said about it. Anonymous, so nothing can
/// truncate it under a reader. Whoever reads must know that the other side may change what is here at any time.
class SharedSlots {
  public:
    /// Throws Fault::temporary if there is not so much memory.
    SharedSlots(std::size_t count, std::size_t span_size, std::size_t letter_size);
    ~SharedSlots();
    SharedSlots(const SharedSlots&) = delete;
    SharedSlots& operator=(const SharedSlots&) = delete;

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] MutableByteView span(std::size_t slot) const;
    [[nodiscard]] MutableByteView letter(std::size_t slot) const;

  private:
    [[nodiscard]] MutableByteView all() const { return {begin_, count_ * (span_size_ + letter_size_)}; }

    std::size_t count_;
    std::size_t span_size_;
    std::size_t letter_size_;
    std::byte* begin_;
};

} // namespace pouch::io
