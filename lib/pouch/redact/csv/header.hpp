#pragma once
#include "pouch/redact/csv/reader.hpp"
#include "pouch/redact/rules.hpp"

/// Names of columns: two are the same if they are in NFC after case folding.
namespace pouch::redact::csv {

/// `name` as it is compared.
[[nodiscard]] std::string folded(std::string_view name);

/// What the header cell `cell` of `row` names, as it is compared.
[[nodiscard]] inline std::string folded_name(std::string_view row, const Cell& cell)
{
    return folded(decoded(row.substr(cell.begin, cell.end - cell.begin)));
}

/// The columns that rules, the allow-list or the label of `target` name.
[[nodiscard]] std::vector<std::string> columns_named(const std::vector<Rule>& rules, const Target& target);

/// True for `sep=`, in any case, at the start of `line`: spreadsheets read what follows as the delimiter.
[[nodiscard]] bool says_delimiter(std::string_view line);

/// True if the first line of `text` that is not empty, and does not say the delimiter, read as a header of two cells or more
/// with any of `delimiters`, names one of `names`.
[[nodiscard]] bool header_names(std::string_view text, const std::vector<std::string>& names);

} // namespace pouch::redact::csv
