#pragma once
#include "pouch/base/error.hpp"
#include "pouch/redact/portion_judge.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// Portion marks in a text inside a document: a string of JSON, the text of an element.
namespace pouch::redact {

/// True if `text`, also one with escapes of JSON or references of XML, may hold a portion mark: quick, before it is decoded.
[[nodiscard]] bool may_hold_mark(std::string_view text);

/// True if the reader may not see all of `text`, read as a text of its own. Throws Fault::policy `portion.unknown`, naming
/// `place`, where it stands in the document.
[[nodiscard]] bool holds_withheld_portion(std::string_view text, PortionJudge& judge, std::uint64_t place);

/// True if `text` says something in its first mark_reach bytes: letters, or two digits in a row, but for `n/a` and references
/// of HTML.
[[nodiscard]] bool has_words(std::string_view text);

/// True for marks, or other texts in brackets, and no words beside them, in any line. If it is withheld, what it marks stands in
/// another string, element or cell, which is refused by mark_alone(): Fault::policy `portion.unknown`.
[[nodiscard]] bool is_bare_mark(std::string_view text);
[[nodiscard]] Error mark_alone(std::uint64_t place);
/// The same without a place.
[[nodiscard]] Error mark_alone();

/// mark_alone(), or what else is to be refused, if `text`, which goes, is a mark by itself that the reader may not see or nobody
/// knows: what it marks may stay.
[[nodiscard]] std::optional<Error> lost_mark(std::string_view text, PortionJudge& judge, std::uint64_t place);

/// holds_withheld_portion() of a value that stands by itself. Throws mark_alone() too.
[[nodiscard]] bool is_withheld_value(std::string_view text, PortionJudge& judge, std::uint64_t place);

} // namespace pouch::redact
