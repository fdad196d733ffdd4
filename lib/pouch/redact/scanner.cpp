#include "pouch/redact/scanner.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/written_token.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t context_characters = 64; ///< How far from a weak match its context word may stand.

bool is_same_folded(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return to_lower(x) == to_lower(y); });
}

/// True if `word` stands wholly in [begin, end) of `text`, and in no token: each value removed from a list would be context
/// for the next, round by round.
bool contains_folded(std::string_view text, std::size_t begin, std::size_t end, std::string_view word)
{
    for (std::size_t i = begin; i + word.size() <= end; ++i) {
        if (is_same_folded(text.substr(i, word.size()), word) && !is_in_written_category(text, i))
            return true;
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

/// Adds to places in order; several shapes may stand at one.
void note_place(std::vector<std::size_t>& places, std::size_t at)
{
    if (places.empty() || places.back() != at) places.push_back(at);
}

} // namespace

Scanner::Workspace::Workspace() = default;
Scanner::Workspace::~Workspace() = default;
Scanner::Workspace::Workspace(Workspace&&) noexcept = default;
Scanner::Workspace& Scanner::Workspace::operator=(Workspace&&) noexcept = default;

Scanner::Scanner(std::vector<Rule> rules, Packed packed, SelfTest test)
    : rules_(std::move(rules)), packed_(packed)
{
    for (const auto& rule : rules_) {
        replacements_.push_back(rule.replacement());
        takes_value_.push_back(takes_value(rule.action));
    }
    compile();
    if (test == SelfTest::skip) return;
    if (const auto all = faults(); !all.empty()) throw all.front().error;
}

Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;

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
    for (const auto& hit : hits) judge_literal(hit.pattern, text, part.begin + hit.end, collector);
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
    sieve_.find(inside, [&](std::uint32_t shape, std::size_t offset) {
        const auto& what = sieved_[shape];
        const auto at = part.begin + offset;
        switch (what.kind) {
        case Sieved::Kind::literal:
            return judge_literal(what.index, text, at + what.size, collector);
        case Sieved::Kind::regex: {
            const auto& each = front_regexes_[what.index];
            return collector.add(each.rule, each.regex.judge_at(text, at));
        }
        case Sieved::Kind::family:
            return note_place(findings.places[what.index], at);
        }
    });
    auto& last_ends = workspace.last_ends_;
    last_ends.assign(places_.size(), 0);
    graph_.find(inside, workspace.masks_, [&](std::size_t output, std::size_t offset) {
        const auto at = part.begin + offset;
        if (output >= places_.size()) {
            findings.places[static_cast<std::size_t>(Family::run)].push_back(at);
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
    family_sieve_.find(seen, [&](std::uint32_t shape, std::size_t offset) {
        if (offset < outside.size())
            note_place(findings.places[families_of_shapes_[shape]], outside.begin + offset);
    });
    run_graph_.find(seen, workspace.masks_, [&](std::size_t, std::size_t offset) {
        if (offset < outside.size())
            findings.places[static_cast<std::size_t>(Family::run)].push_back(outside.begin + offset);
    });
}

void Scanner::judge_literal(std::size_t literal, std::string_view text, std::size_t end,
                            Collector& collector) const
{
    for (const auto& each : anchored_[literal].phrases) {
        if (const auto bounds = each.phrase.judge(text, end))
            collector.add(each.rule, Hit{bounds->begin, bounds->end, Strength::weak});
    }
    for (const auto& each : anchored_[literal].regexes)
        collector.add(each.rule, each.regex.judge_anchor(text, end));
}

void Scanner::refuse_length(std::uint32_t rule) const
{
    throw refused("redact.match-length", "rule {}: a match is longer than {} bytes", rules_[rule].id,
                  longest_match);
}

} // namespace pouch::redact
