#pragma once
#include "pouch/base/error.hpp"

#include <string>
#include <string_view>

/// How findings look on stderr, as text and as JSON.
namespace pouch::cli {

/// One line, with its line feed: `tool: message`, escaped; the reason is shown in square brackets at its end.
[[nodiscard]] std::string text_line(std::string_view tool, std::string_view message, std::string_view reason);

/// One JSON object and a line feed.
[[nodiscard]] std::string json_line(std::string_view tool, std::string_view outcome, std::string_view reason,
                                    std::string_view message, int status);

/// The lines that report `error`: its message, its details, its hint.
[[nodiscard]] std::string error_report(std::string_view tool, const Error& error, bool json);

} // namespace pouch::cli
