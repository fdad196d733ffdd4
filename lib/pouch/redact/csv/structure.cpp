#include "pouch/redact/csv/structure.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/csv/header.hpp"
#include "pouch/redact/encoding.hpp"
#include "pouch/redact/portion.hpp"
#include "pouch/redact/portion_text.hpp"
#include "pouch/redact/record_label.hpp"

#include <algorithm>
#include <set>

namespace pouch::redact::csv {

namespace {

constexpr std::size_t read_size = std::size_t{1} << 18U;

std::string_view text_of(std::string_view row, const Cell& cell)
{
    return row.substr(cell.begin, cell.end - cell.begin);
}

} // namespace

bool CsvStructure::refill()
{
    while (out_.empty() && !(is_ended_ && text_.empty())) {
        if (!is_ended_) {
            const auto old = text_.size();
            text_.resize(old + read_size);
            const auto got = io::read_up_to(in_, MutableByteView(text_).subspan(old)).size();
            text_.resize(old + got);
            is_ended_ = got < read_size;
        }
        auto rest = as_text(text_);
        while (const auto end = reader_.read(rest, is_ended_, origin_)) {
            take(rest.substr(0, *end));
            origin_ += *end;
            rest.remove_prefix(*end);
        }
        const auto taken = text_.size() - rest.size();
        text_.erase(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(taken));
    }
    return !out_.empty();
}

void CsvStructure::take(std::string_view row)
{
    check_text(row, origin_);
    if (is_header_) {
        plan(row);
        check_names(row);
        if (!is_nothing_left_) write_row(row);
        is_header_ = false;
        return;
    }
    if (is_nothing_left_) return;
    if (is_row_withheld(row)) {
        has_dropped_ = true;
        report(CutReason::portion, std::nullopt, origin_);
        return;
    }
    has_kept_ = true;
    check_row(row);
    write_row(row);
}

void CsvStructure::plan(std::string_view header)
{
    refuse_other_delimiter(header);
    std::set<std::string> names;
    const auto& wanted = options_.target.csv_label;
    const auto label = wanted ? std::optional(folded(*wanted)) : std::nullopt;
    for (const auto& cell : reader_.cells()) {
        const auto name = folded_name(header, cell);
        const auto place = origin_ + cell.begin;
        if (!names.insert(name).second)
            throw refused("csv.duplicate", "byte {}: a column for the second time", place);
        if (label == name) label_ = columns_.size();
        plan_column(columns_.emplace_back(), name, place);
    }
    if (label && (!label_ || options_.judge == nullptr))
        throw refused("csv.label", "there is no label column, or nothing to judge it by");
    is_nothing_left_ =
        std::all_of(columns_.begin(), columns_.end(), [](const Column& column) { return column.is_dropped; });
}

/// A rule about a column that is not found by its name would do nothing, without a word.
void CsvStructure::refuse_other_delimiter(std::string_view header) const
{
    const auto columns = columns_named(options_.rules, options_.target);
    if (columns.empty()) return;
    const auto cell = decoded(text_of(header, reader_.cells().front()));
    // Spreadsheets take the next row for the header.
    if (says_delimiter(cell))
        throw refused("csv.delimiter", "a first line that names the delimiter: take it out");
    if (reader_.cells().size() != 1 || cell.find_first_of(delimiters) == std::string::npos) return;
    const bool is_quoted = text_of(header, reader_.cells().front()).starts_with('"');
    if (is_quoted && !header_names(cell, columns)) return; // one name
    throw refused("csv.delimiter", "the header is one cell with another delimiter in it")
        .with_hint("csv = { delimiter = \";\" } in [target] of the rules says what stands between cells");
}

void CsvStructure::plan_column(Column& column, const std::string& name, std::uint64_t place)
{
    const auto& only = options_.target.csv_only;
    const auto is_this = [&](const std::string& allowed) { return folded(allowed) == name; };
    const bool is_restricted = !only.empty() || !options_.target.only.empty();
    if (is_restricted && std::none_of(only.begin(), only.end(), is_this)) {
        column.is_dropped = true;
        report(CutReason::not_allowed, std::nullopt, place);
        return;
    }
    column.value_rule = rule_for(name, FieldPart::value);
    column.name_rule = rule_for(name, FieldPart::key);
    if (!column.value_rule || options_.rules[*column.value_rule].action != Action::drop) return;
    column.is_dropped = true;
    report(CutReason::rule, column.value_rule, place);
}

/// The rule that decides about a column's cells or its name: by priority, then by order.
std::optional<std::uint32_t> CsvStructure::rule_for(const std::string& name, FieldPart part) const
{
    std::optional<std::uint32_t> best;
    for (std::uint32_t i = 0; i < options_.rules.size(); ++i) {
        const auto& rule = options_.rules[i];
        if (!rule.field || !rule.scope.has(FormatKind::csv)) continue;
        if (rule.field_part != part && rule.field_part != FieldPart::both) continue;
        if (*rule.field != "*" && folded(*rule.field) != name) continue;
        if (!best || rule.priority > options_.rules[*best].priority) best = i;
    }
    return best;
}

bool CsvStructure::is_row_withheld(std::string_view row)
{
    if (!label_) return false;
    const auto& cell = reader_.cells()[*label_];
    const auto text = decoded(text_of(row, cell));
    const auto label = record_label(text, *options_.judge, origin_ + cell.begin);
    if (label == RecordLabel::none) return options_.target.unmarked == Unmarked::withhold;
    return label == RecordLabel::withheld;
}

/// What stands for a cell that is not dropped; nothing if it stays.
std::optional<std::string> CsvStructure::replacement(std::string_view cell, const Column& column,
                                                     std::uint64_t place) const
{
    const auto rule = is_header_ ? column.name_rule : column.value_rule;
    if (rule) {
        const auto value = decoded(cell);
        auto text = is_header_ ? options_.rules[*rule].replacement() : operators_.replacement(*rule, value);
        if (value == text) return std::nullopt; // by an earlier run of the filter
        report(CutReason::rule, rule, place);
        return text;
    }
    if (options_.judge == nullptr || !may_hold_mark(cell)) return std::nullopt;
    if (!is_withheld_value(decoded(cell), *options_.judge, place)) return std::nullopt;
    report(CutReason::portion, std::nullopt, place);
    return std::string(portion_token);
}

/// A mark in the name of a column that stays is of all of the column.
void CsvStructure::check_names(std::string_view header) const
{
    if (options_.judge == nullptr) return;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto& cell = reader_.cells()[i];
        const auto place = origin_ + cell.begin;
        if (columns_[i].is_dropped ||
            !holds_withheld_portion(decoded(text_of(header, cell)), *options_.judge, place))
            continue;
        throw not_allowed("portion.unknown", "byte {}: a portion mark in the name of a column", place)
            .with_hint("a field rule with action = \"drop\" takes the column out");
    }
}

