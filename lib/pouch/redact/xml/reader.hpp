#pragma once
#include "pouch/format/xml_character.hpp"
#include "pouch/redact/xml/namespace_scope.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

/// XML, read strictly: XML 1.0 (fifth edition) with namespaces, in UTF-8, and as little of it as cannot surprise.
///
/// A byte order mark and an XML declaration may stand in front. No DOCTYPE, no entities but the five, no encoding but
/// UTF-8. Nothing is copied but namespaces: tokens are places in the text. Linear time, no recursion.
namespace pouch::redact::xml {

inline constexpr std::size_t most_depth = 256;
inline constexpr std::size_t most_attributes = 256;    ///< Of one element, with its namespaces.
inline constexpr std::size_t longest_name = 1024;      ///< Bytes, of a prefix or a local name.
inline constexpr std::size_t longest_namespace = 4096; ///< Bytes, as it is written.

inline constexpr std::string_view xml_namespace = "http://www.w3.org/XML/1998/namespace";
inline constexpr std::string_view xmlns_namespace = "http://www.w3.org/2000/xmlns/";

enum class TokenKind { declaration, comment, instruction, open, empty, close, text, cdata, end };

/// A token as a place in the text, with its brackets. Text outside the root element is white.
struct Token {
    TokenKind kind;
    std::size_t begin;
    std::size_t end;
};

/// What a name means. Namespaces are valid until the next token.
struct Name {
    std::string_view space;
    std::string_view local;
};

struct Attribute {
    Name name;
    std::size_t begin;       ///< Of the white space before it.
    std::size_t value_begin; ///< Behind the opening quote.
    std::size_t value_end;   ///< Before the closing quote.

    [[nodiscard]] bool is_declaration() const { return name.space == xmlns_namespace; }
};

/// Gives the tokens of one XML document, in order.
class Reader {
  public:
    /// `text` is UTF-8 and outlives the reader.
    explicit Reader(std::string_view text);

    /// The next token; `end` once and last. Throws Fault::refused, naming the place: `xml.syntax`, `xml.doctype`,
    /// `xml.entity`, `xml.encoding`, `xml.character`, `xml.namespace`, `xml.duplicate`, `xml.depth`, `xml.limit`.
    Token next();

    /// Of the element whose `open` or `empty` came last.
    [[nodiscard]] const Name& name() const { return name_; }
    [[nodiscard]] const std::vector<Attribute>& attributes() const { return attributes_; }
    /// Its name as it is written.
    [[nodiscard]] std::string_view written_name() const { return written_name_; }

  private:
    struct QName {
        std::string_view prefix;
        std::string_view local;
        std::size_t end;
    };
    struct Open {
        std::string_view name;  ///< As it is written.
        std::size_t namespaces; ///< How many there were before it.
    };

    [[nodiscard]] bool ahead(std::string_view word) const { return text_.substr(at_).starts_with(word); }
    bool take(std::string_view word);
    bool skip_white();
    [[nodiscard]] std::size_t name_end(std::size_t at) const;
    [[nodiscard]] QName qualified_name(std::size_t at) const;
    [[nodiscard]] std::size_t reference_end(std::size_t at) const;
    void check_references(std::size_t begin, std::size_t end) const;
    void check_characters() const;
    std::string_view pseudo_attribute(std::string_view key);
    Token declaration();
    Token text();
    Token comment();
    Token cdata();
    Token instruction();
    Token end_tag();
    Token start_tag();
    void attribute(std::size_t begin);
    void declare(const Attribute& attribute, const QName& name);
    [[nodiscard]] std::string_view space_of(std::string_view prefix, std::size_t place) const;
    void resolve(const QName& element, std::size_t place);
    void check_twice() const;

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t start_ = 0; ///< Behind the byte order mark.
    bool has_root_ = false;
    bool is_empty_ = false; ///< The last token was `empty`: its namespaces are still to go.
    std::vector<Open> open_;
    NamespaceScope namespaces_;
    std::string_view written_name_;
    Name name_;
    std::vector<Attribute> attributes_;
    std::vector<QName> names_; ///< Of attributes_.
};

} // namespace pouch::redact::xml
