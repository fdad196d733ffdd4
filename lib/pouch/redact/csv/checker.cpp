#include "pouch/redact/csv/checker.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/csv/header.hpp"

#include <set>

namespace pouch::redact::csv {

void CsvChecker::write(ByteView bytes)
{
    append(held_, bytes);
    take(false);
}

void CsvChecker::finish()
{
    take(true);
}

void CsvChecker::take(bool is_last)
{
    auto rest = as_text(held_);
    try {
        while (const auto end = reader_.read(rest, is_last, origin_)) {
            report_formulas(rest.substr(0, *end));
            if (is_header_) {
                append_header(rest.substr(0, *end));
            } else {
                append(checked_, rest.substr(0, *end));
            }
            is_header_ = false;
            origin_ += *end;
            rest.remove_prefix(*end);
        }
    } catch (const Error&) {
        throw not_allowed("redact.invalid-output", "what is left is no CSV any more");
    }
    const auto taken = held_.size() - rest.size();
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(taken));
    out_.write(checked_);
    checked_.clear();
}

void CsvChecker::append_header(std::string_view row)
{
    std::set<std::string> names;
    for (const auto& cell : reader_.cells()) names.insert(folded_name(row, cell));
    std::set<std::string> seen;
    std::size_t from = 0;
    for (const auto& cell : reader_.cells()) {
        const auto name = folded_name(row, cell);
        if (seen.insert(name).second) continue;
        std::size_t number = 2;
        std::string suffix;
        do {
            suffix = "~" + std::to_string(number++);
        } while (!names.insert(name + suffix).second);
        const bool is_quoted = cell.end > cell.begin && row[cell.begin] == '"';
        const auto place = is_quoted ? cell.end - 1 : cell.end;
        append(checked_, row.substr(from, place - from));
        append(checked_, suffix);
        from = place;
    }
    append(checked_, row.substr(from));
}

/// Reports cells that begin as spreadsheets take formulas to do: the list of OWASP, "CSV injection".
void CsvChecker::report_formulas(std::string_view row) const
{
    constexpr std::string_view signs = "=+-@\t\r";
    if (!on_formula_) return;
    for (const auto& cell : reader_.cells()) {
        const auto text = content_of(row, cell);
        if (!text.empty() && signs.find(text.front()) != std::string_view::npos)
            on_formula_(origin_ + cell.begin);
    }
}

} // namespace pouch::redact::csv
