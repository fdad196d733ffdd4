#pragma once
#include "pouch/redact/scanner.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// Looks for rules in small texts that cannot be changed, as names and labels are.
namespace pouch::redact {

class SmallSearch {
  public:
    explicit SmallSearch(const Scanner& scanner) : scanner_(scanner) {}

    /// The first rule that matches in `text`, counts in one of these formats and keeps nothing, or null. Throws what Scanner::scan does.
    const Rule* first_match(std::string_view text, FormatSet kinds)
    {
        if (!workspace_) workspace_ = scanner_.workspace();
        scanner_.scan(whole_window(text), *workspace_, matches_);
        for (const auto& match : matches_) {
            const auto& rule = scanner_.rules()[match.rule];
            if (rule.action != Action::keep && rule.scope.meets(kinds)) return &rule;
        }
        return nullptr;
    }

  private:
    const Scanner& scanner_;
    std::optional<Scanner::Workspace> workspace_;
    std::vector<Match> matches_;
};

} // namespace pouch::redact
