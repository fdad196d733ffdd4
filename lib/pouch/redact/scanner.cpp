#include "pouch/redact/scanner.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/regex_text.hpp"
#include "pouch/redact/view/fold.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utf8proc.h>

namespace pouch::redact {

namespace {

constexpr std::size_t context_characters = 64; ///< How far from a weak match its context word may stand.

bool is_same_folded(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return to_lower(x) == to_lower(y); });
}

/// True if the word at `i` stands in the category of a replacement, `[REDACTED:net.domain]`. It must not count: each value
/// removed from a list would be context for the next, round by round.
bool is_in_replacement(std::string_view text, std::size_t i)
{
    constexpr std::string_view head = "[REDACTED:";
    constexpr std::size_t longest_category = 64;
    const auto in_category = [](char c) { return !is_ascii(c) || is_word(c) || c == '.' || c == '-'; };
    std::size_t begin = i;
    while (begin > 0 && i - begin < longest_category && in_category(text[begin - 1])) --begin;
    std::size_t end = i;
    while (end < text.size() && end - i <= longest_category && in_category(text[end])) ++end;
    return begin >= head.size() && text.substr(begin - head.size(), head.size()) == head &&
           at_or_nul(text, end) == ']';
}

/// True if `word` stands wholly in [begin, end) of `text`.
bool contains_folded(std::string_view text, std::size_t begin, std::size_t end, std::string_view word)
{
    for (std::size_t i = begin; i + word.size() <= end; ++i) {
        if (is_same_folded(text.substr(i, word.size()), word) && !is_in_replacement(text, i)) return true;
    }
    return false;
}

