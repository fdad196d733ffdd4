#pragma once
#include "pouch/redact/operator/field_operators.hpp"
#include "pouch/redact/structure.hpp"
#include "pouch/redact/xml/path.hpp"

/// Reads an XML document, and says what of it is cut out: what field rules mean, comments and processing instructions
/// unless the target keeps them, and elements and attributes that hold a portion which the reader may not see.
///
/// Of an element, token and mask replace what is in it; its tags stay, with what its attributes say unless a rule means
/// them. Nothing is cut inside of what is cut. The root element cannot be dropped: it is emptied.
namespace pouch::redact::xml {

class Editor {
  public:
    explicit Editor(const StructureOptions& options);

    /// Reads `text`, which is UTF-8. Throws what Reader does, and Fault::policy `portion.unknown`.
    void edit(std::string_view text);

    /// The cuts of the last text, in order and apart.
    [[nodiscard]] const std::vector<TextCut>& cuts() const { return cuts_; }

  private:
    /// An element whose content stays so far.
    struct Open {
        std::size_t content;      ///< Where its content begins.
        bool is_withheld = false; ///< Some of its own text is a portion that the reader may not see.
        std::optional<std::pair<std::size_t, std::size_t>> mark =
            {}; ///< That text, if it is a mark and no more.
    };
    /// An element whose content goes, or that goes as a whole.
    struct Skipped {
        std::size_t begin;       ///< Of what goes.
        bool is_dropped;         ///< The tags go too.
        std::string replacement; ///< For the content.
        std::uint32_t rule;
        std::size_t depth = 1; ///< Elements open in it, with itself.
        std::string text = {}; ///< The first of its text, to find a mark in.
    };

    void take(const Token& token, const Reader& reader);
    void begin_element(const Token& token, const Reader& reader);
    void end_element(const Token& token);
    void end_skipped(const Token& token);
    void edit_attributes(const Reader& reader, bool drops_all);
    void edit_attribute(const Attribute& attribute);
    void judge(const Token& token);
    [[nodiscard]] std::string_view aside_text(const Token& token) const;
    void judge_aside(const Token& token);
    void note_skipped(const Token& token);
    void check_lost(std::string_view text, std::size_t place) const;
    [[nodiscard]] std::string text_of(const Token& token) const;
    void note_signature(const Token& token, const Name& name) const;
    [[nodiscard]] std::string_view span(std::size_t begin, std::size_t end) const
    {
        return text_.substr(begin, end - begin);
    }
    void prefer(std::optional<std::uint32_t>& best, std::size_t path) const;
    void report(CutReason reason, std::uint32_t rule, std::size_t begin, std::size_t end) const;

    const StructureOptions& options_;
    std::vector<std::uint32_t> rules_;        ///< With a field of XML, by path of fields_.
    std::optional<FieldOperators> operators_; ///< Of these rules.
    PathStack fields_;

    std::string_view text_;
    std::vector<TextCut> cuts_;
    std::vector<Open> open_;
    std::optional<Skipped> skipped_;
};

} // namespace pouch::redact::xml
