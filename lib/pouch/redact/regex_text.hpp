#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Regular expressions as text: taken apart and written anew, without judging them.
namespace pouch::redact {

/// The alternatives of a pattern at its top, or in the one group that is all of it: `a|(?:b|c)` gives
/// `a` and `(?:b|c)`, `(?:a|b)` gives `a` and `b`. What any of them matches, the pattern
/// matches. A pattern that is not well formed may come back as it is.
[[nodiscard]] std::vector<std::string> alternatives_of(std::string_view pattern);

/// `pattern` with `\s` and `\S` written out, about whose vertical tab the two engines differ.
[[nodiscard]] std::string with_plain_space(std::string_view pattern);

/// `pattern`, which is well formed, with 2 for each count of a repeat that is more.
[[nodiscard]] std::string with_short_repeats(std::string_view pattern);

/// `literal` as a pattern that matches it.
[[nodiscard]] std::string escaped_for_regex(std::string_view literal);

/// False if no match of `pattern` holds a blank, tab or line end; true if one may.
[[nodiscard]] bool may_hold_blank(std::string_view pattern);

} // namespace pouch::redact
