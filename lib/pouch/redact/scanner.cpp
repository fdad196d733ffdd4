#include "pouch/redact/scanner.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/anchors.hpp"
#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <utf8proc.h>

namespace pouch::redact {

namespace {

constexpr std::size_t context_characters = 64; ///< How far from a weak match its context word may stand.

bool is_same_folded(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return to_lower(x) == to_lower(y); });
}

bool contains_folded(std::string_view text, std::string_view word)
{
    for (std::size_t i = 0; i + word.size() <= text.size(); ++i) {
        if (is_same_folded(text.substr(i, word.size()), word)) return true;
    }
    return false;
}

/// True if one of `words` stands wholly within 64 characters before `begin` or behind `end`.
bool has_context(std::string_view text, std::size_t begin, std::size_t end,
                 const std::vector<std::string>& words)
{
    std::size_t first = begin;
    for (std::size_t i = 0; i < context_characters && first > 0; ++i)
        first = character_start(text, first - 1);
    std::size_t last = end;
    for (std::size_t i = 0; i < context_characters && last < text.size(); ++i)
        last += character_size(text, last);
    const auto before = text.substr(first, begin - first);
    const auto behind = text.substr(end, last - end);
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return contains_folded(before, word) || contains_folded(behind, word);
    });
}

/// True if `text` has letters outside ASCII with two cases.
bool has_wide_case(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        utf8proc_int32_t c = 0;
        const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + i,
                                           static_cast<utf8proc_ssize_t>(text.size() - i), &c);
        if (size <= 0) return false;
        if (c >= 0x80 && (utf8proc_tolower(c) != c || utf8proc_toupper(c) != c)) return true;
        i += static_cast<std::size_t>(size);
    }
    return false;
}

std::string name_of(const Rule& rule)
{
    return "rule " + rule.id;
}

} // namespace

Scanner::Workspace::Workspace() = default;
Scanner::Workspace::~Workspace() = default;
Scanner::Workspace::Workspace(Workspace&&) noexcept = default;
Scanner::Workspace& Scanner::Workspace::operator=(Workspace&&) noexcept = default;

Scanner::Scanner(std::vector<Rule> rules) : rules_(std::move(rules))
{
    for (const auto& rule : rules_) replacements_.push_back(rule.replacement());
    compile();
    check_tokens();
    check_examples();
}

Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;

std::vector<std::uint32_t>& Scanner::rules_of_builtin(Builtin builtin)
{
    const auto known = std::find_if(places_.begin(), places_.end(), [&](const Place& place) {
        return !place.regex && place.builtin == builtin;
    });
    if (known != places_.end()) return known->rules;
    graph_.output(places_of(builtin, graph_));
    return places_.emplace_back(Place{{}, builtin, {}}).rules;
}

void Scanner::compile()
{
    std::vector<FinderPattern> literals;
    std::size_t longest = 0;
    const auto add_regex = [&](std::uint32_t index, const std::string& pattern, bool ignore_case) {
        redact::Regex regex(pattern, ignore_case, name_of(rules_[index]));
        longest = std::max(longest, regex.longest());
        if (regex.prefix().steps.empty()) {
            regexes_.push_back({index, std::move(regex)});
        } else {
            graph_.output(graph_.prefix(regex.prefix()));
            places_.push_back({Regex{index, std::move(regex)}, {}, {}});
        }
    };
    for (std::uint32_t index = 0; index < rules_.size(); ++index) {
        const auto& rule = rules_[index];
        for (const auto& literal : rule.literals) {
            if (rule.ignore_case && has_wide_case(literal)) {
                add_regex(index, escaped_for_regex(literal), true);
                continue;
            }
            longest = std::max(longest, literal.size());
            literals_.push_back({index, static_cast<std::uint32_t>(literal.size())});
            literals.push_back({literal, rule.ignore_case, false});
        }
        if (rule.regex) add_regex(index, *rule.regex, rule.ignore_case);
        if (rule.builtin) {
            longest = std::max(longest, longest_of(*rule.builtin));
            rules_of_builtin(*rule.builtin).push_back(index);
        }
    }
    margin_ = longest + look_around;
    literal_finder_ = Finder::of_literals(literals);
    std::vector<FinderPattern> patterns;
    for (const auto& each : regexes_) {
        patterns.push_back({each.regex.trigger(), each.regex.ignore_case(), each.regex.is_utf8()});
    }
    regex_finder_ =
        Finder::of_regexes(patterns, [&](std::size_t i) { return name_of(rules_[regexes_[i].rule]); });
}

