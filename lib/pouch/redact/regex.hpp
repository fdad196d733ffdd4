#pragma once
#include "pouch/redact/regex_program.hpp"
#include "pouch/redact/regex_syntax.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A regular expression that is found in one of three ways, and that RE2 judges.
///
/// A pattern whose fixed beginning holds a literal (`\bCVE-20[0-9]{2}-`) is found by that, as other literals are. One that
/// begins with rare runs of ASCII classes and has no literal to hold on to (`\d{3}-\d{6}-\d{2}`) is found by its prefix(),
/// by the masks of mask_graph.hpp: such patterns are what is slow in a general matcher. For both, judge_at() turns a place
/// into bounds. All others are found by Hyperscan.
///
/// It reports ends of a trigger; judge() turns one into the exact bounds. The trigger is the pattern
/// itself, or, where the pattern ends in a repeat of one class (`key=\w{4,64}`), the pattern up to the least
/// number of repeats: one report for each value instead of one for each of its characters.
namespace pouch::redact {

class Regex {
  public:
    /// A literal that every match holds at the same distance from its begin.
    struct Anchor {
        std::string text;
        std::size_t offset = 0;
    };

    /// The expressions that `pattern` stands for: its alternatives where a repeat without limit is in one of
    /// them, else itself. `who` names the rule in errors, Fault::usage `rules.regex`.
    [[nodiscard]] static std::vector<Regex> all_of(const std::string& pattern, bool ignore_case,
                                                   const std::string& who);

    ~Regex();
    Regex(Regex&&) noexcept;
    Regex& operator=(Regex&&) noexcept;

    [[nodiscard]] const std::string& trigger() const { return trigger_; }
    [[nodiscard]] bool ignore_case() const { return ignore_case_; }
    [[nodiscard]] bool is_utf8() const { return is_utf8_; }
    /// Bytes of the longest match, at most `longest_match`.
    [[nodiscard]] std::size_t longest() const { return longest_; }

    /// False if no match holds a blank, tab or line end.
    [[nodiscard]] bool may_hold_blank() const { return may_hold_blank_; }

    /// The literal it is found by, if any.
    [[nodiscard]] const std::optional<Anchor>& anchor() const { return anchor_; }

    /// What its matches begin with, one of them, if that is few and judge_at() can go by it.
    [[nodiscard]] const std::vector<Front>& fronts() const { return fronts_; }

    /// What it is found by otherwise; without steps if by its trigger.
    [[nodiscard]] const RunPrefix& prefix() const { return prefix_; }

    enum class Verdict { no_match, match, too_long };
    struct Bounds {
        Verdict verdict = Verdict::no_match;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    /// The union of all matches that the trigger's end at `end` stands for: the leftmost begin with the
    /// furthest end. The text must reach `longest_match + look_around` bytes beyond what is to be judged on
    /// each side, unless the document ends before.
    ///
    /// `run_end` is 0 for the first end in a text, and then what the call before left there: ends come in
    /// ascending order, and those in one run of the tail share its end.
    [[nodiscard]] Bounds judge(std::string_view text, std::size_t end, std::size_t& run_end) const;

    /// The longest match that begins at `begin`, where its anchor or prefix says.
    [[nodiscard]] Bounds judge_at(std::string_view text, std::size_t begin) const;

    /// The same at the end of its anchor, if it stands there.
    [[nodiscard]] Bounds judge_anchor(std::string_view text, std::size_t anchor_end) const;

  private:
    Regex(const std::string& pattern, bool ignore_case, const std::string& who);
    void note_trigger(const std::string& plain, const RegexShape& shape, const std::string& who);
    [[nodiscard]] bool find_tail_end(std::string_view text, std::size_t begin, std::size_t& end,
                                     std::size_t& run_end) const;

    std::string trigger_;
    bool ignore_case_;
    bool is_utf8_ = false;
    bool may_hold_blank_ = true;
    std::size_t longest_ = 0;
    std::optional<Anchor> anchor_;
    std::vector<Front> behind_anchor_; ///< What stands behind it: one of these.
    std::vector<Front> fronts_;
    RunPrefix prefix_;
    std::optional<RegexProgram> whole_;            ///< The pattern.
    std::optional<RegexProgram> before_character_; ///< The trigger, one character, end of text.
    std::optional<RegexProgram> at_end_;           ///< The trigger, end of text.
    bool has_endless_tail_ = false;
    std::optional<RegexProgram> tail_run_; ///< The rest of the repeat behind the trigger.
    std::optional<RegexProgram> tail_;     ///< The same with what must stand behind it, if anything.
};

} // namespace pouch::redact
