#pragma once
#include "pouch/io/memory.hpp"
#include "pouch/redact/engine.hpp"
#include "pouch/redact/rules.hpp"
#include "pouch/redact/scanner.hpp"
#include "support/reference_units.hpp"
#include "support/reference_views.hpp"
#include "support/support.hpp"

#include <map>
#include <optional>
#include <re2/re2.h>
#include <string>
#include <vector>

/// What the tests of redact share: rules from text, a run of the engine, and a slow implementation of what
/// the engine promises, written for plainness.
namespace pouch::test {

/// The rules of a TOML text; `version = 1` is added.
inline redact::RuleSet rules_of(const std::string& toml)
{
    redact::RuleSet set;
    redact::read_rules("version = 1\n" + toml, "rules", ".", set);
    return set;
}

inline redact::Scanner scanner_of(const std::string& toml)
{
    return redact::Scanner(rules_of(toml).rules);
}

struct Run {
    std::string output;
    std::vector<redact::Removal> removals;
};

inline Run run_engine(const redact::Scanner& scanner, const std::string& text,
                      std::size_t block_size = 1U << 18U, std::size_t threads = 1,
                      std::size_t step = SIZE_MAX)
{
    redact::Engine engine(scanner, {threads, block_size});
    io::MemorySource in(as_bytes(text), step);
    io::MemorySink out;
    Run run;
    engine.run(in, out, threads, [&](const redact::Removal& removal) { run.removals.push_back(removal); });
    run.output = as_text(out.bytes);
    return run;
}

inline std::string redacted(const std::string& toml, const std::string& text)
{
    return run_engine(scanner_of(toml), text).output;
}

/// What Reference::run says of a text in which replacing makes new matches again and again.
inline constexpr std::string_view endless = "does not end";

/// The slow, obvious implementation: RE2 at every place of every view of the whole text, every recogniser at every
/// byte.
class Reference {
  public:
    explicit Reference(const std::vector<redact::Rule>& rules, Packed packed = Packed::refuse)
        : rules_(rules), packed_(packed)
    {
        for (const auto& rule : rules_) {
            literals_.push_back(spellings(rule));
            if (!rule.regex) continue;
            re2::RE2::Options options;
            options.set_longest_match(true);
            options.set_case_sensitive(!rule.ignore_case);
            regexes_[rule.id] = std::make_unique<re2::RE2>("(?m)(?:" + *rule.regex + ")", options);
        }
    }

    [[nodiscard]] std::string run(std::string text) const
    {
        for (int round = 0; round < 9; ++round) {
            const auto spans = unions(text);
            if (spans.empty()) return text;
            text = replaced(text, spans);
        }
        return std::string(endless);
    }

    struct Span {
        std::size_t begin;
        std::size_t end;
        std::size_t rule;
    };

    /// The matches in all views, as places in `text`, in order of begin. Fault::refused as views_of, and
    /// `redact.unit-length`.
    [[nodiscard]] std::vector<Span> matches(const std::string& text) const
    {
        std::vector<Span> all;
        const auto spared = spared_in(text);
        for (const auto& view : views_of(text, packed_)) {
            for (const auto& span : matches_in(view.text)) {
                if (view.is_in_long_run) throw refused("redact.unit-length", "a match in a long encoded run");
                const Span here{view.source[span.begin].first, view.source[span.end - 1].second, span.rule};
                // Another reading of a part of what is exempt as it stands tells no more.
                const bool is_spared = std::any_of(spared.begin(), spared.end(), [&](const Span& whole) {
                    return whole.rule == here.rule && whole.begin <= here.begin && here.end <= whole.end;
                });
                if (!is_spared) all.push_back(here);
            }
        }
        std::stable_sort(all.begin(), all.end(),
                         [](const Span& a, const Span& b) { return a.begin < b.begin; });
        return all;
    }

    /// The stretches that go as one, each with the rule that names what is written.
    [[nodiscard]] std::vector<Span> unions(const std::string& text) const
    {
        const auto spans = matches(text);
        std::vector<Span> whole;
        for (std::size_t i = 0; i < spans.size();) {
            std::size_t end = spans[i].end;
            auto name = spans[i];
            std::size_t last = i;
            for (; last < spans.size() && spans[last].begin < end; ++last) {
                end = std::max(end, spans[last].end);
                if (names_before(spans[last], name)) name = spans[last];
            }
            whole.push_back({spans[i].begin, end, name.rule});
            i = last;
        }
        return whole;
    }