Scanner::Workspace Scanner::workspace() const
{
    Workspace workspace;
    workspace.scratch_.reserve_for(literal_finder_);
    workspace.scratch_.reserve_for(regex_finder_);
    return workspace;
}

bool Scanner::names_before(const Match& a, const Match& b) const
{
    const auto& first = rules_[a.rule];
    const auto& second = rules_[b.rule];
    if (first.priority != second.priority) return first.priority > second.priority;
    const auto first_size = a.end - a.begin;
    const auto second_size = b.end - b.begin;
    return first_size != second_size ? first_size > second_size : a.rule < b.rule;
}

/// Judges what was found in one window, and sorts it.
class Scanner::Collector {
  public:
    Collector(const Scanner& scanner, const Window& window, std::vector<Match>& found,
              std::vector<Match>& exempt)
        : scanner_(scanner), window_(window), found_(found), exempt_(exempt)
    {
        found_.clear();
        exempt_.clear();
    }

    void add(std::uint32_t index, std::size_t begin, std::size_t end, bool is_weak)
    {
        const auto& rule = scanner_.rules_[index];
        if (is_weak && !rule.context.empty() && !has_context(window_.text, begin, end, rule.context)) return;
        found_.push_back({begin, end, index});
        if (!rule.exempt.empty() && is_exempt(rule, window_.text.substr(begin, end - begin))) {
            exempt_.push_back(found_.back());
        }
    }

    void refuse_length(std::uint32_t index, std::size_t begin) const
    {
        if (begin < window_.zone_begin || begin >= window_.zone_end) return;
        throw refused("redact.match-length", "{}: a match is longer than {} bytes",
                      name_of(scanner_.rules_[index]), longest_match);
    }

    void add_hit(std::uint32_t index, const Hit& hit)
    {
        if (hit.end - hit.begin > longest_match) refuse_length(index, hit.begin);
        add(index, hit.begin, hit.end, hit.is_weak);
    }

    /// The matches that begin in the zone, less the exempt ones, in order.
    void finish(std::vector<Match>& matches)
    {
        matches.clear();
        if (found_.empty()) return;
        if (!exempt_.empty()) settle_exempt();
        for (const auto& match : found_) {
            if (match.begin < window_.zone_begin || match.begin >= window_.zone_end) continue;
            if (!exempt_.empty() && is_spared(match)) continue;
            matches.push_back(match);
        }
        std::sort(matches.begin(), matches.end(),
                  [](const Match& a, const Match& b) { return a.begin < b.begin; });
    }

  private:
    static bool is_exempt(const Rule& rule, std::string_view value)
    {
        return std::any_of(rule.exempt.begin(), rule.exempt.end(), [&](const std::string& exempt) {
            return rule.ignore_case ? is_same_folded(exempt, value) : exempt == value;
        });
    }

    /// Keeps of `exempt_` what spares: matches that no other match of their rule reaches out of, so that the
    /// value as a whole is exempt, not a part of something longer. Puts both lists in order, and into
    /// `furthest_` the furthest end of a sparing match of the rule so far.
    void settle_exempt()
    {
        const auto in_order = [](const Match& a, const Match& b) {
            return a.rule != b.rule ? a.rule < b.rule : a.begin < b.begin;
        };
        std::sort(found_.begin(), found_.end(), in_order);
        std::sort(exempt_.begin(), exempt_.end(), in_order);
        const auto ends = running_ends(found_);
        // The furthest end of the matches of a rule that begin before `place`.
        const auto end_before = [&](std::uint32_t rule, std::size_t place) {
            const auto behind =
                std::lower_bound(found_.begin(), found_.end(), Match{place, 0, rule}, in_order);
            const bool is_any = behind != found_.begin() && std::prev(behind)->rule == rule;
            return is_any ? ends[static_cast<std::size_t>(behind - found_.begin()) - 1] : 0;
        };
        const auto is_part = [&](const Match& match) {
            return end_before(match.rule, match.begin) > match.begin ||
                   end_before(match.rule, match.end) > match.end;
        };
        exempt_.erase(std::remove_if(exempt_.begin(), exempt_.end(), is_part), exempt_.end());
        furthest_ = running_ends(exempt_);
    }

