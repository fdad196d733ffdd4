#pragma once
#include "pouch/base/error.hpp"
#include "pouch/redact/hangul_names.hpp"
#include "pouch/redact/hyperscan.hpp"
#include "pouch/redact/mask_graph.hpp"
#include "pouch/redact/phrase.hpp"
#include "pouch/redact/regex.hpp"
#include "pouch/redact/rules.hpp"
#include "pouch/redact/sieve.hpp"
#include "pouch/redact/view/family.hpp"
#include "pouch/redact/view/runs.hpp"
#include "pouch/redact/view/view.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// Finds what rules name in a window of a text, in every spelling.
///
/// A match of a rule is any stretch of at most `longest_match` bytes that the rule describes, seen with the
/// characters around it; all matches count, overlapping ones too. So whether a stretch is a match depends on
/// its near surroundings only, and not on how a stream was cut into windows.
///
/// The sieve, Hyperscan, the masks of mask_graph.hpp, or a table of names finds where a match may be; RE2 or exact code
/// judges where it begins and ends.
///
/// Sieve and masks find too where a text may hold something written in another way. Such places are decoded (view/unit.hpp,
/// view/runs.hpp), and what comes out, with its surroundings, is searched as the text itself is, and decoded again, up to
/// `most_depth` decodings one in another; folding of characters comes on top of each. A match there stands for the bytes
/// of the text that it was decoded from, whole units. Limits fail closed: the text is refused.
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
    std::uint32_t value =
        0; ///< Behind the index, in a list beside it, of its value, decoded; 0 if nobody needs it.
};

/// The whole of a text as one window.
[[nodiscard]] inline Window whole_window(std::string_view text)
{
    return {text, 0, text.size()};
}

class Scanner {
  public:
    /// Decodings one in another that are looked into.
    static constexpr std::size_t most_depth = 3;

    enum class SelfTest { run, skip };

    /// Compiles the rules. Fault::usage with reasons `rules.*`: a rule that does not compile, that matches
    /// nothing or the empty string, or, unless the self test is skipped, the first of faults().
    explicit Scanner(std::vector<Rule> rules, Packed packed = Packed::refuse, SelfTest test = SelfTest::run);
    ~Scanner();
    Scanner(Scanner&&) noexcept;
    Scanner& operator=(Scanner&&) noexcept;

    /// Working memory of a scan; one a thread.
    class Workspace;
    [[nodiscard]] Workspace workspace() const;

    /// Every rule that matches a replacement, and every example that fails: usage errors, each of one rule.
    struct RuleFault {
        std::uint32_t rule; ///< Index of the rule.
        Error error;
    };
    [[nodiscard]] std::vector<RuleFault> faults() const;

    /// Puts the matches that begin in the zone into `matches`, in order of begin, and the values of those whose rule
    /// takes them into Workspace::values. Throws Fault::refused:
    /// `redact.match-length` if a match would be longer than `longest_match` bytes; `redact.unit-length` if one lies in a
    /// run of base64 too long to be removed; `redact.packed` for a compressed file or the like in base64; `redact.depth`
    /// for what is encoded more than `most_depth` times; `redact.density` for more encoding than a window can show;
    /// `redact.charset` for an encoded word of mail that cannot be read.
    void scan(const Window& window, Workspace& workspace, std::vector<Match>& matches) const;

