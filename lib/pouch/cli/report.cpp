#include "pouch/cli/report.hpp"

#include "pouch/base/text.hpp"

#include <fmt/core.h>

namespace pouch::cli {

namespace {

std::string_view outcome_of(Fault fault)
{
    switch (fault) {
    case Fault::refused:
        return "refused";
    case Fault::usage:
        return "usage";
    case Fault::system:
        return "system";
    case Fault::policy:
        return "policy";
    case Fault::no_key:
        return "no-key";
    case Fault::temporary:
        return "temporary";
    case Fault::bug:
        break;
    }
    return "bug";
}

/// `members` after that of the hint, if there is one.
std::string with_hint(std::string_view hint, std::string_view members)
{
    if (hint.empty()) return std::string(members);
    return fmt::format("\"hint\":{}{}{}", json_quoted(hint), members.empty() ? "" : ",", members);
}

} // namespace

std::string text_line(std::string_view tool, std::string_view message, std::string_view reason)
{
    const auto tail = reason.empty() ? std::string() : fmt::format(" [{}]", reason);
    return fmt::format("{}: {}{}\n", tool, shown(shortened(message)), tail);
}

std::string json_line(std::string_view tool, std::string_view outcome, std::string_view reason,
                      std::string_view message, int status, std::string_view members)
{
    return fmt::format(
        "{{\"tool\":{},\"version\":\"{}\",\"outcome\":{},\"reason\":{},\"status\":{},\"retryable\":{},"
        "\"message\":{}{}{}}}\n",
        json_quoted(tool), POUCH_VERSION, json_quoted(outcome), json_quoted(reason), status,
        status == static_cast<int>(Fault::temporary), json_quoted(shortened(message)),
        members.empty() ? "" : ",", members);
}

std::string error_report(std::string_view tool, const Error& error, bool json, std::string_view members)
{
    const int status = static_cast<int>(error.fault());
    const auto outcome = outcome_of(error.fault());
    std::string lines = json ? json_line(tool, outcome, error.reason(), error.message(), status,
                                         with_hint(error.hint(), members))
                             : text_line(tool, error.message(), error.reason());
    if (json && !members.empty()) return lines;
    for (const auto& detail : error.details()) {
        lines +=
            json ? json_line(tool, outcome, error.reason(), detail, status) : text_line(tool, detail, {});
    }
    if (!error.hint().empty() && !json) lines += text_line(tool, "hint: " + error.hint(), {});
    return lines;
}

} // namespace pouch::cli