    /// For each of `matches`, in order of rule and begin, the furthest end up to it of the same rule.
    static std::vector<std::size_t> running_ends(const std::vector<Match>& matches)
    {
        std::vector<std::size_t> ends(matches.size());
        for (std::size_t i = 0; i < matches.size(); ++i) {
            const bool goes_on = i > 0 && matches[i - 1].rule == matches[i].rule;
            ends[i] = goes_on ? std::max(ends[i - 1], matches[i].end) : matches[i].end;
        }
        return ends;
    }

    /// True if `match` lies in a sparing match of its rule.
    [[nodiscard]] bool is_spared(const Match& match) const
    {
        const auto behind =
            std::upper_bound(exempt_.begin(), exempt_.end(), match, [](const Match& a, const Match& b) {
                return a.rule != b.rule ? a.rule < b.rule : a.begin < b.begin;
            });
        if (behind == exempt_.begin() || std::prev(behind)->rule != match.rule) return false;
        return furthest_[static_cast<std::size_t>(behind - exempt_.begin()) - 1] >= match.end;
    }

    const Scanner& scanner_;
    const Window& window_;
    std::vector<Match>& found_;
    std::vector<Match>& exempt_;
    std::vector<std::size_t> furthest_;
};

void Scanner::scan(const Window& window, Workspace& workspace, std::vector<Match>& matches) const
{
    Collector collector(*this, window, workspace.found_, workspace.exempt_);
    auto& hits = workspace.hits_;

    hits.clear();
    literal_finder_.scan(window.text, workspace.scratch_, hits);
    for (const auto& hit : hits) {
        const auto& literal = literals_[hit.pattern];
        collector.add(literal.rule, hit.end - literal.size, hit.end, true);
    }

    const auto add_bounds = [&](std::uint32_t rule, const redact::Regex::Bounds& bounds) {
        if (bounds.verdict == redact::Regex::Verdict::no_match) return;
        if (bounds.verdict == redact::Regex::Verdict::too_long) collector.refuse_length(rule, bounds.begin);
        collector.add(rule, bounds.begin, bounds.end, true);
    };
    hits.clear();
    regex_finder_.scan(window.text, workspace.scratch_, hits);
    for (const auto& hit : hits) {
        const auto& each = regexes_[hit.pattern];
        add_bounds(each.rule, each.regex.judge(window.text, hit.end));
    }

    graph_.find(window.text, workspace.masks_, [&](std::size_t output, std::size_t at) {
        const auto& place = places_[output];
        if (place.regex) {
            add_bounds(place.regex->rule, place.regex->regex.judge_at(window.text, at));
        } else if (const auto hit = judge(place.builtin, window.text, at)) {
            for (const auto rule : place.rules) collector.add_hit(rule, *hit);
        }
    });
    collector.finish(matches);
}

void Scanner::check_tokens() const
{
    auto space = workspace();
    std::vector<Match> matches;
    auto tokens = replacements_;
    tokens.emplace_back(portion_token);
    for (const auto& token : tokens) {
        scan(whole_window(token), space, matches);
        if (matches.empty()) continue;
        throw usage_error("rules.token", "{}: it matches the replacement {}",
                          name_of(rules_[matches.front().rule]), token);
    }
}

void Scanner::check_examples() const
{
    auto space = workspace();
    std::vector<Match> matches;
    for (std::uint32_t index = 0; index < rules_.size(); ++index) {
        const auto& rule = rules_[index];
        const auto is_found = [&](const std::string& example) {
            scan(whole_window(example), space, matches);
            return std::any_of(matches.begin(), matches.end(),
                               [&](const Match& m) { return m.rule == index; });
        };
        for (std::size_t i = 0; i < rule.test_match.size(); ++i) {
            if (is_found(rule.test_match[i])) continue;
            throw usage_error("rules.example", "{}: test_match {} does not match", name_of(rule), i + 1);
        }
        for (std::size_t i = 0; i < rule.test_no_match.size(); ++i) {
            if (!is_found(rule.test_no_match[i])) continue;
            throw usage_error("rules.example", "{}: test_no_match {} matches", name_of(rule), i + 1);
        }
    }
}

} // namespace pouch::redact
