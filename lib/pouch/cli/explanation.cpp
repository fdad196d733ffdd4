#include "pouch/cli/explanation.hpp"

#include "pouch/base/text.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace pouch::cli {

namespace {

std::string shown_short(std::string_view text)
{
    return shown(shortened(text));
}

using nlohmann::ordered_json;

/// The file of the policy with that identifier; empty if it is none of these.
std::string path_of(const std::vector<PolicyFile>& policies, const std::string& id)
{
    const auto at =
        std::find_if(policies.begin(), policies.end(), [&](const PolicyFile& one) { return one.id == id; });
    return at == policies.end() ? std::string() : at->path;
}

std::string finding_text(const label::Finding& finding, const std::vector<PolicyFile>& policies)
{
    auto text = fmt::format("  {} [{}]\n", shown_short(finding.sentence), finding.reason);
    if (!finding.value.empty()) text += fmt::format("    value:  {}\n", shown_short(finding.value));
    if (!finding.rule.empty()) text += fmt::format("    rule:   {}\n", shown_short(finding.rule));
    if (finding.line > 0)
        text += fmt::format("    policy: {}, line {}\n", shown_short(path_of(policies, finding.policy)),
                            finding.line);
    if (!finding.remedy.empty()) text += fmt::format("    remedy: {}\n", shown_short(finding.remedy));
    return text;
}

ordered_json finding_json(const label::Finding& finding)
{
    ordered_json json = {{"reason", finding.reason}, {"message", finding.sentence}};
    if (!finding.value.empty()) json["value"] = finding.value;
    if (!finding.rule.empty()) json["rule"] = finding.rule;
    if (!finding.policy.empty()) json["policy"] = finding.policy;
    if (finding.line > 0) json["line"] = finding.line;
    if (!finding.remedy.empty()) json["remedy"] = finding.remedy;
    return json;
}

std::string dumped(const ordered_json& json)
{
    return json_printable(json.dump(-1, ' ', false, ordered_json::error_handler_t::replace)) + "\n";
}

std::string_view verdict_of(const stage::Explanation& one)
{
    if (one.policy.empty()) return "cannot be judged";
    if (!one.findings.empty()) return "not valid";
    if (one.denial) return "valid, denied";
    return one.is_judged ? "valid, permitted" : "valid";
}

} // namespace

std::string explanation_text(const stage::Explanations& labels, const std::vector<PolicyFile>& policies)
{
    std::string text;
    for (const auto& one : labels.labels()) {
        text += fmt::format("{}: {}\n", shown_short(one.where), verdict_of(one));
        for (const auto& finding : one.findings) text += finding_text(finding, policies);
        if (one.more_findings > 0) text += fmt::format("  and {} more\n", one.more_findings);
        if (one.denial) text += finding_text(*one.denial, policies);
    }
    if (const auto more = labels.more_that_pass() + labels.more_that_do_not(); more > 0) {
        text += fmt::format("and {} more labels: {} pass, {} do not\n", more, labels.more_that_pass(),
                            labels.more_that_do_not());
    }
    return text;
}

std::string explanation_json(const stage::Explanations& labels, const std::vector<PolicyFile>& policies)
{
    auto json = ordered_json::object(); // see receipt.cpp
    json["explanation"] = 1;
    json["policies"] = ordered_json::array();
    for (const auto& one : policies)
        json["policies"].push_back({{"name", one.name}, {"id", one.id}, {"file", one.path}});
    json["labels"] = ordered_json::array();
    for (const auto& one : labels.labels()) {
        ordered_json label = {{"where", one.where}, {"valid", one.findings.empty()}};
        if (!one.policy.empty()) label["policy"] = one.policy;
        if (one.is_judged) label["permitted"] = !one.denial;
        label["findings"] = ordered_json::array();
        for (const auto& finding : one.findings) label["findings"].push_back(finding_json(finding));
        if (one.more_findings > 0) label["more"] = one.more_findings;
        if (one.denial) label["findings"].push_back(finding_json(*one.denial));
        json["labels"].push_back(std::move(label));
    }
    if (labels.more_that_pass() + labels.more_that_do_not() > 0)
        json["more"] = {{"pass", labels.more_that_pass()}, {"refused", labels.more_that_do_not()}};
    return dumped(json);
}

std::string lint_text(const label::Lint& lint, const std::string& path)
{
    std::string text;
    for (const auto& finding : lint.findings) {
        text += shown_short(path);
        if (finding.line > 0) text += fmt::format(":{}", finding.line);
        text += fmt::format(": {} ({}) [{}]\n", shown_short(finding.sentence), shown_short(finding.remedy),
                            finding.reason);
    }
    return text;
}

std::string lint_json(const label::Lint& lint, const std::string& path)
{
    auto json = ordered_json::object(); // see receipt.cpp
    json["lint"] = 1;
    json["file"] = path;
    json["usable"] = lint.usable;
    json["findings"] = ordered_json::array();
    for (const auto& finding : lint.findings) json["findings"].push_back(finding_json(finding));
    return dumped(json);
}

} // namespace pouch::cli
