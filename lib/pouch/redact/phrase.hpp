#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Literals and Latin names of several words, which match whatever stands between these.
///
/// The longest word of a phrase is what a finder looks for; judge() then looks at what stands before and behind it.
namespace pouch::redact {

/// What may stand between two words besides nothing: at most 32 bytes.
enum class Gap : std::uint8_t {
    white, ///< White space, as white.hpp has it.
    joint, ///< Also hyphens, full stops, and the underscores and asterisks of names of files and of emphasis.
    comma, ///< Also commas.
};

class Phrase {
  public:
    /// The words of `text`; white space between them is Gap::white. White space at the ends belongs to a word.
    [[nodiscard]] static Phrase of_literal(std::string_view text, bool ignore_case);

    /// The orders in which a name in Latin letters may stand: as it is, with its first word last, with its last word
    /// first. A comma may stand behind a part that was moved, or behind the first word. In any case of letters, with
    /// borders of ASCII words at both ends. `name` is_latin_name.
    [[nodiscard]] static std::vector<Phrase> of_latin_name(std::string_view name);

    [[nodiscard]] std::size_t word_count() const { return words_.size(); }
    /// The word to look for.
    [[nodiscard]] const std::string& anchor() const { return words_[anchor_].text; }
    [[nodiscard]] bool ignore_case() const { return ignore_case_; }
    /// Bytes of the longest match.
    [[nodiscard]] std::size_t longest() const;

    /// A literal as a regular expression, for letters that fold as Unicode says; its gaps count characters.
    [[nodiscard]] std::string as_regex() const;

    struct Bounds {
        std::size_t begin;
        std::size_t end;
    };
    /// The longest match whose anchor ends at `anchor_end`.
    [[nodiscard]] std::optional<Bounds> judge(std::string_view text, std::size_t anchor_end) const;

  private:
    struct Word {
        std::string text;
        Gap gap = Gap::white; ///< What may stand before it.
    };

    Phrase(std::vector<Word> words, bool ignore_case, bool has_borders);
    [[nodiscard]] bool stands_at(std::string_view text, std::size_t i, const Word& word) const;

    std::vector<Word> words_;
    std::size_t anchor_ = 0;
    std::size_t most_gap_ = 0; ///< Bytes.
    bool ignore_case_ = false;
    bool has_borders_ = false;
};

/// True for a name of ASCII letters, with blanks, hyphens, full stops and apostrophes.
[[nodiscard]] bool is_latin_name(std::string_view name);

} // namespace pouch::redact
