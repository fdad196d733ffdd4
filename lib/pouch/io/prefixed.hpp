#pragma once
#include "pouch/io/stream.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pouch::io {

/// A source with some bytes already read put back in front.
class PrefixedSource final : public Source {
  public:
    PrefixedSource(Bytes prefix, Source& rest) : prefix_(std::move(prefix)), rest_(rest) {}
    std::size_t read(MutableByteView out) override
    {
        if (at_ == prefix_.size()) return rest_.read(out);
        const auto count = std::min(out.size(), prefix_.size() - at_);
        if (count > 0) std::memcpy(out.data(), prefix_.data() + at_, count);
        at_ += count;
        return count;
    }
    [[nodiscard]] Bytes take_held() override
    {
        prefix_.erase(prefix_.begin(), prefix_.begin() + static_cast<std::ptrdiff_t>(at_));
        at_ = 0;
        return std::exchange(prefix_, {});
    }
    [[nodiscard]] std::uint64_t expected() const override { return prefix_.size() - at_ + rest_.expected(); }
    [[nodiscard]] const std::string& name() const override { return rest_.name(); }

  private:
    Bytes prefix_;
    Source& rest_;
    std::size_t at_ = 0;
};

} // namespace pouch::io
