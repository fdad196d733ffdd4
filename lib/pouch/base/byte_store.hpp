#pragma once
#include "pouch/base/bytes.hpp"

#include <algorithm>

/// Many small runs of bytes that stay where they are until the store goes away.
namespace pouch {

class ByteStore {
  public:
    /// Copies `bytes` into the store. The view stays good also when the store is moved.
    [[nodiscard]] ByteView keep(ByteView bytes)
    {
        if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < bytes.size())
            chunks_.emplace_back().reserve(std::max(chunk_size, bytes.size()));
        auto& chunk = chunks_.back(); // never grown over what was reserved
        append(chunk, bytes);
        return ByteView(chunk).last(bytes.size());
    }
    [[nodiscard]] std::string_view keep(std::string_view text) { return as_text(keep(as_bytes(text))); }

  private:
    static constexpr std::size_t chunk_size = std::size_t{256} << 10U;

    std::vector<Bytes> chunks_;
};

} // namespace pouch
