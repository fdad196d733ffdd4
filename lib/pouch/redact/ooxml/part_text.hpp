#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The text of a part of a document as a person reads it, over the runs that it is spread over: paragraphs end with a
/// line feed, in tables too; breaks and tabs are white space, hyphens and symbols the characters that they show. What is
/// replaced in it is replaced in the runs.
namespace pouch::redact::ooxml {

/// A paragraph, as a place in the part and in its text.
struct Paragraph {
    std::size_t begin; ///< In the part, with its tags.
    std::size_t end;
    std::size_t text_begin;
    std::size_t text_end; ///< Before its line feed.
    std::size_t section_begin =
        0; ///< In the part: the properties of a section that end with it, with all its others;
    std::size_t section_end = 0; ///< none if both are 0.
    bool has_picture = false;
};

/// What follows in a part, in order.
struct Step {
    enum class Kind {
        paragraph,
        enter_table,
        enter_cell, ///< Or a note: what stands in it is apart from what stands beside it.
        leave_cell,
        leave_table,
    };
    Kind kind;
    std::size_t paragraph = 0; ///< Index of it.
};

/// A stretch of the text that is replaced.
struct TextSpan {
    std::size_t begin;
    std::size_t end;
    std::string replacement;
};

class PartText {
  public:
    /// Reads `part`, which Cleaner has written; it must outlive this.
    explicit PartText(std::string_view part);

    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] const std::vector<Paragraph>& paragraphs() const { return paragraphs_; }
    [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }

    /// The number, from 1, of the paragraph that a place of the text is in.
    [[nodiscard]] std::size_t paragraph_at(std::size_t place) const;

    /// True if some of the stretch stands in runs: the rest of it, as an end of a paragraph, stays.
    [[nodiscard]] bool holds_runs(std::size_t begin, std::size_t end) const;

    /// The part with `spans` replaced, which are in order and apart and each stand in runs: in the first text that a span
    /// touches stands its replacement, or else in place of its first symbol; in the others nothing.
    [[nodiscard]] std::string replaced(const std::vector<TextSpan>& spans) const;

  private:
    /// A w:t, or an element that shows a character, which goes as a whole.
    struct Piece {
        std::size_t text_begin;
        std::size_t text_end;
        std::size_t begin; ///< In the part, with its tags.
        std::size_t end;
        bool is_text;
    };
    class Builder;

    [[nodiscard]] std::size_t first_piece(std::size_t place) const;

    std::string_view part_;
    std::string text_;
    std::vector<Piece> pieces_; ///< In order; the text of none is empty.
    std::vector<Paragraph> paragraphs_;
    std::vector<Step> steps_;
};

} // namespace pouch::redact::ooxml
