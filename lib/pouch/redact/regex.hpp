#pragma once
#include "pouch/redact/regex_syntax.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

/// A regular expression that Hyperscan finds and RE2 judges.
///
/// Hyperscan reports ends of a trigger; judge() turns one into the exact bounds. The trigger is the pattern
/// itself, or, where the pattern ends in a repeat of one class (`key=\w{4,64}`), the pattern up to the least
/// number of repeats: one report for each value instead of one for each of its characters.
namespace pouch::redact {

class Regex {
  public:
    /// `who` names the rule in errors, Fault::usage `rules.regex`.
    Regex(const std::string& pattern, bool ignore_case, const std::string& who);
    ~Regex();
    Regex(Regex&&) noexcept;
    Regex& operator=(Regex&&) noexcept;

    [[nodiscard]] const std::string& trigger() const { return trigger_; }
    [[nodiscard]] bool ignore_case() const { return ignore_case_; }
    [[nodiscard]] bool is_utf8() const { return is_utf8_; }
    /// Bytes of the longest match, at most `longest_match`.
    [[nodiscard]] std::size_t longest() const { return longest_; }

    enum class Verdict { no_match, match, too_long };
    struct Bounds {
        Verdict verdict = Verdict::no_match;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    /// The union of all matches that the trigger's end at `end` stands for: the leftmost begin with the
    /// furthest end. The text must reach `longest_match + look_around` bytes beyond what is to be judged on
    /// each side, unless the document ends before.
    [[nodiscard]] Bounds judge(std::string_view text, std::size_t end) const;

  private:
    std::string trigger_;
    bool ignore_case_;
    bool is_utf8_ = false;
    std::size_t longest_ = 0;
    std::unique_ptr<re2::RE2> before_character_; ///< The trigger, one character, end of text.
    std::unique_ptr<re2::RE2> at_end_;           ///< The trigger, end of text.
    std::unique_ptr<re2::RE2> tail_run_;         ///< The rest of the repeat behind the trigger.
    std::unique_ptr<re2::RE2> tail_;             ///< The same with what must stand behind it, if anything.
};

} // namespace pouch::redact
