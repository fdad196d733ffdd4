#pragma once
#include "pouch/label/policy.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// What a portion mark means for the reader of the output.
namespace pouch::redact {

enum class PortionVerdict {
    readable, ///< The reader may see it.
    withheld, ///< The reader may not.
    unknown,  ///< The policy knows no such mark, or the label it stands for is not valid.
};

class PortionJudge {
  public:
    virtual ~PortionJudge() = default;

    /// The verdict on `(inside)`.
    [[nodiscard]] virtual PortionVerdict verdict(std::string_view inside) = 0;
    /// True if a mark of the policy may begin with `group`, which is folded (stray_mark.hpp): in any case, or
    /// if `is_exact` in the policy's own.
    [[nodiscard]] virtual bool opens_mark(std::string_view group, bool is_exact) const = 0;
    /// A quick look: false if neither opens_mark() nor names_class() is true of a text that begins as `text`, which is folded.
    [[nodiscard]] virtual bool may_begin_mark(std::string_view) const { return true; }
    /// True if text in brackets where marks are looked for was meant as one by a name of a classification: it begins with a first
    /// group of a mark, in the policy's case, or is a name of one in part or in another spelling: `II급, 미국`, `2급 비밀`.
    [[nodiscard]] virtual bool names_class(std::string_view inside) const = 0;
    /// True if a line is a page marking of the policy and says nothing else.
    [[nodiscard]] virtual bool is_page_marking(std::string_view line) const = 0;
    /// The verdict on a text that says how something is marked, as a statement of STIX does: a page marking, or a portion mark
    /// with brackets or without. Unknown if it names a classification of the policy and is neither; nothing if it does not.
    [[nodiscard]] virtual std::optional<PortionVerdict> marking_verdict(std::string_view text) = 0;
    /// True if there is a policy to know marks by.
    [[nodiscard]] virtual bool has_policy() const = 0;
};

/// Without a policy every mark withholds.
[[nodiscard]] std::unique_ptr<PortionJudge> judge_without_policy();

/// With a policy and a clearance: the decision of `label check`. A mark that stands for no valid label at
/// `at` is unknown.
[[nodiscard]] std::unique_ptr<PortionJudge> judge_by_policy(label::Policy policy, label::Clearance clearance,
                                                            Instant at);

class PolicyMarks;

/// For a text that bears the label `whole`: a portion is readable if it fits that (label::fits), and withheld if it is
/// above it. `marks` outlives the judge.
[[nodiscard]] std::unique_ptr<PortionJudge> judge_by_label(PolicyMarks& marks, label::Label whole);

/// For a text whose label is not known: every mark of the policy is withheld. `marks` outlives the judge.
[[nodiscard]] std::unique_ptr<PortionJudge> judge_by_no_label(PolicyMarks& marks);

} // namespace pouch::redact
