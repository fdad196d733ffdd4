#include "pouch/cli/explanation.hpp"

#include "pouch/base/text.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace pouch::cli {

namespace {

using nlohmann::ordered_json;

std::string finding_text(const label::Finding& finding, const std::string& policy_path)
{
    auto text = fmt::format("  {} [{}]\n", escaped(finding.sentence), finding.reason);
    if (!finding.value.empty()) text += fmt::format("    value:  {}\n", escaped(finding.value));
    if (!finding.rule.empty()) text += fmt::format("    rule:   {}\n", escaped(finding.rule));
    if (finding.line > 0)
        text += fmt::format("    policy: {}, line {}\n", escaped(policy_path), finding.line);
    if (!finding.remedy.empty()) text += fmt::format("    remedy: {}\n", escaped(finding.remedy));
    return text;
}

ordered_json finding_json(const label::Finding& finding)
{
    ordered_json json = {{"reason", finding.reason}, {"message", finding.sentence}};
    if (!finding.value.empty()) json["value"] = finding.value;
    if (!finding.rule.empty()) json["rule"] = finding.rule;
    if (finding.line > 0) json["line"] = finding.line;
    if (!finding.remedy.empty()) json["remedy"] = finding.remedy;
    return json;
}

std::string dumped(const ordered_json& json)
{
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string_view verdict_of(const stage::Explanation& one)
{
    if (!one.findings.empty()) return "not valid";
    if (one.denial) return "valid, denied";
    return one.is_judged ? "valid, permitted" : "valid";
}

} // namespace

std::string explanation_text(const std::vector<stage::Explanation>& labels, const std::string& policy_path)
{
    std::string text;
    for (const auto& one : labels) {
        text += fmt::format("{}: {}\n", escaped(one.where), verdict_of(one));
        for (const auto& finding : one.findings) text += finding_text(finding, policy_path);
        if (one.denial) text += finding_text(*one.denial, policy_path);
    }
    return text;
}

std::string explanation_json(const std::vector<stage::Explanation>& labels, const label::Policy& policy,
                             const std::string& policy_path)
{
    ordered_json json;
    json["explanation"] = 1;
    json["policy"] = {{"name", policy.name}, {"id", policy.id}, {"file", policy_path}};
    json["labels"] = ordered_json::array();
    for (const auto& one : labels) {
        ordered_json label = {{"where", one.where}, {"valid", one.findings.empty()}};
        if (one.is_judged) label["permitted"] = !one.denial;
        label["findings"] = ordered_json::array();
        for (const auto& finding : one.findings) label["findings"].push_back(finding_json(finding));
        if (one.denial) label["findings"].push_back(finding_json(*one.denial));
        json["labels"].push_back(std::move(label));
    }
    return dumped(json);
}

std::string lint_text(const label::Lint& lint, const std::string& path)
{
    std::string text;
    for (const auto& finding : lint.findings) {
        text += escaped(path);
        if (finding.line > 0) text += fmt::format(":{}", finding.line);
        text += fmt::format(": {} ({}) [{}]\n", escaped(finding.sentence), escaped(finding.remedy),
                            finding.reason);
    }
    return text;
}

std::string lint_json(const label::Lint& lint, const std::string& path)
{
    ordered_json json;
    json["lint"] = 1;
    json["file"] = path;
    json["usable"] = lint.usable;
    json["findings"] = ordered_json::array();
    for (const auto& finding : lint.findings) json["findings"].push_back(finding_json(finding));
    return dumped(json);
}

} // namespace pouch::cli
