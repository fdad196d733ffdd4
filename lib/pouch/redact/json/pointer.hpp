#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Pointer patterns: JSON Pointer (RFC 6901) in which a step `*` is any one member or element, and `**` any number of
/// them, also none.
///
///     ""                  the whole text
///     "/users/*/name"     the name of each user
///     "/**/password"      a password at any depth
///     "/a~1b/0"           the first element under `a/b`
namespace pouch::redact::json {

class PointerPattern {
  public:
    static constexpr std::size_t most_steps = 63;

    /// A set of places in the pattern: what of it the way to a place in a text has matched.
    using State = std::uint64_t;

    /// Throws Fault::usage `rules.field` for what is no pattern.
    explicit PointerPattern(std::string_view text);

    /// The state at the root.
    [[nodiscard]] State start() const { return with_deep(1); }
    /// The state one step further, at the member or the element `name` (an index in digits). 0: nothing below matches.
    [[nodiscard]] State step(State state, std::string_view name) const;
    /// True if the place itself is meant.
    [[nodiscard]] bool is_match(State state) const { return (state >> steps_.size() & 1U) != 0; }

  private:
    struct Step {
        enum class Kind { name, any, deep } kind;
        std::string name; ///< Decoded.
    };
    [[nodiscard]] State with_deep(State state) const;

    std::vector<Step> steps_;
};

/// Many patterns on the way through a text. Costs what the patterns cost that may still match.
class PointerStack {
  public:
    /// Adds a pattern; patterns are known by the order in which they were added.
    void add(PointerPattern pattern) { patterns_.push_back(std::move(pattern)); }
    [[nodiscard]] bool is_empty() const { return patterns_.empty(); }

    /// Goes to the root of a text,
    void reset();
    /// into a member or element,
    void enter(std::string_view name);
    /// and back.
    void leave();

    /// True if a pattern may match here or below.
    [[nodiscard]] bool is_live() const { return starts_.back() < states_.size(); }
    /// True if any pattern means this place.
    [[nodiscard]] bool is_match() const
    {
        bool found = false;
        for_each_match([&](std::size_t) { found = true; });
        return found;
    }
    /// Calls `act(index)` for each pattern that means this place, in order.
    template <typename Act> void for_each_match(Act act) const
    {
        for (auto i = starts_.back(); i < states_.size(); ++i) {
            const auto& [index, state] = states_[i];
            if (patterns_[index].is_match(state)) act(index);
        }
    }

  private:
    struct Active {
        std::size_t index;
        PointerPattern::State state;
    };
    std::vector<PointerPattern> patterns_;
    std::vector<Active> states_;
    std::vector<std::size_t> starts_; ///< By depth: where its states begin.
};

} // namespace pouch::redact::json
