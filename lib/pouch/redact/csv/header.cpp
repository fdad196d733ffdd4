#include "pouch/redact/csv/header.hpp"

#include "pouch/format/path.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/stray_mark.hpp"

#include <algorithm>
#include <set>

namespace pouch::redact::csv {

std::string folded(std::string_view name)
{
    return format::collision_key(pouch::redact::folded(name));
}

std::vector<std::string> columns_named(const std::vector<Rule>& rules, const Target& target)
{
    auto columns = target.csv_only;
    if (target.csv_label) columns.push_back(*target.csv_label);
    for (const auto& rule : rules) {
        if (rule.field && rule.scope.has(FormatKind::csv)) columns.push_back(*rule.field);
    }
    return columns;
}

bool says_delimiter(std::string_view line)
{
    constexpr std::string_view sign = "sep=";
    return line.size() >= sign.size() && std::equal(sign.begin(), sign.end(), line.begin(),
                                                    [](char a, char b) { return a == to_lower(b); });
}

bool header_names(std::string_view text, const std::vector<std::string>& names)
{
    if (names.empty()) return false;
    std::set<std::string> known;
    for (const auto& name : names) known.insert(folded(name));
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const auto skip = [&](std::string_view signs, bool are_skipped) {
        const auto end = are_skipped ? text.find_first_not_of(signs) : text.find_first_of(signs);
        text.remove_prefix(std::min(end, text.size()));
    };
    skip("\r\n", true);
    if (says_delimiter(text)) {
        skip("\r\n", false);
        skip("\r\n", true);
    }
    text = text.substr(0, text.find_first_of("\r\n"));
    for (const char delimiter : delimiters) {
        if (text.find(delimiter) == std::string_view::npos) continue;
        for (auto rest = text; !rest.empty();) {
            const auto end = std::min(rest.find(delimiter), rest.size());
            auto cell = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            constexpr std::string_view around = " \t\"";
            cell.remove_prefix(std::min(cell.find_first_not_of(around), cell.size()));
            cell = cell.substr(0, cell.find_last_not_of(around) + 1);
            if (known.contains(folded(cell))) return true;
        }
    }
    return false;
}

} // namespace pouch::redact::csv
