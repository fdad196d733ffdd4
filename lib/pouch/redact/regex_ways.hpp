#pragma once
#include "pouch/redact/regex_syntax.hpp"

#include <optional>
#include <vector>

/// How the matches of a pattern can begin, where there are several ways on, as in `passw(or)?d=`.
namespace pouch::redact::regex {

/// The ways in which a part of a pattern can begin.
struct Way {
    Front bytes;
    bool is_whole = true; ///< It can end there too.
};
using Ways = std::vector<Way>;
inline constexpr std::size_t most_ways = 16;

/// What can be anything.
[[nodiscard]] Ways open_ways();
/// The ways of what is `ahead` and then `behind`.
[[nodiscard]] Ways joined(Ways ahead, const Ways& behind);
/// The ways of `item` repeated.
[[nodiscard]] Ways repeated(const Ways& item, unsigned min, std::optional<unsigned> max);

} // namespace pouch::redact::regex
