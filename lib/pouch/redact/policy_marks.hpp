#pragma once
#include "pouch/label/policy.hpp"
#include "pouch/redact/mark_prefixes.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What the markings of a policy look like, and what its portion marks stand for.
namespace pouch::redact {

class PolicyMarks {
  public:
    /// Marks must stand for labels that are valid at `at`.
    PolicyMarks(label::Policy policy, Instant at);

    [[nodiscard]] const label::Policy& policy() const { return policy_; }
    /// The label that `(inside)` stands for; nothing if the policy knows no such mark, or the label is not valid.
    [[nodiscard]] std::optional<label::Label> meaning(std::string_view inside);
    /// True if a mark of the policy may begin with `group`, which is folded (stray_mark.hpp): in any case, or if `is_exact`
    /// in the policy's own.
    [[nodiscard]] bool opens_mark(std::string_view group, bool is_exact) const;
    /// See PortionJudge::may_begin_mark().
    [[nodiscard]] bool may_begin_mark(std::string_view text) const { return prefixes_.may_begin(text); }
    /// See PortionJudge::names_class().
    [[nodiscard]] bool names_class(std::string_view inside) const;
    /// True if a line is a page marking of the policy and says nothing else.
    [[nodiscard]] bool is_page_marking(std::string_view line) const;
    /// The label that `text` is a page marking of; nothing if it is none, or the label is not valid.
    [[nodiscard]] std::optional<label::Label> page_meaning(std::string_view text) const;
    /// True if `text` names a classification of the policy, among other words or with characters that look alike.
    [[nodiscard]] bool names_classification(std::string_view text) const;

  private:
    void learn_names(std::string_view text);
    void learn_opener(std::string_view text);
    void learn_class(std::string_view text);
    void learn_parts(std::string_view name, std::string_view mark);
    void learn(const label::Markings& markings);
    [[nodiscard]] std::optional<label::Label> read(std::string_view inside) const;

    label::Policy policy_;
    Instant at_;
    std::map<std::string, std::optional<label::Label>, std::less<>> meanings_;
    std::set<std::string, std::less<>> words_;         ///< Every word that a marking of the policy may show.
    std::set<std::string, std::less<>> openers_;       ///< First groups of portion marks, folded.
    std::set<std::string, std::less<>> upper_openers_; ///< The same without their case.
    std::set<std::string, std::less<>> class_words_;   ///< Those that end the name of a classification.
    std::set<std::string, std::less<>>
        class_parts_;             ///< Names of classifications and parts of them, run_together().
    std::size_t longest_key_ = 0; ///< Of openers_ and class_parts_.
    MarkPrefixes prefixes_;       ///< Of these and of class_words_.
};

} // namespace pouch::redact
