#pragma once
#include "pouch/redact/byte_set.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The regular expressions of rules: what Hyperscan and RE2 understand alike, and nothing else.
///
/// Literals; `.`; classes with ranges, negation, `[:alpha:]` names; `\d \w \s \D \W \S \b \B`, `\t \n \r \f`,
/// `\xHH`, `\x{H...}`, `\p{L}` and other general categories and scripts, and escaped punctuation; `^` and `$`
/// at line ends; groups `(...)`, `(?:...)`, `(?i:...)`; `|`; `? * + {n} {n,} {n,m}`, lazy or not.
/// Refused: back-references, look-around, possessive and atomic forms, named groups, other escapes.
///
/// A match has at most `longest_match` bytes. A repeat without upper limit may stand only at the very beginning of
/// an alternative (`\w+@corp`), or be a repeat of one class at its end (`key=\S+`), behind which one `\b` or `$` may
/// stand: there a match that grows too long is seen and refused; elsewhere it could slip through unseen.
namespace pouch::redact {

/// A pattern that ends in a repeat of one character class: `head` `item`{min,max} `after`.
struct TailRepeat {
    std::string head;
    std::string item;
    unsigned min = 0;
    std::optional<unsigned> max; ///< Nothing: no limit.
    std::string after;           ///< Zero-width: `\b` or `$`, or nothing.
};

/// What some of the matches begin with: bytes of these sets. All matches begin with one of the fronts of a pattern.
using Front = std::vector<ByteSet>;

struct RegexShape {
    std::optional<std::size_t> longest; ///< Bytes of the longest match; nothing without limit.
    bool needs_utf8 = false;            ///< It may match characters outside ASCII.
    std::size_t copies = 1; ///< How often at most a part of it stands there when all repeats are written out.
    std::optional<TailRepeat> tail;
    RunPrefix
        prefix; ///< What every match begins with, as far as it is fixed and ASCII; without steps if nothing is.
    /// The same where there are several ways on, as in `passw(or)?d=`: one for each, as far as there are few.
    std::vector<Front> fronts;
};

/// The shape of `pattern`. Fault::usage `rules.regex`, naming the offset, for what the grammar does not
/// allow.
[[nodiscard]] RegexShape shape_of_regex(std::string_view pattern);

} // namespace pouch::redact
