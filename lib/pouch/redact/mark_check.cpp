#include "pouch/redact/mark_check.hpp"

#include "pouch/label/languages.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/page_marking.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/line_mark.hpp"
#include "pouch/redact/mark_text.hpp"
#include "pouch/redact/policy_marks.hpp"
#include "pouch/redact/portion_mark.hpp"
#include "pouch/redact/portion_table.hpp"
#include "pouch/redact/stray_mark.hpp"
#include "pouch/redact/text_line.hpp"
#include "pouch/redact/written_mark.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

using label::Location;
using label::marking_words;
constexpr std::array banner_places{Location::page_top,           Location::page_bottom,
                                   Location::document_start,     Location::document_end,
                                   Location::first_line_of_text, Location::last_line_of_text,
                                   Location::x_header,           Location::water_mark};

constexpr std::size_t most_blanks = mark_reach / 2;
constexpr std::size_t longest_banner = 160; ///< Bytes of a line that is folded to see whether it is one.
constexpr std::string_view around_banner = " \t\r\n*_#>~`-=|";

/// A line as a person reads a page marking in it: folded, without what Markdown and mail put around it.
std::string banner_text(std::string_view line)
{
    const bool is_plain = std::all_of(line.begin(), line.end(), is_ascii);
    const auto whole = is_plain ? std::string(line) : folded(line);
    std::string_view text = whole;
    text.remove_prefix(std::min(text.find_first_not_of(around_banner), text.size()));
    return std::string(text.substr(0, text.find_last_not_of(around_banner) + 1));
}

} // namespace

MarkedLabel::MarkedLabel(PolicyMarks& marks, label::Label label)
    : marks_(marks), label_(std::move(label)), judge_(judge_by_label(marks, *label_))
{
}

MarkedLabel::MarkedLabel(PolicyMarks& marks) : marks_(marks), judge_(judge_by_no_label(marks)) {}

bool MarkedLabel::has_banner(std::string_view line) const
{
    if (!label_) return false;
    if (banners_.empty()) {
        for (const auto& language : label::languages_of(marks_.policy())) {
            for (const auto place : banner_places)
                banners_.push_back(
                    marking_words(label::marking_of(marks_.policy(), *label_, place, language)));
        }
    }
    return std::find(banners_.begin(), banners_.end(), marking_words(line)) != banners_.end();
}

void MarkChecker::feed(ByteView piece)
{
    text_ += as_text(piece);
    drain(false);
}

void MarkChecker::finish()
{
    drain(true);
}

void MarkChecker::drain(bool is_ended)
{
    std::size_t at = 0;
    while (at < text_.size()) {
        const auto rest = std::string_view(text_).substr(at);
        const auto [length, end] = first_line(rest, is_ended);
        if (end == 0 && !is_ended) {
            const bool is_row_so_far = is_row(rest.substr(0, mark_reach));
            const auto enough = in_line_ ? longest_line_end : is_row_so_far ? longest_row : mark_reach;
            if (rest.size() < enough + longest_line_end) break;
        }
        auto line = rest.substr(0, length);
        if (is_first_) line = without_byte_order_mark(line);
        is_first_ = false;
        if (!in_line_) check_line(line);
        in_line_ = end == 0;
        if (is_counted(rest.substr(length, end))) ++line_;
        at += std::max<std::size_t>(length + end, 1);
    }
    text_.erase(0, at);
}

void MarkChecker::check_line(std::string_view line)
{
    const auto head = line.substr(0, mark_reach);
    if (is_row(head)) return check_row(line);
    const auto blanks = blanks_before(head);
    const bool is_blank = blanks == head.size() && line.size() < mark_reach;
    if (blanks > most_blanks && !is_blank) return fault(MarkFault::unknown); // a mark may hide behind them
    if (check_marks(head)) check_banner(line);
}

/// False if `shown` is a page marking to the eye, and not that of the label.
bool MarkChecker::is_good_banner(std::string_view shown) const
{
    const auto& judge = label_.judge();
    if (judge.is_page_marking(shown)) return label_.has_banner(shown);
    if (shown.size() > longest_banner) return true;
    const auto text = banner_text(shown);
    if (judge.is_page_marking(text)) return label_.has_banner(text);
    // One word in small letters is a word.
    const auto loud = upper(text);
    return text.find(' ') == std::string::npos || !judge.is_page_marking(loud) || label_.has_banner(loud);
}

/// False if `text`, a line or a cell, is a page marking, and not that of the label.
bool MarkChecker::check_banner(std::string_view text)
{
    const auto shown = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    if (shown.size() >= mark_reach) return true; // a sentence
    if (is_good_banner(shown)) return true;
    fault(MarkFault::banner);
    return false;
}

void MarkChecker::check_row(std::string_view row)
{
    if (row.size() > longest_row) return fault(MarkFault::unknown);
    const auto text_of = [&](const RowCell& cell) { return row.substr(cell.begin, cell.end - cell.begin); };
    const auto cells = cells_of(row);
    for (const auto& cell : cells) {
        if (!check_marks(text_of(cell).substr(0, mark_reach))) return;
    }
    for (const auto& cell : cells) {
        if (!check_banner(text_of(cell))) return;
    }
}

/// False if a fault was found.
bool MarkChecker::check_marks(std::string_view head)
{
    auto& judge = label_.judge();
    const auto mark = read_line_mark(head, judge);
    if (mark && (!mark->fault.empty() || mark->verdict == PortionVerdict::withheld)) {
        fault(mark->fault.empty() ? MarkFault::above : MarkFault::unknown);
        return false;
    }
    if (!has_stray_mark(head, judge) && !has_written_mark(head, judge)) return true;
    fault(MarkFault::unknown);
    return false;
}

void MarkChecker::fault(MarkFault fault)
{
    report_(fault, line_);
}

} // namespace pouch::redact
