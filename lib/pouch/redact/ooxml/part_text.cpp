#include "pouch/redact/ooxml/part_text.hpp"

#include "pouch/redact/ooxml/markup.hpp"
#include "pouch/redact/ooxml/symbol.hpp"
#include "pouch/redact/ooxml/vocabulary.hpp"
#include "pouch/redact/xml/reader.hpp"
#include "pouch/redact/xml/reference.hpp"

#include <algorithm>
#include <optional>

namespace pouch::redact::ooxml {

namespace {

std::string text_element(std::string_view text)
{
    return fmt::format("<w:t xml:space=\"preserve\">{}</w:t>", escaped(text));
}

} // namespace

/// Reads a part once.
class PartText::Builder {
  public:
    explicit Builder(PartText& into) : to_(into) {}

    void run()
    {
        using xml::TokenKind;
        xml::Reader reader(to_.part_);
        for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
            switch (token.kind) {
            case TokenKind::open:
            case TokenKind::empty:
                begin(token, reader);
                if (token.kind == TokenKind::empty) end(token);
                break;
            case TokenKind::close:
                end(token);
                break;
            case TokenKind::text:
                if (!open_.empty() && open_.back().name == "w:t")
                    value_ += xml::decoded_text(to_.part_.substr(token.begin, token.end - token.begin));
                break;
            default:
                break;
            }
        }
    }

  private:
    struct Open {
        std::string_view name;
        std::size_t begin;
    };

    void begin(const xml::Token& token, const xml::Reader& reader)
    {
        const auto name = reader.written_name();
        const auto parent = open_.empty() ? std::string_view() : open_.back().name;
        open_.push_back({name, token.begin});
        if (name == "w:p") {
            to_.paragraphs_.push_back({token.begin, 0, to_.text_.size(), 0});
            in_paragraph_ = true;
        } else if (name == "w:tbl") {
            to_.steps_.push_back({Step::Kind::enter_table});
        } else if (is_apart(name)) {
            to_.steps_.push_back({Step::Kind::enter_cell});
        } else if (name == "w:t") {
            value_.clear();
        } else if (name == "w:drawing" && in_paragraph_) {
            to_.paragraphs_.back().has_picture = true;
        } else if (parent == "w:r") {
            shown_ = shown_by(name, reader);
        } else if (name == "w:sectPr" && parent == "w:pPr" && in_paragraph_) {
            has_section_ = true;
        }
    }

    void end(const xml::Token& token)
    {
        const auto [name, begin] = open_.back();
        open_.pop_back();
        if (name == "w:p") {
            auto& paragraph = to_.paragraphs_.back();
            paragraph.end = token.end;
            paragraph.text_end = to_.text_.size();
            to_.text_ += '\n';
            to_.steps_.push_back({Step::Kind::paragraph, to_.paragraphs_.size() - 1});
            in_paragraph_ = false;
        } else if (name == "w:tbl") {
            to_.steps_.push_back({Step::Kind::leave_table});
        } else if (is_apart(name)) {
            to_.steps_.push_back({Step::Kind::leave_cell});
        } else if (name == "w:t") {
            // A line break in a text is shown as a blank; w:br is one.
            std::replace_if(
                value_.begin(), value_.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; },
                ' ');
            add(value_, begin, token.end, true);
        } else if (!shown_.empty() && !open_.empty() && open_.back().name == "w:r") {
            add(shown_, begin, token.end, false);
            shown_.clear();
        } else if (name == "w:pPr" && has_section_) {
            to_.paragraphs_.back().section_begin = begin;
            to_.paragraphs_.back().section_end = token.end;
            has_section_ = false;
        }
    }

    static bool is_apart(std::string_view name)
    {
        return name == "w:tc" || name == "w:footnote" || name == "w:endnote";
    }

    /// What an element in a run shows.
    std::string shown_by(std::string_view name, const xml::Reader& reader) const
    {
        if (name == "w:tab" || name == "w:ptab") return "\t";
        if (name == "w:br" || name == "w:cr") return "\n";
        if (name == "w:noBreakHyphen") return "-";
        if (name == "w:softHyphen") return "\xC2\xAD";
        if (name != "w:sym") return {};
        for (const auto& attribute : reader.attributes()) {
            if (attribute.name.space == word_namespace && attribute.name.local == "char")
                return symbol(xml::decoded_value(
                    to_.part_.substr(attribute.value_begin, attribute.value_end - attribute.value_begin)));
        }
        return "?";
    }

    void add(std::string_view text, std::size_t begin, std::size_t end, bool is_text)
    {
        if (text.empty()) return;
        to_.pieces_.push_back({to_.text_.size(), to_.text_.size() + text.size(), begin, end, is_text});
        to_.text_ += text;
    }

    PartText& to_;
    std::vector<Open> open_;
    std::string value_; ///< Of the present w:t.
    std::string shown_; ///< By the present element of a run.
    bool in_paragraph_ = false;
    bool has_section_ = false;
};

PartText::PartText(std::string_view part) : part_(part)
{
    Builder(*this).run();
}

std::size_t PartText::paragraph_at(std::size_t place) const
{
    const auto behind = std::upper_bound(
        paragraphs_.begin(), paragraphs_.end(), place,
        [](std::size_t at, const Paragraph& paragraph) { return at < paragraph.text_begin; });
    return static_cast<std::size_t>(behind - paragraphs_.begin());
}

/// The index of the first piece that ends behind `place`.
std::size_t PartText::first_piece(std::size_t place) const
{
    const auto piece = std::partition_point(pieces_.begin(), pieces_.end(),
                                            [&](const Piece& one) { return one.text_end <= place; });
    return static_cast<std::size_t>(piece - pieces_.begin());
}

bool PartText::holds_runs(std::size_t begin, std::size_t end) const
{
    const auto first = first_piece(begin);
    return first < pieces_.size() && pieces_[first].text_begin < end;
}

std::string PartText::replaced(const std::vector<TextSpan>& spans) const
{
    std::vector<TextCut> cuts;
    std::string value; // of the w:t that is being written anew: pieces_[changed]
    std::size_t changed = pieces_.size();
    std::size_t kept = 0; // place in the text up to which value goes
    const auto close = [&] {
        if (changed == pieces_.size()) return;
        const auto& piece = pieces_[changed];
        value += text_.substr(kept, piece.text_end - kept);
        cuts.push_back({piece.begin, piece.end, value.empty() ? std::string("<w:t/>") : text_element(value)});
        changed = pieces_.size();
    };
    for (const auto& span : spans) {
        bool is_written = false;
        std::optional<std::size_t> first_cut; // of an element that shows a character
        for (auto i = first_piece(span.begin); i < pieces_.size() && pieces_[i].text_begin < span.end; ++i) {
            const auto& piece = pieces_[i];
            if (i != changed) close();
            if (!piece.is_text) {
                const bool is_cut = !cuts.empty() && cuts.back().begin == piece.begin;
                if (!is_cut) cuts.push_back({piece.begin, piece.end, {}});
                if (!is_cut && !first_cut) first_cut = cuts.size() - 1;
                continue;
            }
            if (i != changed) {
                changed = i;
                kept = piece.text_begin;
                value.clear();
            }
            const auto begin = std::max(span.begin, piece.text_begin);
            value += text_.substr(kept, begin - kept);
            if (!is_written) value += span.replacement;
            is_written = true;
            kept = std::min(span.end, piece.text_end);
        }
        if (!is_written && first_cut && !span.replacement.empty())
            cuts[*first_cut].replacement = text_element(span.replacement);
    }
    close();
    return without(part_, cuts);
}

} // namespace pouch::redact::ooxml
