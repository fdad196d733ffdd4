#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/operator/operators.hpp"
#include "pouch/redact/regex_text.hpp"
#include "pouch/redact/scanner.hpp"
#include "pouch/redact/view/fold.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utf8proc.h>

/// How rules become what a Scanner searches with, and whether they do what they say.
namespace pouch::redact {

namespace {

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

/// Literals, or beginnings of regular expressions, that the sieve takes; with more of them Hyperscan is faster.
constexpr std::size_t most_sieved = 64;

bool is_fit_for_sieve(const std::vector<Front>& fronts)
{
    constexpr double good_rarity = 9; // once in 512 bytes
    return !fronts.empty() && std::all_of(fronts.begin(), fronts.end(), [](const Front& front) {
        return !front.empty() && Sieve::rarity_of({front}) >= good_rarity;
    });
}

} // namespace

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
    std::vector<Sieve::Shape> shapes;
    const auto add_regex = [&](std::uint32_t index, const std::string& pattern, bool ignore_case) {
        for (auto& regex : redact::Regex::all_of(pattern, ignore_case, name_of(rules_[index]))) {
            note_length(regex.longest(), !regex.may_hold_blank());
            if (is_fit_for_sieve(regex.fronts()) && shapes.size() < most_sieved) {
                const auto number = front_regexes_.size();
                for (const auto& front : regex.fronts()) {
                    shapes.push_back({front, 0, regex.fronts().size() > 1});
                    sieved_.push_back({Sieved::Kind::regex, number});
                }
                front_regexes_.push_back({index, std::move(regex)});
            } else if (const auto& anchor = regex.anchor()) {
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
    // Eight bytes of a text for each that is decoded from it, and a run of base64 from either end.
    margin_ = std::max(8 * sight(), 2 * longest_run);
    if (literals.size() <= most_sieved) {
        for (std::size_t i = 0; i < literals.size(); ++i) {
            shapes.push_back(Sieve::literal(literals[i].text, literals[i].ignore_case));
            sieved_.push_back({Sieved::Kind::literal, i, literals[i].text.size()});
        }
    } else {
        literal_finder_ = Finder::of_literals(literals);
    }
    std::vector<Sieve::Shape> family_shapes;
    for (const auto family : families) {
        const auto number = static_cast<std::size_t>(family);
        for (auto& shape : shapes_of(family)) {
            family_shapes.push_back(shape);
            families_of_shapes_.push_back(number);
            shapes.push_back(std::move(shape));
            sieved_.push_back({Sieved::Kind::family, number});
        }
    }
    sieve_ = Sieve(std::move(shapes));
    family_sieve_ = Sieve(std::move(family_shapes));
    graph_.output(run_places(graph_));
    run_graph_.output(run_places(run_graph_));
    graph_.arrange();
    run_graph_.arrange();
    std::vector<FinderPattern> patterns;
    for (const auto& each : regexes_) {
        patterns.push_back({each.regex.trigger(), each.regex.ignore_case(), each.regex.is_utf8()});
    }
    regex_finder_ =
        Finder::of_regexes(patterns, [&](std::size_t i) { return name_of(rules_[regexes_[i].rule]); });
}

std::vector<Scanner::RuleFault> Scanner::faults() const
{
    std::vector<RuleFault> faults;
    auto space = workspace();
    check_tokens(space, faults);
    check_examples(space, faults);
    return faults;
}

void Scanner::check_tokens(Workspace& space, std::vector<RuleFault>& faults) const
{
    std::vector<Match> matches;
    auto tokens = replacements_;
    for (const auto& rule : rules_) {
        const auto samples = sample_tokens(rule);
        tokens.insert(tokens.end(), samples.begin(), samples.end());
    }
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

void Scanner::check_examples(Workspace& space, std::vector<RuleFault>& faults) const
{
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
