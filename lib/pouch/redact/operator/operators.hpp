#pragma once
#include "pouch/redact/operator/operator.hpp"
#include "pouch/redact/scanner.hpp"

#include <span>
#include <vector>

/// The operators of all rules, and what they do to the matches of a search.
namespace pouch::redact {

/// A stretch that an operator wrote and that may match its own rule again: a shifted date is a date.
struct Stay {
    std::uint32_t rule;
    std::uint64_t begin;
    std::uint64_t end;
};

class Operators {
  public:
    /// Fault::usage `rules.key-file`: a rule needs the key, which is null. `key` must outlive this.
    Operators(const std::vector<Rule>& rules, const KeyScope* key);

    /// After a first search: puts in the place of each value what is to be written for it, and moves the matches that
    /// stay to `kept`. A match whose value cannot be written loses it, and gets the fixed token.
    void apply(std::vector<std::string>& values, std::vector<Match>& matches, std::vector<Match>& kept) const;

    /// After a later search: takes out the matches of rules that keep, and those inside what their own rule wrote. The
    /// others lose their value: what appears only now gets a fixed token, so that nothing can grow round by round.
    /// Places of `stays` count from the beginning of all, those of `matches` from `origin`.
    void spare(std::span<const Stay> stays, std::uint64_t origin, std::vector<Match>& matches) const;

    /// True if the rule may match what it wrote itself, and that is no residue.
    [[nodiscard]] bool may_write_match(std::uint32_t rule) const { return may_write_match_[rule]; }

  private:
    std::vector<Operator> operators_; ///< By rule; empty where the value does not matter.
    std::vector<bool> keeps_;         ///< By rule.
    std::vector<bool> may_write_match_;
    bool has_any_ = false; ///< False: nothing is done at all.
};

/// What the operator of `rule` may write, with keys that nobody uses: no rule may match it.
[[nodiscard]] std::vector<std::string> sample_tokens(const Rule& rule);

} // namespace pouch::redact
