#pragma once
#include "pouch/redact/portion_judge.hpp"
#include "pouch/redact/rules.hpp"
#include "pouch/redact/scanner.hpp"

#include <memory>
#include <optional>

/// Everything that decides a redaction, loaded and checked: compiled rules, target, policy and clearance.
namespace pouch::redact {

struct Rulebook {
    Scanner scanner;
    Target target;
    std::unique_ptr<PortionJudge> judge;
    std::vector<std::string> rules_digests; ///< SHA-256 of each rules file, hexadecimal.
    std::vector<std::string> list_digests;  ///< The same of each list file that they name.
    std::string policy_digest;              ///< The same of the policy and of the clearance, or empty.
    std::string clearance_digest;
    std::optional<label::Policy> policy; ///< What labels are judged by: both or neither.
    std::optional<label::Clearance> clearance;
    Instant at; ///< When.

    /// True if anything is said of fields of JSON, or of the markings of what is written in it.
    [[nodiscard]] bool names_json() const;
    /// True if a rule is about fields of XML.
    [[nodiscard]] bool names_xml() const;

    /// True if portion marks matter: false when unmarked text is kept and no policy says what marks mean.
    [[nodiscard]] bool judges_portions() const
    {
        return judge->has_policy() || target.unmarked == Unmarked::withhold;
    }
};

/// Loads rules files and what they name. Labels are judged as they are at `at`. Fault::usage for all that is
/// wrong with them.
[[nodiscard]] Rulebook load_rulebook(const std::vector<std::string>& paths, Instant at);
/// The same of rules that have been read.
[[nodiscard]] Rulebook load_rulebook(RuleSet set, Instant at);

} // namespace pouch::redact