    /// Bytes of context that a window needs on each side of its zone.
    [[nodiscard]] std::size_t margin() const { return margin_; }
    /// Bytes of a view that show any match with its surroundings.
    [[nodiscard]] std::size_t sight() const { return longest_ + 2 * look_around; }
    /// What must be seen beside a unit. All matches that may be longer than `near` are tokens.
    [[nodiscard]] Reach reach() const { return {spread_ + 2 * look_around, sight(), 2 * look_around}; }
    [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
    /// What stands for a span of each rule.
    [[nodiscard]] const std::vector<std::string>& replacements() const { return replacements_; }

    /// True if `a` names the replacement of a union of both: by priority, then length, then order of rules.
    [[nodiscard]] bool names_before(const Match& a, const Match& b) const;

  private:
    /// A phrase of one rule, by the place of its anchor among the literals.
    struct RulePhrase {
        std::uint32_t rule;
        Phrase phrase;
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
    /// What a text holds.
    struct Findings {
        std::vector<Match> matches;  ///< In no order.
        std::vector<Match> too_long; ///< Would be matches, but for their length.
        std::vector<Match> spared;   ///< Values that are exempt, in order of rule and begin.
        /// By family: where a unit may stand, in order.
        std::array<std::vector<std::size_t>, family_count> places;
    };
    class Collector;
    class Search;

    void compile();
    void judge_literal(std::size_t literal, std::string_view text, std::size_t end,
                       Collector& collector) const;
    void note_length(std::size_t longest, bool is_token);
    void find_families(std::string_view text, Span outside, Workspace& workspace, Findings& findings) const;
    std::vector<std::uint32_t>& rules_of_builtin(const Recogniser& builtin);
    void check_examples(Workspace& space, std::vector<RuleFault>& faults) const;
    void check_tokens(Workspace& space, std::vector<RuleFault>& faults) const;

    /// Finds all that lies in `part` of `text`, which is valid UTF-8 but may hold NULs, which end all words and lines;
    /// families are looked for in the whole text.
    void find_in(std::string_view text, Span part, Workspace& workspace, Findings& findings) const;
    [[noreturn]] void refuse_length(std::uint32_t rule) const;

    std::vector<Rule> rules_;
    Packed packed_;
    std::vector<std::string> replacements_;
    std::vector<bool> takes_value_;    ///< By rule.
    std::size_t longest_ = 0;          ///< Bytes of the longest match of any rule,
    std::size_t spread_ = look_around; ///< and of any whose matches are no tokens.
    std::size_t margin_ = 0;
    /// What a literal is the anchor of.
    struct Anchored {
        std::vector<RulePhrase> phrases;
        std::vector<Regex> regexes;
    };
    std::vector<Anchored> anchored_; ///< By literal.
    Finder literal_finder_;          ///< Of the literals, unless sieve_ finds them.
    std::vector<Regex> front_regexes_;
    /// What a shape of the sieve says: a literal ends there, a regular expression may begin, or a family be found.
    struct Sieved {
        enum class Kind { literal, regex, family } kind;
        std::size_t index;    ///< Of anchored_, front_regexes_, or of the family.
        std::size_t size = 0; ///< Bytes of a literal.
    };
    Sieve sieve_;
    std::vector<Sieved> sieved_;                  ///< By shape of sieve_.
    Sieve family_sieve_;                          ///< Families alone.
    std::vector<std::size_t> families_of_shapes_; ///< By shape of family_sieve_.
    HangulNames hangul_names_;
    std::vector<Regex> regexes_; ///< Found by regex_finder_, in its order.
    Finder regex_finder_;
    MaskGraph graph_;
    MaskGraph run_graph_;       ///< Family::run alone.
    std::vector<Place> places_; ///< By output of graph_; behind them comes Family::run.
};

class Scanner::Workspace {
  public:
    Workspace();
    ~Workspace();
    Workspace(Workspace&&) noexcept;
    Workspace& operator=(Workspace&&) noexcept;

    std::vector<std::string> values; ///< Of the matches of the last scan, see Match::value.

  private:
    friend class Scanner;
    friend class Search;
    /// A text derived from the one of the level above, and what was found in it; the first is the window.
    struct Level {
        View view;
        Findings findings;
    };
    static constexpr std::size_t most_levels = 2 * (most_depth + 1); ///< Each depth, and a fold of it.

    FinderScratch scratch_;
    std::vector<FinderHit> hits_;
    std::vector<std::uint64_t> masks_;
    std::vector<std::size_t> run_ends_;  ///< By regex: end of the last run of its tail.
    std::vector<std::size_t> last_ends_; ///< By place: end of the last match, where that matters.
    std::vector<Match> kept_;
    std::vector<Run> runs_;
    std::vector<Stretch> stretches_;
    Findings single_; ///< Of one island alone.
    std::vector<Level> levels_;
};

} // namespace pouch::redact