/// A mark in a cell that goes may be that of the row, which stays.
void CsvStructure::check_row(std::string_view row) const
{
    if (options_.judge == nullptr) return;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (label_ == i || (!columns_[i].is_dropped && !columns_[i].value_rule)) continue;
        const auto& cell = reader_.cells()[i];
        const auto text = text_of(row, cell);
        if (!may_hold_mark(text)) continue;
        if (auto error = lost_mark(decoded(text), *options_.judge, origin_ + cell.begin)) throw Error(*error);
    }
}

void CsvStructure::write_row(std::string_view row)
{
    const auto& cells = reader_.cells();
    keep_of(row, 0, cells.front().begin); // the byte order mark
    const auto begin = out_.size();
    bool is_first = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (columns_[i].is_dropped) continue;
        const auto& cell = cells[i];
        if (!is_first) out_.push_back(static_cast<std::byte>(options_.target.csv_delimiter));
        is_first = false;
        const bool is_label = !is_header_ && label_ == i && !columns_[i].value_rule;
        const auto text = text_of(row, cell);
        const auto instead = is_label ? std::nullopt : replacement(text, columns_[i], origin_ + cell.begin);
        if (instead) {
            append(out_, *instead);
        } else {
            keep_of(row, cell.begin, cell.end);
        }
    }
    if (out_.size() == begin && cells.size() > 1) append(out_, std::string_view("\"\"")); // no blank line
    keep_of(row, reader_.cells_end(), row.size());
}

void CsvStructure::keep_of(std::string_view row, std::size_t from, std::size_t to)
{
    keep(row.substr(from, to - from), origin_ + from);
}

void CsvStructure::report(CutReason reason, std::optional<std::uint32_t> rule, std::uint64_t place) const
{
    if (options_.report) options_.report({reason, rule.value_or(0), place});
}

} // namespace pouch::redact::csv
