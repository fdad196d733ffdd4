#include "pouch/redact/ooxml/paragraphs.hpp"

#include "pouch/redact/ooxml/sheet_header.hpp"
#include "pouch/redact/ooxml/sheet_string.hpp"
#include "pouch/redact/ooxml/symbol.hpp"
#include "pouch/redact/xml/reader.hpp"
#include "pouch/redact/xml/reference.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace pouch::redact::ooxml {

namespace {

enum class Language { word, drawing, sheet, chart, vml, threads, other };

Language language_of(std::string_view space)
{
    constexpr std::array<std::pair<std::string_view, Language>, 10> known{{
        {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", Language::word},
        {"http://purl.oclc.org/ooxml/wordprocessingml/main", Language::word},
        {"http://schemas.openxmlformats.org/drawingml/2006/main", Language::drawing},
        {"http://purl.oclc.org/ooxml/drawingml/main", Language::drawing},
        {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", Language::sheet},
        {"http://purl.oclc.org/ooxml/spreadsheetml/main", Language::sheet},
        {"http://schemas.openxmlformats.org/drawingml/2006/chart", Language::chart},
        {"http://purl.oclc.org/ooxml/drawingml/chart", Language::chart},
        {"urn:schemas-microsoft-com:vml", Language::vml},
        {"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments", Language::threads},
    }};
    for (const auto& [name, language] : known) {
        if (name == space) return language;
    }
    return Language::other;
}

/// What an element is to the text of its part.
enum class Kind {
    paragraph, ///< Holds elements of text.
    cell,      ///< A paragraph if what it shows is text: then it holds that as its value.
    header,    ///< A paragraph that is text with codes in it.
    all_text,  ///< A paragraph in which everything is text.
    text,
    value, ///< Text in a cell.
    other,
};

Kind kind_of(Language language, std::string_view name)
{
    constexpr std::array<std::string_view, 6> headers{"oddHeader",  "oddFooter",   "evenHeader",
                                                      "evenFooter", "firstHeader", "firstFooter"};
    switch (language) {
    case Language::word:
        return name == "p" ? Kind::paragraph : name == "t" || name == "delText" ? Kind::text : Kind::other;
    case Language::drawing:
        return name == "p" ? Kind::paragraph : name == "t" ? Kind::text : Kind::other;
    case Language::sheet:
        if (name == "si" || name == "is" || name == "text") return Kind::paragraph;
        if (std::find(headers.begin(), headers.end(), name) != headers.end()) return Kind::header;
        return name == "c" ? Kind::cell : name == "v" ? Kind::value : name == "t" ? Kind::text : Kind::other;
    case Language::chart:
        return name == "v" ? Kind::all_text : Kind::other;
    case Language::vml:
        return name == "textbox" ? Kind::all_text : Kind::other;
    case Language::threads:
        return name == "text" ? Kind::all_text : Kind::other;
    case Language::other:
        break;
    }
    return Kind::other;
}

class Walk {
  public:
    using Take = std::function<void(std::size_t, std::string_view)>;

    Walk(std::string_view part, const Take& take) : part_(part), take_(take), reader_(part) {}

    void run()
    {
        for (auto token = reader_.next(); token.kind != xml::TokenKind::end; token = reader_.next()) {
            const auto raw = part_.substr(token.begin, token.end - token.begin);
            switch (token.kind) {
            case xml::TokenKind::open:
            case xml::TokenKind::empty:
                begin();
                if (token.kind == xml::TokenKind::empty) end();
                break;
            case xml::TokenKind::close:
                end();
                break;
            case xml::TokenKind::text:
                if (innermost().in_text > 0) text() += xml::decoded_text(raw);
                break;
            case xml::TokenKind::cdata:
                if (innermost().in_text > 0) text() += raw.substr(9, raw.size() - 12); // <![CDATA[ ]]>
                break;
            default:
                break;
            }
        }
        take_(0, paragraphs_.front().text);
    }

  private:
    struct Paragraph {
        std::size_t number = 0;
        std::string text;
        std::size_t in_text = 0; ///< Elements that are open and hold its text.
        bool has_values = false; ///< A cell whose value is text.
        bool is_of_sheet = false;
    };

    Paragraph& innermost() { return paragraphs_.back(); }
    std::string& text() { return innermost().text; }

    void begin()
    {
        const auto [space, name] = reader_.name();
        const auto language = language_of(space);
        auto kind = kind_of(language, name);
        if (kind == Kind::cell && value_of("t") != "str")
            kind = Kind::other; // numbers, and what stands elsewhere
        if (kind == Kind::value && !innermost().has_values) kind = Kind::other;
        open_.push_back(kind);
        switch (kind) {
        case Kind::paragraph:
        case Kind::cell:
            paragraphs_.push_back({++count_, {}, 0, kind == Kind::cell, language == Language::sheet});
            break;
        case Kind::header:
        case Kind::all_text:
            paragraphs_.push_back({++count_, {}, 1, false, language == Language::sheet});
            break;
        case Kind::text:
        case Kind::value:
            ++innermost().in_text;
            break;
        case Kind::other:
            show(language, name);
        }
    }

    void end()
    {
        const auto kind = open_.back();
        open_.pop_back();
        if (kind == Kind::other) return;
        if (kind == Kind::text || kind == Kind::value) {
            --innermost().in_text;
            return;
        }
        auto shown = innermost().is_of_sheet ? sheet_string(text()) : std::move(text());
        take_(innermost().number, kind == Kind::header ? sheet_header_text(shown) : shown);
        paragraphs_.pop_back();
    }

    /// What an element shows that is no text.
    void show(Language language, std::string_view name)
    {
        if (language == Language::drawing && name == "br") text() += '\n';
        if (language == Language::vml && name == "textpath") take_(0, value_of("string"));
        if (language != Language::word) return;
        if (name == "tab" || name == "ptab") text() += '\t';
        if (name == "br" || name == "cr") text() += '\n';
        if (name == "noBreakHyphen") text() += '-';
        if (name == "sym") text() += symbol(value_of("char"));
        if (name == "lvlText") take_(0, value_of("val"));
    }

    std::string value_of(std::string_view local) const
    {
        for (const auto& attribute : reader_.attributes()) {
            if (attribute.name.local != local) continue;
            return xml::decoded_value(
                part_.substr(attribute.value_begin, attribute.value_end - attribute.value_begin));
        }
        return {};
    }

    std::string_view part_;
    const Take& take_;
    xml::Reader reader_;
    std::vector<Kind> open_;
    std::vector<Paragraph> paragraphs_ =
        std::vector<Paragraph>(1); ///< Open ones; the first is for text outside of all.
    std::size_t count_ = 0;
};

} // namespace

void for_each_paragraph(std::string_view part,
                        const std::function<void(std::size_t number, std::string_view text)>& take)
{
    Walk(part, take).run();
}

} // namespace pouch::redact::ooxml
