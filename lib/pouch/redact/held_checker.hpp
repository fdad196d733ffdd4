#pragma once
#include "pouch/redact/structure.hpp"

#include <algorithm>

/// Checks a document of which nothing may leave before all of it was read.
namespace pouch::redact {

class HeldChecker : public Checker {
  public:
    explicit HeldChecker(io::Sink& out) : out_(out) {}
    void expect(std::uint64_t size) override { expected_ = size; }
    void write(ByteView bytes) override
    {
        // What is more than a piece or two is soon much more; memory that is never touched costs nothing.
        constexpr std::size_t least_held = std::size_t{8} << 20U;
        const auto size = held_.size() + bytes.size();
        if (!held_.empty() && size > held_.capacity())
            held_.reserve(size <= expected_ ? expected_ : std::max(2 * size, least_held));
        append(held_, bytes);
    }
    void finish() override
    {
        check(held_);
        out_.write(held_);
        held_.clear();
    }
    [[nodiscard]] bool is_atomic() const override { return out_.is_atomic(); }

  protected:
    /// Makes `document` as it may leave. Throws Fault::policy `redact.invalid-output`.
    virtual void check(Bytes& document) = 0;

  private:
    io::Sink& out_;
    Bytes held_;
    std::uint64_t expected_ = 0;
};

} // namespace pouch::redact
