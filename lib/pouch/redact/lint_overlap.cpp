#include "pouch/redact/lint_overlap.hpp"

#include "pouch/redact/hyperscan.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace pouch::redact {

namespace {

/// A literal of a rule, by numbers.
struct Entry {
    std::size_t rule;
    std::size_t literal;

    [[nodiscard]] auto key() const { return std::tie(rule, literal); }
};

/// True if `a`, where both match the same stretch, names its replacement: by priority, then by order.
bool names_before(const std::vector<Rule>& rules, const Entry& a, const Entry& b)
{
    const auto first = rules[a.rule].priority;
    const auto second = rules[b.rule].priority;
    return first != second ? first > second : a.key() < b.key();
}

/// True if `a` accepts all of the matches that `b` does, where their matchers find the same.
bool accepts_all_of(const Rule& a, const Rule& b)
{
    return a.scope.has_all(b.scope) && (a.context.empty() || a.context == b.context) &&
           (a.exempt.empty() || a.exempt == b.exempt);
}

class Literals {
  public:
    explicit Literals(const std::vector<Rule>& rules) : rules_(rules)
    {
        std::vector<FinderPattern> patterns;
        for (std::size_t r = 0; r < rules.size(); ++r) {
            if (rules[r].action == Action::keep)
                continue; // it names nothing, and another names nothing for it
            for (std::size_t i = 0; i < rules[r].literals.size(); ++i) {
                entries_.push_back({r, i});
                patterns.push_back({rules[r].literals[i], rules[r].ignore_case, false});
            }
        }
        finder_ = Finder::of_literals(patterns);
    }

    void add_to(std::vector<LintFinding>& findings)
    {
        if (finder_.is_empty()) return;
        FinderScratch scratch;
        scratch.reserve_for(finder_);
        std::vector<FinderHit> hits;
        for (const auto& entry : entries_) {
            hits.clear();
            finder_.scan(text_of(entry), scratch, hits);
            judge(entry, hits);
        }
        for (const auto& [pair, group] : pointless_) findings.push_back(pointless(pair, group));
        for (const auto& [pair, group] : wider_) findings.push_back(wider(pair, group));
    }

  private:
    using Pair = std::pair<std::size_t, std::size_t>; ///< The rule in question, and the one that is to blame.
    struct Group {
        std::size_t count = 0;
        std::size_t first = 0; ///< Number of the first literal in question, from 1.
    };

    [[nodiscard]] const std::string& text_of(const Entry& entry) const
    {
        return rules_[entry.rule].literals[entry.literal];
    }

    /// True if `other`, which is found in the text of `entry`, is found wherever `entry` is.
    [[nodiscard]] bool is_found_with(const Entry& other, const Entry& entry) const
    {
        const auto& a = rules_[other.rule];
        const auto& b = rules_[entry.rule];
        return (a.ignore_case || !b.ignore_case) && accepts_all_of(a, b);
    }

    void judge(const Entry& entry, const std::vector<FinderHit>& hits)
    {
        const Entry* blamed = nullptr;
        const Entry* inside = nullptr;
        for (const auto& hit : hits) {
            const auto& other = entries_[hit.pattern];
            if (other.key() == entry.key() || !is_found_with(other, entry)) continue;
            const auto& a = rules_[other.rule];
            const auto& b = rules_[entry.rule];
            const bool is_same = a.action == b.action && a.replacement() == b.replacement();
            if (text_of(other).size() < text_of(entry).size()) {
                if (is_same) inside = &other;
            } else if (names_before(rules_, other, entry) || (is_same && !is_found_with(entry, other))) {
                blamed = &other;
            }
        }
        if (blamed != nullptr) {
            count(pointless_, entry, *blamed);
        } else if (inside != nullptr) {
            count(wider_, entry, *inside);
        }
    }

    static void count(std::map<Pair, Group>& groups, const Entry& entry, const Entry& other)
    {
        auto& group = groups[{entry.rule, other.rule}];
        if (group.count++ == 0) group.first = entry.literal + 1;
    }

    [[nodiscard]] LintFinding pointless(const Pair& pair, const Group& group) const
    {
        const auto& id = rules_[pair.first].id;
        return {Severity::warning, "lint.unreachable", id,
                fmt::format("rule {}: literals that do nothing, since rule {} has them too and names what is "
                            "written: {}, the first is number {}",
                            id, rules_[pair.second].id, group.count, group.first)};
    }

    [[nodiscard]] LintFinding wider(const Pair& pair, const Group& group) const
    {
        const auto& id = rules_[pair.first].id;
        return {Severity::note, "lint.wider", id,
                fmt::format("rule {}: literals that hold one of rule {}, and only widen what it removes: {}, "
                            "the first is number {}",
                            id, rules_[pair.second].id, group.count, group.first)};
    }

    const std::vector<Rule>& rules_;
    std::vector<Entry> entries_;
    Finder finder_;
    std::map<Pair, Group> pointless_;
    std::map<Pair, Group> wider_;
};

/// What two rules that find the same do to each other; `first` names before `second`.
void judge_same(const Rule& first, const Rule& second, std::vector<LintFinding>& findings)
{
    if (first.exempt != second.exempt) {
        findings.push_back(
            {Severity::warning, "lint.exempt", second.id,
             fmt::format("rule {}: finds what rule {} finds and does not spare the same values: "
                         "what one spares the other removes",
                         second.id, first.id)});
        return;
    }
    if (!accepts_all_of(first, second)) return;
    const bool is_harmless = first.action == second.action;
    findings.push_back({is_harmless ? Severity::note : Severity::warning, "lint.duplicate", second.id,
                        fmt::format("rule {}: finds what rule {} finds, which names what is written: it does "
                                    "nothing{}",
                                    second.id, first.id, is_harmless ? "" : ", and its action is another")});
}

void judge_matchers(const std::vector<Rule>& rules, std::vector<LintFinding>& findings)
{
    std::map<std::tuple<std::string_view, std::string, bool>, std::vector<std::size_t>> groups;
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const auto& rule = rules[r];
        if ((rule.builtin == nullptr && !rule.regex) || rule.action == Action::keep) continue;
        const auto name = rule.builtin == nullptr ? std::string_view() : rule.builtin->name;
        groups[{name, rule.regex.value_or(""), rule.ignore_case}].push_back(r);
    }
    for (auto& [matcher, members] : groups) {
        std::sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
            return names_before(rules, {a, 0}, {b, 0});
        });
        for (std::size_t i = 1; i < members.size(); ++i)
            judge_same(rules[members.front()], rules[members[i]], findings);
    }
}

} // namespace

std::vector<LintFinding> overlaps_of(const std::vector<Rule>& rules)
{
    std::vector<LintFinding> findings;
    Literals(rules).add_to(findings);
    judge_matchers(rules, findings);
    return findings;
}

} // namespace pouch::redact
