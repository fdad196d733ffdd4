#include "pouch/redact/lint.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/hyperscan_library.hpp"
#include "pouch/redact/lint_cost.hpp"
#include "pouch/redact/lint_overlap.hpp"
#include "pouch/redact/rulebook.hpp"
#include "pouch/redact/stix/written.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t least_characters = 3; ///< Of a literal; a shorter one is found all over any text.

class Linter {
  public:
    explicit Linter(const RuleSet& set) : set_(set) {}

    LintReport run()
    {
        report_.empty_scan = meter_.empty_scan();
        for (const auto& rule : set_.rules) check_alone(rule);
        check_together();
        for (auto& finding : overlaps_of(compiled_)) report_.findings.push_back(std::move(finding));
        check_members();
        check_allowed();
        std::stable_sort(report_.costs.begin(), report_.costs.end(),
                         [](const LintCost& a, const LintCost& b) { return a.nanoseconds > b.nanoseconds; });
        return std::move(report_);
    }

  private:
    void add(Severity severity, std::string_view reason, const std::string& rule, std::string message)
    {
        report_.findings.push_back({severity, std::string(reason), rule, std::move(message)});
    }

    void check_alone(const Rule& rule)
    {
        try {
            const Scanner scanner({rule}, Packed::refuse, Scanner::SelfTest::skip);
            measure(rule, scanner);
            compiled_.push_back(rule);
        } catch (const Error& error) {
            add(Severity::problem, error.reason(), rule.id, error.message());
            return;
        }
        check_exempt(rule);
        check_length(rule);
        if (rule.test_match.empty() && !rule.field) {
            add(Severity::note, "lint.example", rule.id, fmt::format("rule {}: no test_match", rule.id));
        }
    }

    void measure(const Rule& rule, const Scanner& scanner)
    {
        try {
            const auto [nanoseconds, matches] = meter_.measure(scanner);
            report_.costs.push_back({rule.id, nanoseconds, matches});
        } catch (const Error& error) {
            add(Severity::warning, "lint.match-length", rule.id,
                fmt::format("{}, in ordinary text: it would refuse many a document", error.message()));
        }
    }

    /// True if `rule` can match all of `value`, whatever stands beside it.
    static bool can_match_whole(const Rule& rule, std::string_view value)
    {
        const auto is_whole = [&](const auto& hit) { return hit.begin == 0 && hit.end == value.size(); };
        if (rule.builtin != nullptr) {
            for (std::size_t at = 0; at < value.size(); ++at) {
                const auto hit = rule.builtin->judge(value, at);
                if (hit && is_whole(*hit)) return true;
            }
            return false;
        }
        Rule bare = rule;
        bare.context.clear();
        bare.exempt.clear();
        const Scanner scanner({bare}, Packed::refuse, Scanner::SelfTest::skip);
        auto space = scanner.workspace();
        std::vector<Match> matches;
        scanner.scan(whole_window(value), space, matches);
        return std::any_of(matches.begin(), matches.end(), is_whole);
    }

    void check_exempt(const Rule& rule)
    {
        for (std::size_t i = 0; i < rule.exempt.size(); ++i) {
            if (can_match_whole(rule, rule.exempt[i])) continue;
            add(Severity::warning, "lint.exempt", rule.id,
                fmt::format("rule {}: exempt {} does nothing: the rule has no match that is all of it",
                            rule.id, i + 1));
        }
    }

    void check_length(const Rule& rule)
    {
        std::size_t count = 0;
        std::size_t first = 0;
        for (std::size_t i = 0; i < rule.literals.size(); ++i) {
            const auto& literal = rule.literals[i];
            const auto continued = std::count_if(literal.begin(), literal.end(), is_continuation);
            if (literal.size() - static_cast<std::size_t>(continued) >= least_characters) continue;
            if (count++ == 0) first = i + 1;
        }
        if (count == 0) return;
        add(Severity::warning, "lint.short", rule.id,
            fmt::format("rule {}: literals of fewer than {} characters, which will be found everywhere: {}, "
                        "the first is number {}",
                        rule.id, least_characters, count, first));
    }

    /// What a rule does to the replacements of all, and to its own examples.
    void check_together()
    {
        try {
            const Scanner scanner(compiled_, Packed::refuse, Scanner::SelfTest::skip);
            for (const auto& fault : scanner.faults()) {
                add(Severity::problem, fault.error.reason(), compiled_[fault.rule].id, fault.error.message());
            }
            for (const auto& fault : stix::faults_of_written(set_.target, scanner))
                add(Severity::problem, fault.reason(), {}, fault.message());
        } catch (const Error& error) {
            add(Severity::problem, error.reason(), {}, "all rules together: " + error.message());
        }
    }

    void check_members()
    {
        const auto& target = set_.target;
        for (std::size_t i = 0; i < target.pass.size(); ++i) {
            const auto is_dropped = [&](const std::string& drop) {
                return drop == target.pass[i] || drop == "*";
            };
            if (!std::any_of(target.drop.begin(), target.drop.end(), is_dropped)) continue;
            add(Severity::warning, "lint.members", {},
                fmt::format("target: members.pass {} never matches: members.drop leaves out the same",
                            i + 1));
        }
        check_globs("pass", target.pass);
        check_globs("drop", target.drop);
    }

    /// An allow-list is easily taken for one of all documents.
    void check_allowed()
    {
        const auto& target = set_.target;
        if (target.only.empty() && target.csv_only.empty()) return;
        add(Severity::note, "lint.only", {},
            fmt::format("target: only is about {}: documents of other formats, text among them, leave by the "
                        "other rules",
                        target.only.empty() ? "CSV" : "JSON and CSV"));
    }

    /// Names of members have no empty component, no `.` and no `..`.
    void check_globs(std::string_view kind, const std::vector<std::string>& globs)
    {
        for (std::size_t i = 0; i < globs.size(); ++i) {
            const auto whole = "/" + globs[i] + "/";
            const auto holds = [&](std::string_view part) { return whole.find(part) != std::string::npos; };
            if (!holds("//") && !holds("/./") && !holds("/../")) continue;
            add(Severity::warning, "lint.members", {},
                fmt::format("target: members.{} {} never matches: no member has such a name", kind, i + 1));
        }
    }

    const RuleSet& set_;
    CostMeter meter_;
    LintReport report_;
    std::vector<Rule> compiled_; ///< The rules that compile alone.
};

} // namespace

std::size_t LintReport::count(Severity severity) const
{
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [&](const LintFinding& finding) { return finding.severity == severity; }));
}

LintReport lint(const RuleSet& set)
{
    return Linter(set).run();
}

LintReport lint_rule_files(const std::vector<std::string>& paths, Instant at,
                           const std::function<void()>& when_read)
{
    std::vector<LintFinding> faults;
    const auto add = [&](const Error& error) {
        faults.push_back({Severity::problem, error.reason(), {}, error.message()});
    };
    const auto set = read_rule_files(paths, add);
    try {
        RuleSet target_only;
        target_only.target = set.target;
        (void)load_rulebook(std::move(target_only), at);
    } catch (const Error& error) {
        add(error);
    }
    (void)hyperscan(); // files may be closed from here on
    if (when_read) when_read();
    auto report = lint(set);
    report.findings.insert(report.findings.begin(), faults.begin(), faults.end());
    return report;
}

} // namespace pouch::redact
