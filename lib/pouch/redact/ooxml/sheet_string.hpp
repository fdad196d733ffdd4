#pragma once
#include <string>
#include <string_view>

/// Strings of spreadsheets (ECMA-376 part 1, 22.9.2.19, ST_Xstring): a character may be written `_xHHHH_`, as a unit of
/// UTF-16, whether XML could hold it or not.
namespace pouch::redact::ooxml {

/// What `written` stands for. Half of a surrogate pair, and a zero, stay as they are written.
[[nodiscard]] std::string sheet_string(std::string_view written);

} // namespace pouch::redact::ooxml
