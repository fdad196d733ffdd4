#include "pouch/redact/ooxml/paragraphs.hpp"

#include "pouch/redact/ooxml/symbol.hpp"
#include "pouch/redact/xml/reader.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace pouch::redact::ooxml {

namespace {

enum class Language { word, drawing, sheet, other };

Language language_of(std::string_view space)
{
    constexpr std::array<std::pair<std::string_view, Language>, 6> known{{
        {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", Language::word},
        {"http://purl.oclc.org/ooxml/wordprocessingml/main", Language::word},
        {"http://schemas.openxmlformats.org/drawingml/2006/main", Language::drawing},
        {"http://purl.oclc.org/ooxml/drawingml/main", Language::drawing},
        {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", Language::sheet},
        {"http://purl.oclc.org/ooxml/spreadsheetml/main", Language::sheet},
    }};
    for (const auto& [name, language] : known) {
        if (name == space) return language;
    }
    return Language::other;
}

bool is_paragraph(Language language, std::string_view name)
{
    if (language == Language::sheet) return name == "si" || name == "is";
    return language != Language::other && name == "p";
}

bool is_text(Language language, std::string_view name)
{
    return language != Language::other && (name == "t" || (language == Language::word && name == "delText"));
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
                if (in_text_ > 0) text() += xml::decoded_text(raw);
                break;
            case xml::TokenKind::cdata:
                if (in_text_ > 0) text() += raw.substr(9, raw.size() - 12); // <![CDATA[ ]]>
                break;
            default:
                break;
            }
        }
        take_(0, paragraphs_.front().text);
    }

  private:
    enum class Kind { paragraph, text, other };
    struct Paragraph {
        std::size_t number;
        std::string text;
    };

    std::string& text() { return paragraphs_.back().text; }

    void begin()
    {
        const auto [space, name] = reader_.name();
        const auto language = language_of(space);
        auto kind = Kind::other;
        if (is_paragraph(language, name)) {
            kind = Kind::paragraph;
            paragraphs_.push_back({++count_, {}});
        } else if (is_text(language, name)) {
            kind = Kind::text;
            ++in_text_;
        } else if (language == Language::word) {
            show(name);
        } else if (language == Language::drawing && name == "br") {
            text() += '\n';
        }
        open_.push_back(kind);
    }

    void end()
    {
        const auto kind = open_.back();
        open_.pop_back();
        if (kind == Kind::text) --in_text_;
        if (kind != Kind::paragraph) return;
        take_(paragraphs_.back().number, text());
        paragraphs_.pop_back();
    }

    /// What an element of Word shows that is no text.
    void show(std::string_view name)
    {
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
    std::vector<Paragraph> paragraphs_{{0, {}}}; ///< Open ones; the first is for text outside of all.
    std::size_t count_ = 0;
    std::size_t in_text_ = 0;
};

} // namespace

void for_each_paragraph(std::string_view part,
                        const std::function<void(std::size_t number, std::string_view text)>& take)
{
    Walk(part, take).run();
}

} // namespace pouch::redact::ooxml
