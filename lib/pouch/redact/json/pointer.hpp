#pragma once
#include "pouch/redact/pattern_stack.hpp"

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

using PointerStack = PatternStack<PointerPattern>;

} // namespace pouch::redact::json
