#pragma once
#include "pouch/redact/mark_text.hpp"
#include "pouch/redact/portion_judge.hpp"

#include <string_view>

/// Portion marks that are not where, or not as, portion_mark.hpp looks for them, but that a person would read
/// as marks: behind signs or words nobody listed, in other brackets, in small letters, with look-alike or
/// invisible characters. Text behind such a mark must not pass as a part of the portion before it.
namespace pouch::redact {

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
///     <NS>       in angle brackets, or any that look like those: in the policy's case, two characters or more; but for a tag,
///                `<NS>x</NS>`, which has its text at once and its end in `head`
///     «NS»       in such quotes: the same, with no letter before it
///
/// Joined to a letter outside ASCII it counts in the policy's case, with two characters or more, if a blank or the end
/// of the line follows. Single letters of Hangul are signs of lists, not letters.
[[nodiscard]] bool has_stray_mark(std::string_view head, PortionJudge& judge);

} // namespace pouch::redact
