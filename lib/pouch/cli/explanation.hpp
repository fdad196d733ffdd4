#pragma once
#include "pouch/label/policy_lint.hpp"
#include "pouch/stage/label_judge.hpp"

#include <string>
#include <string_view>

/// Explanations and findings as they are printed: as text with names escaped, or as one JSON document.
namespace pouch::cli {

/// A policy of the run, and the file it came from.
struct PolicyFile {
    std::string name;
    std::string id;
    std::string path;
};

/// What --explain prints: of each label whether it is valid and permitted, and of each finding the value, the rule, the
/// line of the policy file that has it, and the remedy.
[[nodiscard]] std::string explanation_text(const stage::Explanations& labels,
                                           const std::vector<PolicyFile>& policies);
[[nodiscard]] std::string explanation_json(const stage::Explanations& labels,
                                           const std::vector<PolicyFile>& policies);

/// The findings of `label policy lint`, one a line as compilers write them: `PATH:LINE: what (remedy) [reason]`.
[[nodiscard]] std::string lint_text(const label::Lint& lint, const std::string& path);
[[nodiscard]] std::string lint_json(const label::Lint& lint, const std::string& path);

} // namespace pouch::cli