/// True if one of `words` stands wholly within 64 characters before `begin` or behind `end`.
template <typename Words>
bool has_context(std::string_view text, std::size_t begin, std::size_t end, const Words& words)
{
    std::size_t first = begin;
    for (std::size_t i = 0; i < context_characters && first > 0 && text[first - 1] != '\0'; ++i)
        first = character_start(text, first - 1);
    std::size_t last = end;
    for (std::size_t i = 0; i < context_characters && at_or_nul(text, last) != '\0'; ++i)
        last += character_size(text, last);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return contains_folded(text, first, begin, word) || contains_folded(text, end, last, word);
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

/// The literals, and their folded spelling where it is another: a text that mixes scripts is folded before it is compared.
std::vector<std::string> spellings_of(const std::vector<std::string>& literals)
{
    auto all = literals;
    for (const auto& literal : literals) {
        if (auto fold = plain_spelling(literal); fold != literal && !fold.empty())
            all.push_back(std::move(fold));
    }
    return all;
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

Scanner::Scanner(std::vector<Rule> rules, Packed packed, SelfTest test)
    : rules_(std::move(rules)), packed_(packed)
{
    for (const auto& rule : rules_) replacements_.push_back(rule.replacement());
    compile();
    if (test == SelfTest::skip) return;
    if (const auto all = faults(); !all.empty()) throw all.front().error;
}

Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;

std::vector<std::uint32_t>& Scanner::rules_of_builtin(const Recogniser& builtin)
{
    const auto known = std::find_if(places_.begin(), places_.end(),
                                    [&](const Place& place) { return place.builtin == &builtin; });
    if (known != places_.end()) return known->rules;
    graph_.output(builtin.places(graph_));
    return places_.emplace_back(Place{{}, &builtin, {}}).rules;
}

void Scanner::note_length(std::size_t longest, bool is_token)
{
    longest_ = std::max(longest_, longest);
    if (!is_token) spread_ = std::max(spread_, longest);
}

void Scanner::compile()
{
    std::vector<FinderPattern> literals;
    std::map<std::pair<bool, std::string>, std::size_t> known_literals;
    const auto anchored_by = [&](std::string text, bool ignore_case) -> Anchored& {
        if (ignore_case) std::transform(text.begin(), text.end(), text.begin(), to_lower);
        const auto [known, is_new] = known_literals.try_emplace({ignore_case, text}, literals.size());
        if (is_new) {
            literals.push_back({text, ignore_case, false});
            anchored_.emplace_back();
        }
        return anchored_[known->second];
    };
    const auto add_regex = [&](std::uint32_t index, const std::string& pattern, bool ignore_case) {
        for (auto& regex : redact::Regex::all_of(pattern, ignore_case, name_of(rules_[index]))) {
            note_length(regex.longest(), !regex.may_hold_blank());
            if (const auto& anchor = regex.anchor()) {
                auto& anchored = anchored_by(anchor->text, ignore_case);
                anchored.regexes.push_back({index, std::move(regex)});
            } else if (!regex.prefix().steps.empty()) {
                graph_.output(graph_.prefix(regex.prefix()));
                places_.push_back({Regex{index, std::move(regex)}, nullptr, {}});
            } else {
                regexes_.push_back({index, std::move(regex)});
            }
        }
    };
    const auto add_phrase = [&](std::uint32_t index, Phrase phrase) {
        note_length(phrase.longest(), false);
        anchored_by(phrase.anchor(), phrase.ignore_case()).phrases.push_back({index, std::move(phrase)});
    };
    const auto add_literal = [&](std::uint32_t index, const std::string& literal) {
        const bool ignore_case = rules_[index].ignore_case;
        auto phrase = Phrase::of_literal(literal, ignore_case);
        if (ignore_case && has_wide_case(literal)) {
            add_regex(index, phrase.as_regex(), true);
        } else {
            add_phrase(index, std::move(phrase));
        }
    };
    for (std::uint32_t index = 0; index < rules_.size(); ++index) {
        const auto& rule = rules_[index];
        for (const auto& literal : spellings_of(rule.literals)) add_literal(index, literal);
        for (const auto& name : spellings_of(rule.names)) {
            if (const auto syllables = HangulNames::syllables_of(name)) {
                hangul_names_.add(*syllables, index);
            } else if (is_latin_name(name)) {
                for (auto& phrase : Phrase::of_latin_name(name)) add_phrase(index, std::move(phrase));
            } else {
                add_literal(index, name);
            }
        }
        if (rule.regex) add_regex(index, *rule.regex, rule.ignore_case);
        if (rule.builtin != nullptr) {
            note_length(rule.builtin->longest, rule.builtin->is_token);
            rules_of_builtin(*rule.builtin).push_back(index);
        }
    }
    note_length(hangul_names_.longest(), false);
    for (const auto family : families) {
        graph_.output(redact::places_of(family, graph_));
        family_graph_.output(redact::places_of(family, family_graph_));
    }
    // Eight bytes of a text for each that is decoded from it, and a run of base64 from either end.
    margin_ = std::max(8 * sight(), 2 * longest_run);
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
    workspace.levels_.resize(Workspace::most_levels);
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

/// Judges what was found in one text.
class Scanner::Collector {
  public:
    /// `kept` is working memory.
    Collector(const Scanner& scanner, std::string_view text, Findings& findings, std::vector<Match>& kept)
        : scanner_(scanner), text_(text), findings_(findings), kept_(kept)
    {
        findings.matches.clear();
        findings.too_long.clear();
        findings.spared.clear();
    }

    void add(std::uint32_t index, const Hit& hit)
    {
        const auto& rule = scanner_.rules_[index];
        if (!is_sure(rule, hit)) return;
        const Match match{hit.begin, hit.end, index};
        if (hit.end - hit.begin > longest_match) {
            findings_.too_long.push_back(match);
            return;
        }
        findings_.matches.push_back(match);
        has_exempt_ = has_exempt_ || is_exempt(rule, text_.substr(hit.begin, hit.end - hit.begin));
    }

    void add(std::uint32_t index, const redact::Regex::Bounds& bounds)
    {
        if (bounds.verdict != redact::Regex::Verdict::no_match)
            add(index, Hit{bounds.begin, bounds.end, Strength::weak});
    }

    /// Takes the exempt matches out.
    void finish()
    {
        if (has_exempt_) spare();
    }

  private:
    /// True if the form is telling enough, or a context word stands beside it.
    [[nodiscard]] bool is_sure(const Rule& rule, const Hit& hit) const
    {
        if (hit.strength == Strength::strong) return true;
        if (!rule.context.empty()) return has_context(text_, hit.begin, hit.end, rule.context);
        return hit.strength == Strength::weak ||
               has_context(text_, hit.begin, hit.end, rule.builtin->context);
    }

    static bool is_exempt(const Rule& rule, std::string_view value)
    {
        return std::any_of(rule.exempt.begin(), rule.exempt.end(), [&](const std::string& exempt) {
            return rule.ignore_case ? is_same_folded(exempt, value) : exempt == value;
        });
    }

    /// Matches of a rule that overlap make one stretch; it is spared if it is an exempt value and one match is all of
    /// it: the value as a whole is exempt, not a part of something longer.
    void spare()
    {
        auto& found = findings_.matches;
        std::sort(found.begin(), found.end(), [](const Match& a, const Match& b) {
            return a.rule != b.rule ? a.rule < b.rule : a.begin < b.begin;
        });
        kept_.clear();
        for (std::size_t i = 0; i < found.size();) {
            const auto first = i;
            std::size_t end = found[i].end;
            while (i < found.size() && found[i].rule == found[first].rule &&
                   (i == first || found[i].begin < end)) {
                end = std::max(end, found[i++].end);
            }
            const Match stretch{found[first].begin, end, found[first].rule};
            const auto is_all = [&](const Match& m) {
                return m.begin == stretch.begin && m.end == stretch.end;
            };
            const auto from = found.begin() + static_cast<std::ptrdiff_t>(first);
            const auto to = found.begin() + static_cast<std::ptrdiff_t>(i);
            const auto value = text_.substr(stretch.begin, stretch.end - stretch.begin);
            if (is_exempt(scanner_.rules_[stretch.rule], value) && std::any_of(from, to, is_all)) {
                findings_.spared.push_back(stretch);
                continue;
            }
            kept_.insert(kept_.end(), from, to);
        }
        found.swap(kept_);
    }

    const Scanner& scanner_;
    std::string_view text_;
    Findings& findings_;
    std::vector<Match>& kept_;
    bool has_exempt_ = false;
};

void Scanner::find_in(std::string_view text, Span part, Workspace& workspace, Findings& findings) const
{
    Collector collector(*this, text, findings, workspace.kept_);
    for (auto& places : findings.places) places.clear();
    const auto inside = text.substr(part.begin, part.size());
    auto& hits = workspace.hits_;

    hits.clear();
    literal_finder_.scan(inside, workspace.scratch_, hits);
    for (const auto& hit : hits) {
        const auto end = part.begin + hit.end;
        for (const auto& each : anchored_[hit.pattern].phrases) {
            if (const auto bounds = each.phrase.judge(text, end))
                collector.add(each.rule, Hit{bounds->begin, bounds->end, Strength::weak});
        }
        for (const auto& each : anchored_[hit.pattern].regexes)
            collector.add(each.rule, each.regex.judge_anchor(text, end));
    }
    hangul_names_.find(inside, [&](std::uint32_t rule, std::size_t begin, std::size_t end) {
        collector.add(rule, Hit{part.begin + begin, part.begin + end, Strength::weak});
    });

    hits.clear();
    regex_finder_.scan(inside, workspace.scratch_, hits);
    workspace.run_ends_.assign(regexes_.size(), 0);
    for (const auto& hit : hits) {
        const auto& each = regexes_[hit.pattern];
        collector.add(each.rule,
                      each.regex.judge(text, part.begin + hit.end, workspace.run_ends_[hit.pattern]));
    }

    find_families(text, {0, part.begin}, workspace, findings);
    auto& last_ends = workspace.last_ends_;
    last_ends.assign(places_.size(), 0);
    graph_.find(inside, workspace.masks_, [&](std::size_t output, std::size_t offset) {
        const auto at = part.begin + offset;
        if (output >= places_.size()) {
            findings.places[output - places_.size()].push_back(at);
            return;
        }
        const auto& place = places_[output];
        if (at < last_ends[output]) return;
        if (place.regex) {
            collector.add(place.regex->rule, place.regex->regex.judge_at(text, at));
            return;
        }
        const auto hit = place.builtin->judge(text, at);
        if (!hit) return;
        if (place.builtin->ends_inside_last) last_ends[output] = hit->end;
        for (const auto rule : place.rules) collector.add(rule, *hit);
    });
    find_families(text, {part.end, text.size()}, workspace, findings);
    collector.finish();
}

/// Looks for families only, in a part of the text in which no match is wanted.
void Scanner::find_families(std::string_view text, Span outside, Workspace& workspace,
                            Findings& findings) const
{
    if (outside.size() == 0) return;
    // What stands behind a place decides on it too.
    const auto seen = text.substr(outside.begin, outside.size() + MaskGraph::sight);
    family_graph_.find(seen, workspace.masks_, [&](std::size_t output, std::size_t offset) {
        if (offset < outside.size()) findings.places[output].push_back(outside.begin + offset);
    });
}

void Scanner::refuse_length(std::uint32_t rule) const
{
    throw refused("redact.match-length", "{}: a match is longer than {} bytes", name_of(rules_[rule]),
                  longest_match);
}

std::vector<Scanner::RuleFault> Scanner::faults() const
{
    std::vector<RuleFault> faults;
    check_tokens(faults);
    check_examples(faults);
    return faults;
}

void Scanner::check_tokens(std::vector<RuleFault>& faults) const
{
    auto space = workspace();
    std::vector<Match> matches;
    auto tokens = replacements_;
    tokens.emplace_back(portion_token);
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    for (const auto& token : tokens) {
        scan(whole_window(token), space, matches);
        std::set<std::uint32_t> rules;
        for (const auto& match : matches) rules.insert(match.rule);
        for (const auto rule : rules) {
            faults.push_back({rule, usage_error("rules.token", "{}: it matches the replacement {}",
                                                name_of(rules_[rule]), token)});
        }
    }
}

void Scanner::check_examples(std::vector<RuleFault>& faults) const
{
    auto space = workspace();
    std::vector<Match> matches;
    for (std::uint32_t index = 0; index < rules_.size(); ++index) {
        const auto& rule = rules_[index];
        const auto check = [&](std::string_view kind, const std::vector<std::string>& examples, bool want) {
            for (std::size_t i = 0; i < examples.size(); ++i) {
                scan(whole_window(examples[i]), space, matches);
                const bool is_found = std::any_of(matches.begin(), matches.end(),
                                                  [&](const Match& m) { return m.rule == index; });
                if (is_found == want) continue;
                faults.push_back({index, usage_error("rules.example", "{}: {} {} {}", name_of(rule), kind,
                                                     i + 1, want ? "does not match" : "matches")});
            }
        };
        check("test_match", rule.test_match, true);
        check("test_no_match", rule.test_no_match, false);
    }
}

} // namespace pouch::redact
