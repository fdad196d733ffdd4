#pragma once
#include "pouch/base/error.hpp"
#include "pouch/redact/portion_judge.hpp"

#include <cstdint>
#include <string_view>

/// The label of a record, which says who may see all of it: a cell of a row of CSV, a member of an object of JSON.
namespace pouch::redact {

enum class RecordLabel {
    none,     ///< It has no label.
    readable, ///< The reader may see it.
    withheld, ///< The reader may not.
};

/// What `text`, which stands at `place` of the document, says: a page marking, or a portion mark with brackets or without.
/// Nothing at all is no label; without a policy every other withholds. Throws Fault::policy `portion.unknown`.
[[nodiscard]] RecordLabel record_label(std::string_view text, PortionJudge& judge, std::uint64_t place);

/// The error of a label that nobody understands, at `place`.
[[nodiscard]] Error unknown_label(std::uint64_t place);

} // namespace pouch::redact
