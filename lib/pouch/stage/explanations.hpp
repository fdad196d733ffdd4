#pragma once
#include "pouch/label/finding.hpp"

#include <optional>
#include <string>
#include <vector>

/// What is told of labels to those who ask why.
namespace pouch::stage {

/// One label as it was judged.
struct Explanation {
    std::string where;                    ///< The file it is for, `the bundle`, or `the label`.
    std::string policy;                   ///< Identifier of the policy it was judged in; empty if in none.
    std::vector<label::Finding> findings; ///< Why it does not pass, whoever reads; empty if it is valid.
    bool is_judged = false;               ///< A clearance was asked, and the label is valid.
    std::optional<label::Finding> denial; ///< Why that clearance does not permit it.
    std::size_t more_findings = 0;        ///< Beside `findings`, not told.

    [[nodiscard]] bool passes() const { return findings.empty() && !denial; }
};

/// Labels in the order they were judged in. A sender makes a million labels with a finding each as easily as one, so
/// those that pass and those that do not are each told as long as that takes no more than explanation_budget, and
/// counted from there on.
class Explanations {
  public:
    void add(Explanation told);

    [[nodiscard]] const std::vector<Explanation>& labels() const { return labels_; }
    /// Labels that are not told.
    [[nodiscard]] std::size_t more_that_pass() const { return passing_.more; }
    [[nodiscard]] std::size_t more_that_do_not() const { return refused_.more; }

  private:
    struct Kind {
        std::size_t size = 0; ///< Of what is told.
        std::size_t more = 0;
    };
    std::vector<Explanation> labels_;
    Kind passing_;
    Kind refused_;
};

inline constexpr std::size_t explanation_budget = std::size_t{1} << 20U; ///< Bytes, of either kind.

} // namespace pouch::stage
