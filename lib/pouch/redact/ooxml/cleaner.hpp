#pragma once
#include "pouch/redact/ooxml/field_stack.hpp"
#include "pouch/redact/ooxml/vocabulary.hpp"
#include "pouch/redact/structure.hpp"
#include "pouch/redact/xml/reader.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

/// Takes out of a part of an office document what is neither its text nor how it looks: comments and where they are
/// anchored, revision ids, names of pictures, content controls (their content stays), attributes that no list names. The
/// rest keeps its bytes.
///
/// Throws Fault::refused what xml/reader.hpp does, `ooxml.change` for a tracked change, `ooxml.hidden` for hidden text,
/// `ooxml.embedded` for what is of another format, `ooxml.field` for a field that is not kept or broken, `ooxml.element`
/// for an element that no list names, `ooxml.prefix` for a namespace under another prefix than usual, `ooxml.text` for
/// text where none belongs, `ooxml.relationship` for a reference of another kind than its element takes.
namespace pouch::redact::ooxml {

/// What a reference to a relationship is good for.
enum class LinkUse { none, hyperlink, dead_hyperlink, image, header, footer };

struct CleanerOptions {
    Vocabulary vocabulary = Vocabulary::text;
    std::string_view root; ///< The element that all is in.
    /// What the relationship of that id is; none if there is none. A dead hyperlink is unwrapped.
    std::function<LinkUse(std::string_view id)> link = [](std::string_view) { return LinkUse::none; };
    /// Called for names and values that stay; throws if they must not.
    std::function<void(std::string_view value)> check = [](std::string_view) {};
};

class Cleaner {
  public:
    Cleaner(std::string_view text, const CleanerOptions& options) : text_(text), options_(options) {}

    /// The text without what goes. Once.
    [[nodiscard]] std::string clean();

  private:
    /// An element that is open and not dropped.
    struct Open {
        std::string name; ///< With its usual prefix.
        bool is_unwrapped;
        std::size_t content;       ///< Where its content begins.
        bool keeps_blanks;         ///< xml:space="preserve".
        bool is_rewritten = false; ///< Its text is not in the one form.
        std::string value;         ///< Its text so far.
    };

    void take(const xml::Token& token, const xml::Reader& reader);
    void begin_element(const xml::Token& token, const xml::Reader& reader);
    void end_element(const xml::Token& token);
    [[nodiscard]] Treatment treatment(const std::string& name, const xml::Reader& reader) const;
    [[nodiscard]] std::string known_name(const xml::Reader& reader, std::size_t place) const;
    void learn_ignorable(const xml::Reader& reader);
    void check_place(const std::string& name, std::size_t place) const;
    void clean_attributes(const std::string& name, const xml::Reader& reader);
    [[nodiscard]] bool clean_attribute(const std::string& name, const xml::Attribute& attribute);
    void check_reference(const std::string& name, std::string_view id, std::size_t place) const;
    void take_text(const xml::Token& token);
    void end_text(const xml::Token& token, const Open& element);
    void take_field(const std::string& name, const xml::Reader& reader, std::size_t place);
    void check(std::string_view value, std::size_t place) const;
    [[nodiscard]] std::string value_of(const xml::Reader& reader, std::string_view local) const;
    [[nodiscard]] std::string_view span(std::size_t begin, std::size_t end) const
    {
        return text_.substr(begin, end - begin);
    }

    std::string_view text_;
    const CleanerOptions& options_;
    std::vector<TextCut> cuts_;
    std::vector<Open> open_;
    std::size_t dropped_ = 0;                   ///< Open elements that are dropped: one and those in it.
    std::size_t drop_begin_ = 0;                ///< Where they begin.
    std::size_t paragraphs_ = 0;                ///< Open ones.
    std::unordered_set<std::string> ignorable_; ///< Namespaces that a reader may not know.
    FieldStack fields_;
};

} // namespace pouch::redact::ooxml