  private:
    static bool starts_character(const std::string& text, std::size_t i)
    {
        return i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80;
    }
    static bool is_ascii(const std::string& text)
    {
        return std::all_of(text.begin(), text.end(),
                           [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    }
    static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
    static std::string folded(std::string text)
    {
        for (auto& c : text) c = lower(c);
        return text;
    }

    /// The words of a literal between its blanks; those at its ends belong to a word.
    static std::vector<std::string> words_of(const std::string& literal)
    {
        std::vector<std::string> words(1);
        for (std::size_t i = 0; i < literal.size(); ++i) {
            const bool is_inside = literal.find_first_not_of(' ') < i && literal.find_last_not_of(' ') > i;
            if (literal[i] != ' ' || !is_inside) {
                words.back() += literal[i];
            } else if (literal[i - 1] != ' ') {
                words.emplace_back();
            }
        }
        return words;
    }

    /// The last end of the words from the `k`-th on at `i`, with up to 32 bytes of white space between; npos if none.
    static std::size_t phrase_end(const std::string& text, std::size_t i,
                                  const std::vector<std::string>& words, std::size_t k)
    {
        if (text.compare(i, words[k].size(), words[k]) != 0) return std::string::npos;
        i += words[k].size();
        if (k + 1 == words.size()) return i;
        std::size_t last = std::string::npos;
        for (std::size_t gap = i; gap <= text.size() && gap - i <= 32;) {
            const auto end = phrase_end(text, gap, words, k + 1);
            if (end != std::string::npos && (last == std::string::npos || end > last)) last = end;
            std::size_t size = 0;
            for (const std::string white : {" ", "+", "\n", "\r", "\t", "\v", "\f", "\u00A0", "\u3000"}) {
                if (text.compare(gap, white.size(), white) == 0) size = white.size();
            }
            if (size == 0) break;
            gap += size;
        }
        return last;
    }

    /// A literal as it is searched. Letters outside ASCII fold as Unicode says.
    struct Literal {
        std::vector<std::string> words;
        std::unique_ptr<re2::RE2> regex;
    };

    /// The literals of a rule, in their own spelling and folded.
    static std::vector<Literal> spellings(const redact::Rule& rule)
    {
        std::vector<Literal> all;
        const auto add = [&](const std::string& text) {
            all.push_back({words_of(rule.ignore_case ? folded(text) : text), nullptr});
            if (!rule.ignore_case || is_ascii(text)) return;
            re2::RE2::Options options;
            options.set_case_sensitive(false);
            options.set_longest_match(true);
            std::string pattern;
            for (const auto& word : words_of(text)) {
                if (!pattern.empty()) pattern += "[\\t-\\r +\\x{A0}\\x{3000}]{0,32}";
                pattern += re2::RE2::QuoteMeta(word);
            }
            all.back().regex = std::make_unique<re2::RE2>(pattern, options);
        };
        for (const auto& literal : rule.literals) {
            add(literal);
            const auto plain = folded_text(literal);
            if (plain != literal && !plain.empty()) add(plain);
        }
        return all;
    }

    /// The matches in one text, less the exempt ones.
    [[nodiscard]] std::vector<Span> matches_in(const std::string& text) const
    {
        std::vector<Span> all;
        for (std::size_t r = 0; r < rules_.size(); ++r) {
            auto own = of_rule(rules_[r], r, text);
            if (!rules_[r].exempt.empty()) own = not_exempt(rules_[r], own, text);
            all.insert(all.end(), own.begin(), own.end());
        }
        return all;
    }

    /// The exempt values of a text, as they stand.
    [[nodiscard]] std::vector<Span> spared_in(const std::string& text) const
    {
        std::vector<Span> spared;
        for (std::size_t r = 0; r < rules_.size(); ++r) {
            if (!rules_[r].exempt.empty())
                (void)not_exempt(rules_[r], of_rule(rules_[r], r, text), text, &spared);
        }
        return spared;
    }

    std::vector<Span> of_rule(const redact::Rule& rule, std::size_t index, const std::string& text) const
    {
        std::vector<Span> found;
        using redact::Strength;
        const auto add = [&](std::size_t begin, std::size_t end, Strength strength) {
            std::vector<std::string> words = rule.context;
            if (words.empty() && strength == Strength::faint) {
                words.assign(rule.builtin->context.begin(), rule.builtin->context.end());
            }
            const bool is_sure =
                strength == Strength::strong || (strength == Strength::weak && words.empty());
            if (is_sure || near(words, text, begin, end)) found.push_back({begin, end, index});
        };
        const auto compared = rule.ignore_case ? folded(text) : text;
        for (std::size_t i = 0; i < text.size(); ++i) {
            for (const auto& literal : literals_[index]) {
                if (literal.regex) {
                    re2::StringPiece match;
                    if (starts_character(text, i) &&
                        literal.regex->Match(text, i, text.size(), re2::RE2::ANCHOR_START, &match, 1)) {
                        add(i, i + match.size(), Strength::weak);
                    }
                    continue;
                }
                const auto end = phrase_end(compared, i, literal.words, 0);
                if (end != std::string::npos) add(i, end, Strength::weak);
            }
            if (rule.regex && starts_character(text, i)) {
                re2::StringPiece match;
                if (regexes_.at(rule.id)->Match(text, i, text.size(), re2::RE2::ANCHOR_START, &match, 1)) {
                    add(i, i + match.size(), Strength::weak);
                }
            }
            if (rule.builtin == nullptr) continue;
            if (const auto hit = rule.builtin->judge(text, i)) add(hit->begin, hit->end, hit->strength);
        }
        return found;
    }

    /// A context word wholly within 64 characters on either side.
    static bool near(const std::vector<std::string>& words, const std::string& text, std::size_t begin,
                     std::size_t end)
    {
        std::size_t first = begin;
        for (int n = 0; n < 64 && first > 0; ++n) {
            do --first;
            while (!starts_character(text, first));
        }
        std::size_t last = end;
        for (int n = 0; n < 64 && last < text.size(); ++n) {
            do ++last;
            while (!starts_character(text, last));
        }
        // The category in a replacement is no word.
        auto plain = text;
        re2::StringPiece rest = text;
        re2::StringPiece category;
        static const re2::RE2 replacement(R"(\[REDACTED:((?:[\w.-]|[^\x00-\x7F])+)\])");
        while (re2::RE2::FindAndConsume(&rest, replacement, &category)) {
            if (category.size() <= 64)
                std::fill_n(plain.begin() + (category.data() - text.data()), category.size(), '\x01');
        }
        for (const auto& word : words) {
            if (folded(plain.substr(first, begin - first)).find(folded(word)) != std::string::npos)
                return true;
            if (folded(plain.substr(end, last - end)).find(folded(word)) != std::string::npos) return true;
        }
        return false;
    }

    /// Overlapping matches of the rule make a cluster; it is spared if one match is all of it, and exempt.
    static std::vector<Span> not_exempt(const redact::Rule& rule, std::vector<Span> own,
                                        const std::string& text, std::vector<Span>* spared = nullptr)
    {
        std::sort(own.begin(), own.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
        std::vector<Span> kept;
        for (std::size_t i = 0; i < own.size();) {
            std::size_t end = own[i].end;
            std::size_t last = i;
            while (last < own.size() && own[last].begin < end) end = std::max(end, own[last++].end);
            const auto value = text.substr(own[i].begin, end - own[i].begin);
            bool is_match = false;
            for (auto k = i; k < last; ++k) is_match |= own[k].begin == own[i].begin && own[k].end == end;
            bool is_exempt = false;
            for (const auto& exempt : rule.exempt) {
                is_exempt |= rule.ignore_case ? folded(exempt) == folded(value) : exempt == value;
            }
            if (!is_match || !is_exempt) {
                kept.insert(kept.end(), own.begin() + static_cast<long>(i),
                            own.begin() + static_cast<long>(last));
            } else if (spared != nullptr) {
                spared->push_back({own[i].begin, end, own[i].rule});
            }
            i = last;
        }
        return kept;
    }

    [[nodiscard]] std::string replaced(const std::string& text, const std::vector<Span>& spans) const
    {
        std::string out;
        std::size_t place = 0;
        for (const auto& span : spans) {
            out += text.substr(place, span.begin - place) + rules_[span.rule].replacement();
            place = span.end;
        }
        return out + text.substr(place);
    }

    [[nodiscard]] bool names_before(const Span& a, const Span& b) const
    {
        if (rules_[a.rule].priority != rules_[b.rule].priority)
            return rules_[a.rule].priority > rules_[b.rule].priority;
        if (a.end - a.begin != b.end - b.begin) return a.end - a.begin > b.end - b.begin;
        return a.rule < b.rule;
    }

    std::vector<redact::Rule> rules_;
    Packed packed_;
    std::vector<std::vector<Literal>> literals_; ///< By rule.
    std::map<std::string, std::unique_ptr<re2::RE2>> regexes_;
};

/// What `redact` makes of a text, or the reason why it refuses.
template <typename Redact> std::string outcome(const Redact& redact, const std::string& text)
{
    try {
        return redact(text);
    } catch (const Error& error) {
        return error.reason();
    }
}

/// Empty if both are equal, else the first difference with what stands around it.
inline std::string difference(const std::string& a, const std::string& b)
{
    std::size_t i = 0;
    while (i < a.size() && i < b.size() && a[i] == b[i]) ++i;
    if (i == a.size() && i == b.size()) return {};
    const auto from = i - std::min<std::size_t>(i, 60);
    return "at " + std::to_string(i) + ": <" + a.substr(from, 160) + "> and <" + b.substr(from, 160) + ">";
}

/// Text made of pieces that rules like and pieces that break them, the same for the same seed.
inline std::string mixture(const std::vector<std::string>& pieces, std::size_t count, std::uint64_t seed)
{
    const auto random = noise(2 * count, seed);
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        const auto index = std::to_integer<std::size_t>(random[2 * i]) * 256 +
                           std::to_integer<std::size_t>(random[2 * i + 1]);
        text += pieces[index % pieces.size()];
    }
    return text;
}

} // namespace pouch::test
