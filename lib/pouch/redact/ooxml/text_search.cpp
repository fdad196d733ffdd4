#include "pouch/redact/ooxml/text_search.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/ooxml/part_text.hpp"
#include "pouch/redact/scope.hpp"

namespace pouch::redact::ooxml {

namespace {

constexpr int most_rounds = 8;

/// Matches that overlap are one span, which the one that names before the others names. Takes out what holds no run.
std::vector<Match> united(const std::vector<Match>& matches, const Scanner& scanner, const PartText& text)
{
    std::vector<Match> spans; // with the rule that names it
    Match name{};
    for (const auto& match : matches) {
        if (!text.holds_runs(match.begin, match.end)) continue;
        if (spans.empty() || match.begin >= spans.back().end) {
            spans.push_back(match);
            name = match;
            continue;
        }
        auto& span = spans.back();
        span.end = std::max(span.end, match.end);
        if (scanner.names_before(match, name)) name = match;
        span.rule = name.rule;
        span.value = name.value;
    }
    return spans;
}

/// Shifted dates and bands of numbers would match again, and get the fixed token; what is general already stays.
void settle_values(const Scanner& scanner, std::string_view text, const std::vector<std::string>& values,
                   std::vector<Match>& matches)
{
    for (auto& match : matches) {
        const auto& rule = scanner.rules()[match.rule];
        const bool is_band = rule.action == Action::generalise && rule.regex.has_value();
        if (rule.action == Action::shift_date || is_band) match.value = 0;
    }
    std::erase_if(matches, [&](const Match& match) {
        return scanner.rules()[match.rule].action == Action::generalise && match.value != 0 &&
               text.substr(match.begin, match.end - match.begin) == values[match.value - 1];
    });
}

void drop_values(std::vector<Match>& matches)
{
    for (auto& match : matches) match.value = 0;
}

} // namespace

std::string search_part(std::string part, const Scanner& scanner, const Operators& operators,
                        Scanner::Workspace& workspace, const std::function<void(const TextRemoval&)>& report)
{
    std::vector<Match> matches;
    std::vector<Match> kept;
    for (int round = 0;; ++round) {
        const PartText text(part);
        scanner.scan(whole_window(text.text()), workspace, matches);
        keep_in_scope(scanner.rules(), FormatKind::docx, matches);
        operators.apply(workspace.values, matches, kept);
        if (round == 0 && report) {
            for (const auto& match : kept) report({match.rule, text.paragraph_at(match.begin)});
        }
        settle_values(scanner, text.text(), workspace.values, matches);
        if (round > 0) drop_values(matches); // what replacing makes gets a fixed token
        const auto spans = united(matches, scanner, text);
        if (spans.empty()) return part;
        if (round == most_rounds) {
            throw not_allowed("redact.residue", "rule {}: what is left after replacing still matches",
                              scanner.rules()[spans.front().rule].id);
        }
        std::vector<TextSpan> replacements;
        for (const auto& span : spans) {
            const auto& written =
                span.value != 0 ? workspace.values[span.value - 1] : scanner.replacements()[span.rule];
            replacements.push_back({span.begin, span.end, written});
            if (report) report({span.rule, text.paragraph_at(span.begin)});
        }
        part = text.replaced(replacements);
    }
}

} // namespace pouch::redact::ooxml
