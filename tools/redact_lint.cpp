// redact --lint: the rules, judged.
#include "pouch/redact/lint.hpp"
#include "pouch/redact/view/charset.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/base/time.hpp"
#include "pouch/cli/values.hpp"
#include "tools/redact_form.hpp"

namespace pouch::redact_tool {

namespace {

/// What lint found, one JSON object each.
void print_objects(const cli::Common& common, const redact::LintReport& report)
{
    for (const auto& finding : report.findings) {
        const bool is_problem = finding.severity == redact::Severity::problem;
        common.object(is_problem ? "usage" : name_of(finding.severity), finding.reason, finding.message,
                      is_problem ? static_cast<int>(Fault::usage) : 0,
                      finding.rule.empty() ? "" : fmt::format("\"rule\":{}", json_quoted(finding.rule)));
    }
    for (const auto& cost : report.costs) {
        common.object("note", "lint.cost", fmt::format("rule {}: cost on this machine", cost.rule), 0,
                      fmt::format("\"rule\":{},\"ns_per_byte\":{:.3f},\"matches\":{}", json_quoted(cost.rule),
                                  cost.nanoseconds, cost.matches));
    }
}

} // namespace

void lint(const cli::Common& common, const cli::Streams& streams, const std::vector<std::string>& rules)
{
    const auto out = common.json ? nullptr : streams.open_output(cli::Streams::Content::text);
    redact::hold_charsets();
    const auto report = redact::lint_rule_files(rules, system_now(), [&] {
        common.lock({{}, {}, cli::directories_of({streams.output})});
    });
    if (!out) {
        print_objects(common, report);
    } else {
        out->write(as_bytes(redact::text_of(report)));
        out->commit();
    }
    if (report.is_usable()) return;
    const auto problems = report.count(redact::Severity::problem);
    throw usage_error("rules.lint", "{} {} in the rules", problems, problems == 1 ? "problem" : "problems");
}

} // namespace pouch::redact_tool
