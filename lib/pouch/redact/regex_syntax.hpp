#pragma once
#include "pouch/redact/byte_set.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// The regular expressions of rules: what Hyperscan and RE2 understand alike, and nothing else.
///
/// Literals; `.`; classes with ranges, negation, `[:alpha:]` names; `\d \w \s \D \W \S \b \B`, `\t \n \r \f`,
/// `\xHH`, `\x{H...}`, `\p{L}` and other general categories and scripts, and escaped punctuation; `^` and `$`
/// at line ends; groups `(...)`, `(?:...)`, `(?i:...)`; `|`; `? * + {n} {n,} {n,m}`, lazy or not.
/// Refused: back-references, look-around, possessive and atomic forms, named groups, other escapes.
///
/// A match has at most `longest_match` bytes. A repeat without upper limit may stand only at the very
/// beginning or end of a match (`key=\S+`, `\w+@corp`): there a match that grows too long is seen and
/// refused; elsewhere it could slip through unseen. Behind it only one `\b` or `$` may stand, and only at the
/// end of the pattern.
namespace pouch::redact {

/// A pattern that ends in a repeat of one character class: `head` `item`{min,max} `after`.
struct TailRepeat {
    std::string head;
    std::string item;
    unsigned min = 0;
    std::optional<unsigned> max; ///< Nothing: no limit.
    std::string after;           ///< Zero-width: `\b` or `$`, or nothing.
};

struct RegexShape {
    std::optional<std::size_t> longest; ///< Bytes of the longest match; nothing without limit.
    bool needs_utf8 = false;            ///< It may match characters outside ASCII.
    std::optional<TailRepeat> tail;
    RunPrefix
        prefix; ///< What every match begins with, as far as it is fixed and ASCII; without steps if nothing is.
};

/// The shape of `pattern`. Fault::usage `rules.regex`, naming the offset, for what the grammar does not
/// allow.
[[nodiscard]] RegexShape shape_of_regex(std::string_view pattern);

/// `pattern` with `\s` and `\S` written out, about whose vertical tab the two engines differ.
[[nodiscard]] std::string with_plain_space(std::string_view pattern);

/// `literal` as a pattern that matches it.
[[nodiscard]] std::string escaped_for_regex(std::string_view literal);

} // namespace pouch::redact
