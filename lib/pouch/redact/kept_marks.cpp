#include "pouch/redact/kept_marks.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/portion.hpp"
#include "pouch/label/roll_up.hpp"

#include <algorithm>
#include <vector>

namespace pouch::redact {

namespace {

std::string_view trimmed(std::string_view line)
{
    constexpr std::string_view blanks = " \t\r";
    const auto first = line.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

} // namespace

void KeptMarks::add(std::string_view inside)
{
    if (marks_.find(inside) != marks_.end()) return;
    is_full_ = marks_.size() == most_marks;
    if (!is_full_) marks_.emplace(inside);
}

void KeptMarks::add_banner(std::string_view line)
{
    if (banners_.size() < most_banners) banners_.emplace(trimmed(line));
}

std::string KeptMarks::proposal(const label::Policy& policy, Instant at) const
{
    const auto none = [](std::string_view why) { return fmt::format("no banner can be proposed: {}", why); };
    if (is_full_) return none("more marks than can be held");
    if (has_unmarked_) return none("a portion without a mark stays");
    std::vector<label::Label> labels;
    for (const auto& mark : marks_) {
        auto label = label::read_portion_mark(policy, mark);
        if (!label) return none("a mark that the policy does not know"); // of an older edition
        labels.push_back(std::move(*label));
    }
    if (labels.empty()) return none("no portion stays");
    const auto whole = label::roll_up(policy, labels, at);
    if (!whole.label) return none(whole.findings.front().sentence);
    const auto banner = label::marking_of(policy, *whole.label, label::Location::page_top, {});
    const bool bears_other = std::any_of(banners_.begin(), banners_.end(),
                                         [&](const std::string& line) { return line != banner; });
    return fmt::format("proposed banner: {}{}", banner, bears_other ? "; the document bears another" : "");
}

} // namespace pouch::redact
