#pragma once
#include "pouch/redact/portion_judge.hpp"

#include <cstdint>
#include <string_view>

/// Portion marks in a text inside a document: a string of JSON, the text of an element.
namespace pouch::redact {

/// True if `text`, also one with escapes of JSON or references of XML, may hold a portion mark: quick, before it is decoded.
[[nodiscard]] bool may_hold_mark(std::string_view text);

/// True if the reader may not see all of `text`, read as a text of its own. Throws Fault::policy `portion.unknown`, naming
/// `place`, where it stands in the document, also for a withheld mark and nothing else: it is of what stands beside it, in another
/// cell, string or element.
[[nodiscard]] bool holds_withheld_portion(std::string_view text, PortionJudge& judge, std::uint64_t place);

} // namespace pouch::redact
