#pragma once
#include "pouch/base/error.hpp"
#include "pouch/redact/hyperscan.hpp"
#include "pouch/redact/mask_graph.hpp"
#include "pouch/redact/regex.hpp"
#include "pouch/redact/rules.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// Finds what rules name in a window of a text.
///
/// A match of a rule is any stretch of at most `longest_match` bytes that the rule describes, seen with the
/// characters around it; all matches count, overlapping ones too. So whether a stretch is a match depends on
/// its near surroundings only, and not on how a stream was cut into windows.
///
/// Hyperscan, or the masks of mask_graph.hpp, finds where a match may be; RE2 or exact code judges where it begins
/// and ends.
namespace pouch::redact {

/// A part of a document to search: matches that begin in [zone_begin, zone_end) are wanted; the rest of the
/// text is there to see their whole length and surroundings, `Scanner::margin()` bytes on each side unless
/// the document ends there. Cut between characters; valid UTF-8.
struct Window {
    std::string_view text;
    std::size_t zone_begin = 0;
    std::size_t zone_end = 0;
};

/// A match, as places in the text of the window.
struct Match {
    std::size_t begin;
    std::size_t end;
    std::uint32_t rule; ///< Index of the rule.
};

/// The whole of a text as one window.
[[nodiscard]] inline Window whole_window(std::string_view text)
{
    return {text, 0, text.size()};
}

class Scanner {
  public:
    enum class SelfTest { run, skip };

    /// Compiles the rules. Fault::usage with reasons `rules.*`: a rule that does not compile, that matches
    /// nothing or the empty string, or, unless the self test is skipped, the first of faults().
    explicit Scanner(std::vector<Rule> rules, SelfTest test = SelfTest::run);
    ~Scanner();
    Scanner(Scanner&&) noexcept;
    Scanner& operator=(Scanner&&) noexcept;

    /// Working memory of a scan; one a thread.
    class Workspace {
      public:
        Workspace();
        ~Workspace();
        Workspace(Workspace&&) noexcept;
        Workspace& operator=(Workspace&&) noexcept;

      private:
        friend class Scanner;
        FinderScratch scratch_;
        std::vector<FinderHit> hits_;
        std::vector<std::uint64_t> masks_;
        std::vector<std::size_t> run_ends_;  ///< By regex: end of the last run of its tail.
        std::vector<std::size_t> last_ends_; ///< By place: end of the last match, where that matters.
        std::vector<Match> found_;
        std::vector<Match> kept_;
    };
    [[nodiscard]] Workspace workspace() const;

    /// Every rule that matches a replacement, and every example that fails: usage errors, each of one rule.
    struct RuleFault {
        std::uint32_t rule; ///< Index of the rule.
        Error error;
    };
    [[nodiscard]] std::vector<RuleFault> faults() const;

    /// Puts the matches that begin in the zone into `matches`, in order of begin. Fault::refused
    /// `redact.match-length` if a match would be longer than `longest_match` bytes.
    void scan(const Window& window, Workspace& workspace, std::vector<Match>& matches) const;

    /// Bytes of context that a window needs on each side of its zone.
    [[nodiscard]] std::size_t margin() const { return margin_; }
    [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
    /// What stands for a span of each rule.
    [[nodiscard]] const std::vector<std::string>& replacements() const { return replacements_; }

    /// True if `a` names the replacement of a union of both: by priority, then length, then order of rules.
    [[nodiscard]] bool names_before(const Match& a, const Match& b) const;

  private:
    struct Literal {
        std::uint32_t rule;
        std::uint32_t size;
    };
    struct Regex {
        std::uint32_t rule;
        redact::Regex regex;
    };
    /// What must look at a place that graph_ finds: a regular expression for one rule, else a recogniser.
    struct Place {
        std::optional<Regex> regex;
        const Recogniser* builtin = nullptr;
        std::vector<std::uint32_t> rules; ///< That name the recogniser.
    };
    class Collector;

    void compile();
    std::vector<std::uint32_t>& rules_of_builtin(const Recogniser& builtin);
    void check_examples(std::vector<RuleFault>& faults) const;
    void check_tokens(std::vector<RuleFault>& faults) const;

    std::vector<Rule> rules_;
    std::vector<std::string> replacements_;
    std::size_t margin_ = 0;
    std::vector<Literal> literals_;
    Finder literal_finder_;
    std::vector<Regex> regexes_; ///< Found by regex_finder_, in its order.
    Finder regex_finder_;
    MaskGraph graph_;
    std::vector<Place> places_; ///< By output of graph_.
};

} // namespace pouch::redact
