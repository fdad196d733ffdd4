#pragma once
#include "pouch/base/time.hpp"
#include "pouch/redact/rules.hpp"

#include <functional>
#include <string>
#include <vector>

/// Judges rules before they are trusted: everything that is wrong with them, not only the first fault; what is odd; and
/// what each rule costs. Values of rules (literals, exempt values, context words) are named by number, never shown.
namespace pouch::redact {

enum class Severity {
    problem, ///< The rules cannot be used.
    warning, ///< They can, and do something else than they say.
    note,
};

struct LintFinding {
    Severity severity;
    std::string reason; ///< Stable: `rules.*` as redaction would refuse them, or `lint.*`.
    std::string rule;   ///< Its id; empty if the finding is about no one rule.
    std::string message;
};

/// A rule alone on the sample of lint_sample.hpp.
struct LintCost {
    std::string rule;
    double nanoseconds;    ///< For each byte, above a scan without rules. Of this machine.
    std::uint64_t matches; ///< In the sample.
};

struct LintReport {
    std::vector<LintFinding> findings; ///< In order of rules.
    std::vector<LintCost> costs;       ///< The dearest first; only of rules that compile.
    double empty_scan = 0;             ///< Nanoseconds for each byte of a scan without rules.

    [[nodiscard]] std::size_t count(Severity severity) const;
    [[nodiscard]] bool is_usable() const { return count(Severity::problem) == 0; }
};

/// Judges rules that have been read.
[[nodiscard]] LintReport lint(const RuleSet& set);

/// Reads rules files and judges them, with the policy and the clearance that they name. What cannot be read is a problem
/// among the others. `when_read` is called before anything is judged. Throws what that throws, and for want of memory.
[[nodiscard]] LintReport lint_rule_files(const std::vector<std::string>& paths, Instant at,
                                         const std::function<void()>& when_read = {});

/// The report as lines of text for people.
[[nodiscard]] std::string text_of(const LintReport& report);

/// `problem`, `warning`, `note`.
[[nodiscard]] std::string_view name_of(Severity severity);

} // namespace pouch::redact
