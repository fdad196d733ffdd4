#pragma once
#include "pouch/redact/portion_judge.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// Portion marks that are not where, or not as, portion_mark.hpp looks for them, but that a person would read
/// as marks: behind signs or words nobody listed, in other brackets, in small letters, with look-alike or
/// invisible characters. Text behind such a mark must not pass as a part of the portion before it.
namespace pouch::redact {

/// `text` with what looks alike made equal: NFKC, no marks above or below letters, nothing invisible, Cyrillic
/// and Greek letters that look like Latin ones as those, one space for a run of blanks and none at the ends, `<` and `>` for
/// all that look like them, round brackets for all others. The case stays. Bytes that are not UTF-8 become `?`.
[[nodiscard]] std::string folded(std::string_view text);

/// `text`, which is folded, with a blank for each character outside ASCII that is no letter, digit or mark of any script.
[[nodiscard]] std::string without_wide_signs(std::string_view text);

/// `text` with ASCII capitals for ASCII small letters.
[[nodiscard]] std::string upper(std::string text);

/// What stands before the first slash of `inside`, without blanks.
[[nodiscard]] std::string_view first_group(std::string_view inside);

/// The bytes of blank and invisible characters that `text` starts with.
[[nodiscard]] std::size_t blanks_before(std::string_view text);

/// True if text in brackets that the policy cannot read was meant as a mark all the same: capitals with `//`, or a
/// classification in front.
[[nodiscard]] bool is_mark_like(std::string_view inside, PortionJudge& judge);

/// True if `head`, the first bytes of a line, has text in brackets that folds to a mark, other than marks that
/// the reader may see. It counts within 256 bytes, if no letter stands right before the bracket, and:
///
///     (NS)       in the policy's case
///     (ns//x)    in any case, with `//`
///     (ns)       in any case, with no word of three letters before it: "latency (ns)" is no mark
///     (S)        one character: in the policy's case, with no letter before it
///     (2급 비밀)   a name of a classification, see PortionJudge::names_class(), with no letter before it
///     <NS>       in angle brackets, also «NS», or any that look like those: in the policy's case, two characters or more
///
/// Joined to a letter outside ASCII it counts in the policy's case, with two characters or more, if a blank or the end
/// of the line follows. Single letters of Hangul are signs of lists, not letters.
[[nodiscard]] bool has_stray_mark(std::string_view head, PortionJudge& judge);

} // namespace pouch::redact
