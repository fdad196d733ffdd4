#include "pouch/redact/ooxml/portions.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/ooxml/markup.hpp"
#include "pouch/redact/ooxml/part_text.hpp"
#include "pouch/redact/portion.hpp"
#include "pouch/redact/portion_text.hpp"
#include "pouch/redact/stray_mark.hpp"
#include "pouch/redact/xml/reader.hpp"
#include "pouch/redact/xml/reference.hpp"

namespace pouch::redact::ooxml {

namespace {

/// True if something of `text`, as a text of its own, is withheld when text without marks is treated as `unmarked` says.
bool is_withheld(std::string_view text, PortionJudge& judge, Unmarked unmarked)
{
    io::MemorySource in(as_bytes(text));
    PortionFilter filter(
        in, judge, {unmarked}, [](auto, auto, auto) {}, PortionFilter::Places::unwanted);
    Bytes buffer(4096);
    while (filter.read(buffer) > 0) {
    }
    return filter.withheld() > 0;
}

bool is_blank(std::string_view text)
{
    while (!text.empty()) {
        const auto size = blanks_before(text);
        if (size == 0 && text.front() != '\n') return false;
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return true;
}

/// Decides the paragraphs of a part, in order.
class Withholder {
  public:
    Withholder(const PartText& text, std::string_view part, const PortionOptions& options)
        : text_(text), part_(part), options_(options)
    {
    }

    PortionResult run()
    {
        for (const auto& step : text_.steps()) {
            switch (step.kind) {
            case Step::Kind::paragraph:
                take(step.paragraph);
                break;
            case Step::Kind::enter_table:
                end_run();
                before_.push_back(follows_withheld_);
                break;
            case Step::Kind::enter_cell:
                end_run();
                follows_withheld_ = !before_.empty() && before_.back();
                break;
            case Step::Kind::leave_cell:
                end_run();
                break;
            case Step::Kind::leave_table:
                end_run();
                follows_withheld_ = before_.back();
                before_.pop_back();
                break;
            }
        }
        return {without(part_, cuts_), has_withheld_ && !has_kept_};
    }

  private:
    void take(std::size_t index)
    {
        const auto& paragraph = text_.paragraphs()[index];
        const auto text =
            text_.text().substr(paragraph.text_begin, paragraph.text_end - paragraph.text_begin);
        if (is_blank(text) && !paragraph.has_picture) {
            follows_withheld_ = false;
            if (in_run_) blank_.push_back(index);
            return;
        }
        const bool was_withheld = text == portion_token; // by an earlier run of the filter
        if (was_withheld || is_withheld_here(text, index)) {
            is_mark_alone_ = !was_withheld && is_bare_mark(text);
            // Beside it stands what it may be the mark of.
            if (is_mark_alone_ && !before_.empty() && options_.unmarked == Unmarked::keep)
                throw mark_alone().in(fmt::format("paragraph {}", index + 1));
            if (!was_withheld) options_.report(index + 1);
            leave_out(index, was_withheld);
            follows_withheld_ = has_withheld_ = true;
            return;
        }
        end_run();
        follows_withheld_ = is_mark_alone_ = false;
        has_kept_ = true;
    }

    [[nodiscard]] bool is_withheld_here(std::string_view text, std::size_t index)
    {
        try {
            if (is_withheld(text, options_.judge, Unmarked::keep)) return true;
            const bool is_unmarked = !options_.judge.has_policy() || is_blank(text) ||
                                     is_withheld(text, options_.judge, Unmarked::withhold);
            if (!is_unmarked) return false;
            if (follows_withheld_ || (options_.judge.has_policy() && options_.unmarked == Unmarked::withhold))
                return true;
            if (is_mark_alone_ && !is_blank(text)) throw mark_alone();
        } catch (const Error& error) {
            throw error.in(fmt::format("paragraph {}", index + 1));
        }
        return false;
    }

    void leave_out(std::size_t index, bool is_token)
    {
        for (const auto blank : blank_) cut(blank);
        blank_.clear();
        if (in_run_) return cut(index);
        in_run_ = true;
        if (!is_token) cut(index, fmt::format("<w:r><w:t>{}</w:t></w:r>", portion_token));
    }

    /// Takes a paragraph out, or all of it but the section that ends with it, with `content` in its place if there is any.
    void cut(std::size_t index, std::string_view content = {})
    {
        const auto& paragraph = text_.paragraphs()[index];
        const auto section =
            part_.substr(paragraph.section_begin, paragraph.section_end - paragraph.section_begin);
        const bool goes = section.empty() && content.empty();
        cuts_.push_back({paragraph.begin, paragraph.end,
                         goes ? std::string() : fmt::format("<w:p>{}{}</w:p>", section, content)});
    }

    void end_run()
    {
        in_run_ = false;
        blank_.clear();
    }

    const PartText& text_;
    std::string_view part_;
    const PortionOptions& options_;
    std::vector<TextCut> cuts_;
    std::vector<bool> before_;       ///< Of each open table: whether it follows a withheld paragraph at once.
    std::vector<std::size_t> blank_; ///< Empty paragraphs behind the present run.
    bool in_run_ = false;
    bool follows_withheld_ = false;
    bool is_mark_alone_ = false; ///< The last portion was a mark that withholds, and no text.
    bool has_withheld_ = false;
    bool has_kept_ = false;
};

} // namespace

PortionResult withhold_portions(std::string_view part, const PortionOptions& options)
{
    const PartText text(part);
    return Withholder(text, part, options).run();
}

void check_numbering(std::string_view part, PortionJudge& judge)
{
    xml::Reader reader(part);
    for (auto token = reader.next(); token.kind != xml::TokenKind::end; token = reader.next()) {
        const bool is_element = token.kind == xml::TokenKind::open || token.kind == xml::TokenKind::empty;
        if (!is_element || reader.written_name() != "w:lvlText") continue;
        for (const auto& attribute : reader.attributes()) {
            const auto value = xml::decoded_value(
                part.substr(attribute.value_begin, attribute.value_end - attribute.value_begin));
            if (!may_hold_mark(value)) continue;
            try {
                if (!holds_withheld_portion(value, judge, token.begin) && !has_stray_mark(value, judge))
                    continue;
            } catch (const Error&) {
            }
            throw not_allowed("portion.unknown", "a numbering writes what could be a portion mark");
        }
    }
}

} // namespace pouch::redact::ooxml
