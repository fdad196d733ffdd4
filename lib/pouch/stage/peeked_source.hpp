#pragma once
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/stream.hpp"

#include <algorithm>
#include <cstring>

/// Looking at what a source is before it is read.
namespace pouch::stage {

/// A source whose first bytes can be seen without taking them out of it.
class PeekedSource final : public io::Source {
  public:
    explicit PeekedSource(io::Source& rest) : front_(format::stored_frame_start.size()), rest_(rest)
    {
        front_.resize(io::read_up_to(rest, front_).size());
    }

    /// True if it begins as a zstd frame does: a bundle, or nothing that can be read here.
    [[nodiscard]] bool is_zstd() const
    {
        constexpr std::size_t magic_size = 4;
        return front_.size() >= magic_size &&
               std::equal(front_.begin(), front_.begin() + magic_size, format::stored_frame_start.begin());
    }

    std::size_t read(MutableByteView out) override
    {
        if (at_ == front_.size()) return rest_.read(out);
        const auto count = std::min(out.size(), front_.size() - at_);
        if (count > 0) std::memcpy(out.data(), front_.data() + at_, count);
        at_ += count;
        return count;
    }
    [[nodiscard]] const std::string& name() const override { return rest_.name(); }

  private:
    Bytes front_;
    io::Source& rest_;
    std::size_t at_ = 0;
};

} // namespace pouch::stage
