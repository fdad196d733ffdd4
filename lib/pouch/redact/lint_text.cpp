#include "pouch/redact/lint.hpp"

#include "pouch/base/text.hpp"
#include "pouch/redact/lint_sample.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

std::string counted(std::size_t count, std::string_view what)
{
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

} // namespace

std::string_view name_of(Severity severity)
{
    switch (severity) {
    case Severity::problem:
        return "problem";
    case Severity::warning:
        return "warning";
    case Severity::note:
        break;
    }
    return "note";
}

std::string text_of(const LintReport& report)
{
    std::string lines;
    for (const auto& finding : report.findings) {
        lines +=
            fmt::format("{}: {} [{}]\n", name_of(finding.severity), escaped(finding.message), finding.reason);
    }
    lines += fmt::format("{}, {}, {}\n", counted(report.count(Severity::problem), "problem"),
                         counted(report.count(Severity::warning), "warning"),
                         counted(report.count(Severity::note), "note"));
    if (report.costs.empty()) return lines;

    std::size_t width = 0;
    for (const auto& cost : report.costs) width = std::max(width, cost.rule.size());
    lines += fmt::format("cost of each rule alone, measured on this machine, on {} bytes of mixed text; "
                         "without rules {:.3f} ns/byte\n",
                         lint_sample().size(), report.empty_scan);
    for (const auto& cost : report.costs) {
        lines += fmt::format("{:<{}}  {:8.3f} ns/byte  {}\n", cost.rule, width, cost.nanoseconds,
                             cost.matches == 1 ? "1 match" : fmt::format("{} matches", cost.matches));
    }
    return lines;
}

} // namespace pouch::redact
