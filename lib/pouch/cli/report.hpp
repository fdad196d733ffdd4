#pragma once
#include "pouch/base/error.hpp"

#include <string>
#include <string_view>

/// How findings look on stderr, as text and as JSON.
namespace pouch::cli {

/// One line, with its line feed: `tool: message`, escaped; the reason is shown in square brackets at its end.
[[nodiscard]] std::string text_line(std::string_view tool, std::string_view message, std::string_view reason);

/// One JSON object and a line feed. `members` are further members of the object, as JSON without a comma around them.
[[nodiscard]] std::string json_line(std::string_view tool, std::string_view outcome, std::string_view reason,
                                    std::string_view message, int status, std::string_view members = {});

/// The lines that report `error`: its message, its details, its hint. In JSON the hint is a member of the first object;
/// `members` if there are any stand for the details, and the report is one object.
[[nodiscard]] std::string error_report(std::string_view tool, const Error& error, bool json,
                                       std::string_view members = {});

} // namespace pouch::cli
