#pragma once
#include <cstddef>
#include <utility>
#include <vector>

/// Many patterns on the way through a document, as pointers of JSON and paths of XML are. Costs what the patterns cost that
/// may still match.
///
/// A pattern says with `start()` and `step(state, place)` in which `State` it is at each place, 0 where nothing below
/// matches, and with `is_match(state, ...)` whether that place is meant.
namespace pouch::redact {

template <typename Pattern> class PatternStack {
  public:
    /// Adds a pattern; patterns are known by the order in which they were added.
    void add(Pattern pattern) { patterns_.push_back(std::move(pattern)); }
    [[nodiscard]] bool is_empty() const { return patterns_.empty(); }

    /// Goes to where a document begins,
    void reset()
    {
        states_.clear();
        starts_.assign(1, 0);
        for (std::size_t i = 0; i < patterns_.size(); ++i) states_.push_back({i, patterns_[i].start()});
    }
    /// one step down,
    template <typename Place> void enter(const Place& place)
    {
        const auto first = starts_.back();
        const auto last = states_.size();
        starts_.push_back(last);
        for (auto i = first; i < last; ++i) {
            const auto [index, state] = states_[i];
            if (const auto next = patterns_[index].step(state, place); next != 0)
                states_.push_back({index, next});
        }
    }
    /// and back.
    void leave()
    {
        states_.resize(starts_.back());
        starts_.pop_back();
    }

    /// True if a pattern may match here or below.
    [[nodiscard]] bool is_live() const { return starts_.back() < states_.size(); }
    /// True if any pattern means this place.
    [[nodiscard]] bool is_match() const
    {
        bool found = false;
        for_each_match([&](std::size_t) { found = true; });
        return found;
    }
    /// Calls `act(index)` for each pattern that means this place, in order; with `what`, that part of it.
    template <typename Act, typename... What> void for_each_match(Act act, const What&... what) const
    {
        for (auto i = starts_.back(); i < states_.size(); ++i) {
            if (patterns_[states_[i].index].is_match(states_[i].state, what...)) act(states_[i].index);
        }
    }

  private:
    struct Active {
        std::size_t index;
        typename Pattern::State state;
    };
    std::vector<Pattern> patterns_;
    std::vector<Active> states_;
    std::vector<std::size_t> starts_; ///< By depth: where its states begin.
};

} // namespace pouch::redact
