#pragma once
#include "pouch/label/policy.hpp"

#include <set>
#include <string>
#include <string_view>

/// What the portions that stay in a document are marked with, and the banner that follows from it.
namespace pouch::redact {

class KeptMarks {
  public:
    /// A portion stays that is marked `(inside)`, which the policy knows.
    void add(std::string_view inside);
    /// One stays without a mark.
    void add_unmarked() { has_unmarked_ = true; }
    /// A line stays that is a page marking of the policy.
    void add_banner(std::string_view line);

    /// True if nothing was added.
    [[nodiscard]] bool is_empty() const { return marks_.empty() && !has_unmarked_ && !is_full_; }

    /// One line for a person: the page marking that the roll-up of the marks has under `policy` at `at`, and whether the
    /// document bears another; or why there is none.
    [[nodiscard]] std::string proposal(const label::Policy& policy, Instant at) const;

  private:
    static constexpr std::size_t most_marks = 1024; ///< Different ones.
    static constexpr std::size_t most_banners = 16;

    std::set<std::string, std::less<>> marks_;
    std::set<std::string, std::less<>> banners_;
    bool has_unmarked_ = false;
    bool is_full_ = false;
};

} // namespace pouch::redact
