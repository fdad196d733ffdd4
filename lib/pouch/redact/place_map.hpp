#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>

/// Where bytes of a text stood before something was cut out of it.
namespace pouch::redact {

class PlaceMap {
  public:
    /// Whether origin_of() will be asked; if not, nothing is kept for it.
    enum class Use { wanted, unwanted };

    explicit PlaceMap(Use use) : use_(use) {}

    /// What comes next was read at `read`, and stands at `written` of what is left.
    void note(std::uint64_t read, std::uint64_t written)
    {
        if (use_ == Use::unwanted) return;
        const auto ahead = static_cast<std::int64_t>(read) - static_cast<std::int64_t>(written);
        const std::lock_guard lock(lock_);
        if (jumps_.back().ahead != ahead) jumps_.push_back({written, ahead});
    }

    /// Where the byte at `place` of what is left stood in the text; of one that stands for what was cut, no more than
    /// where the text goes on behind it. Places may be asked for in ascending order only, and what lies before one is
    /// forgotten; any thread may ask.
    [[nodiscard]] std::uint64_t origin_of(std::uint64_t place)
    {
        const std::lock_guard lock(lock_);
        while (jumps_.size() > 1 && jumps_[1].place <= place) jumps_.pop_front();
        const auto origin = origin_by(jumps_.front(), place);
        return jumps_.size() > 1 ? std::min(origin, origin_by(jumps_[1], jumps_[1].place)) : origin;
    }

  private:
    /// From `place` of what is left on, a byte stood `ahead` bytes further on in the text.
    struct Jump {
        std::uint64_t place;
        std::int64_t ahead;
    };
    [[nodiscard]] static std::uint64_t origin_by(const Jump& jump, std::uint64_t place)
    {
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(place) + jump.ahead);
    }
    Use use_;
    std::mutex lock_;
    std::deque<Jump> jumps_{{0, 0}};
};

} // namespace pouch::redact
