#pragma once
#include "pouch/label/policy_lint.hpp"
#include "pouch/stage/explain_labels.hpp"

#include <string>
#include <string_view>

/// Explanations and findings as they are printed: as text with names escaped, or as one JSON document.
namespace pouch::cli {

/// What explains `label check`: for each label whether it is valid and permitted, and for each finding the value, the
/// rule, the line of `policy_path`, and the remedy.
[[nodiscard]] std::string explanation_text(const std::vector<stage::Explanation>& labels,
                                           const std::string& policy_path);
[[nodiscard]] std::string explanation_json(const std::vector<stage::Explanation>& labels,
                                           const label::Policy& policy, const std::string& policy_path);

/// The findings of `label policy lint`, one a line as compilers write them: `PATH:LINE: what (remedy) [reason]`.
[[nodiscard]] std::string lint_text(const label::Lint& lint, const std::string& path);
[[nodiscard]] std::string lint_json(const label::Lint& lint, const std::string& path);

} // namespace pouch::cli
