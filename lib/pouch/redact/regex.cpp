#include "pouch/redact/regex.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/recogniser.hpp"
#include "pouch/redact/regex_text.hpp"
#include "pouch/redact/regex_ways.hpp"

#include <algorithm>
#include <re2/re2.h>

namespace pouch::redact {

namespace {

/// `set` with both cases of its letters.
ByteSet folded(const ByteSet& set)
{
    ByteSet both = set;
    for (unsigned byte = 'a'; byte <= 'z'; ++byte) {
        if (set.test(byte) || set.test(byte - 32)) both.set(byte).set(byte - 32);
    }
    return both;
}

/// True if the beginning of a pattern says enough for judge_at.
bool has_firm_front(const RegexShape& shape, bool ignore_case)
{
    const bool folds_wide = ignore_case && shape.needs_utf8; // K and S have partners outside ASCII
    return !shape.prefix.steps.empty() && shape.longest && !folds_wide;
}

/// The longest row of single characters in `prefix`.
Regex::Anchor longest_literal(const RunPrefix& prefix)
{
    Regex::Anchor longest;
    Regex::Anchor row;
    std::size_t offset = 0;
    for (const auto& step : prefix.steps) {
        if (step.set.count() == 1) {
            if (row.text.empty()) row.offset = offset;
            row.text.append(step.count, static_cast<char>(step.set._Find_first()));
            if (row.text.size() > longest.text.size()) longest = row;
        } else {
            row.text.clear();
        }
        offset += step.count;
    }
    return longest;
}

/// The bytes of `prefix` as the one front that all matches have.
Front front_of(const RunPrefix& prefix, bool ignore_case)
{
    Front front;
    for (const auto& step : prefix.steps)
        front.insert(front.end(), step.count, ignore_case ? folded(step.set) : step.set);
    return front;
}

/// The fronts of `shape`, or the one that all have in common. `most`: more are not wanted.
std::vector<Front> fronts_of(const RegexShape& shape, bool ignore_case, std::size_t most)
{
    // Further on, folding may lead out of ASCII.
    if (ignore_case || shape.fronts.size() > most) return {front_of(shape.prefix, ignore_case)};
    return shape.fronts;
}

/// What `shape` says of the bytes behind the anchor.
std::vector<Front> fronts_behind(const Regex::Anchor& anchor, const RegexShape& shape, bool ignore_case)
{
    auto fronts = fronts_of(shape, ignore_case, regex::most_ways);
    const auto before = anchor.offset + anchor.text.size();
    for (auto& front : fronts)
        front.erase(front.begin(),
                    front.begin() + static_cast<std::ptrdiff_t>(std::min(before, front.size())));
    return fronts;
}

bool begins_with(std::string_view text, const Front& front)
{
    if (text.size() < front.size()) return false;
    const auto* byte = text.data();
    return std::all_of(front.begin(), front.end(),
                       [&](const ByteSet& set) { return set[static_cast<unsigned char>(*byte++)]; });
}

/// The prefix to find a pattern by, or nothing if it is not rare enough.
RunPrefix useful_prefix(RunPrefix prefix, bool ignore_case)
{
    constexpr double good_rarity = 9; // once in 512 bytes
    if (ignore_case) {
        for (auto& step : prefix.steps) step.set = folded(step.set);
    }
    return rarity_of(prefix) >= good_rarity ? prefix : RunPrefix();
}

} // namespace

std::vector<Regex> Regex::all_of(const std::string& pattern, bool ignore_case, const std::string& who)
{
    std::vector<Regex> all;
    try {
        // Offsets in errors are those in the rule, or in the alternative.
        const auto alternatives = alternatives_of(pattern);
        if (alternatives.size() > 1 &&
            std::all_of(alternatives.begin(), alternatives.end(),
                        [](const auto& one) { return shape_of_regex(one).longest.has_value(); })) {
            (void)shape_of_regex(pattern);
            all.push_back(Regex(pattern, ignore_case, who));
            return all;
        }
        for (const auto& one : alternatives) {
            (void)shape_of_regex(one);
            all.push_back(Regex(one, ignore_case, who));
        }
    } catch (const Error& error) {
        throw error.message().starts_with(who) ? error : error.in(who);
    }
    return all;
}

Regex::Regex(const std::string& pattern, bool ignore_case, const std::string& who)
    : ignore_case_(ignore_case), may_hold_blank_(redact::may_hold_blank(pattern))
{
    const auto plain = with_plain_space(pattern);
    const auto shape = shape_of_regex(plain);
    is_utf8_ = shape.needs_utf8;
    // Folding of case may change the number of bytes of a character, up to three times.
    const auto longest = shape.longest.value_or(longest_match) * (is_utf8_ && ignore_case ? 3U : 1U);
    longest_ = std::min(longest, longest_match);

    whole_.emplace("(?:" + plain + ")", ignore_case, shape.copies, who);
    if (has_firm_front(shape, ignore_case)) {
        constexpr std::size_t most_fronts = 4;
        fronts_ = fronts_of(shape, ignore_case, most_fronts);
        constexpr std::size_t good_literal = 3;
        auto literal = longest_literal(shape.prefix);
        if (literal.text.size() >= good_literal) {
            anchor_ = std::move(literal);
            behind_anchor_ = fronts_behind(*anchor_, shape, ignore_case);
        } else {
            prefix_ = useful_prefix(shape.prefix, ignore_case);
        }
    }
    if (!anchor_ && prefix_.steps.empty()) note_trigger(plain, shape, who);
}

/// What judge() needs; judge_at() does without.
void Regex::note_trigger(const std::string& plain, const RegexShape& shape, const std::string& who)
{
    trigger_ = plain;
    if (shape.tail) {
        const auto& tail = *shape.tail;
        trigger_ = tail.head;
        if (tail.min > 0) trigger_ += fmt::format("{}{{{}}}", tail.item, tail.min);
        const auto rest =
            tail.max ? fmt::format("{}{{0,{}}}", tail.item, *tail.max - tail.min) : tail.item + "*";
        has_endless_tail_ = !tail.max;
        tail_run_.emplace(rest, ignore_case_, shape.copies, who);
        if (!tail.after.empty()) tail_.emplace(rest + tail.after, ignore_case_, shape.copies, who);
    }
    before_character_.emplace("(?:" + trigger_ + ")(?s:.)\\z", ignore_case_, shape.copies, who);
    at_end_.emplace("(?:" + trigger_ + ")\\z", ignore_case_, shape.copies, who);
}

Regex::~Regex() = default;
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;

/// Moves `end` behind the tail that begins there, in a match that begins at `begin`. False if what must stand behind
/// it is nowhere there; a run that is too long moves it all the same.
bool Regex::find_tail_end(std::string_view text, std::size_t begin, std::size_t& end,
                          std::size_t& run_end) const
{
    const re2::StringPiece whole(text.data(), text.size());
    re2::StringPiece found;
    const auto furthest = [&](const RegexProgram& tail) {
        return tail.get().Match(whole, end, text.size(), re2::RE2::ANCHOR_START, &found, 1);
    };
    if (!has_endless_tail_ || end > run_end) {
        if (!furthest(*tail_run_)) return false;
        run_end = end + found.size();
    }
    if (!tail_ || run_end - begin > longest_match) {
        end = run_end;
        return true;
    }
    if (!furthest(*tail_)) return false;
    end += found.size();
    return true;
}

Regex::Bounds Regex::judge(std::string_view text, std::size_t end, std::size_t& run_end) const
{
    // Anchored at its end, RE2 runs backwards and stops where no match can go on: the leftmost begin.
    constexpr std::size_t depth = longest_match + look_around;
    const auto floor = end > depth ? character_start(text, end - depth) : 0;
    const bool is_last = end == text.size();
    const auto stop = is_last ? end : end + character_size(text, end);
    const re2::StringPiece view(text.data(), stop);
    re2::StringPiece found;
    const auto& regex = (is_last ? at_end_ : before_character_)->get();
    if (!regex.Match(view, floor, stop, re2::RE2::UNANCHORED, &found, 1)) return {};
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    if (tail_run_ && !find_tail_end(text, begin, end, run_end)) return {};
    return {end - begin > longest_match ? Verdict::too_long : Verdict::match, begin, end};
}

Regex::Bounds Regex::judge_anchor(std::string_view text, std::size_t anchor_end) const
{
    const auto before = anchor_->offset + anchor_->text.size();
    if (before > anchor_end) return {};
    const auto behind = text.substr(anchor_end);
    const bool is_open = std::any_of(behind_anchor_.begin(), behind_anchor_.end(),
                                     [&](const Front& front) { return begins_with(behind, front); });
    if (!is_open) return {};
    return judge_at(text, anchor_end - before);
}

Regex::Bounds Regex::judge_at(std::string_view text, std::size_t begin) const
{
    re2::StringPiece found;
    const re2::StringPiece whole(text.data(), text.size());
    if (!whole_->get().Match(whole, begin, text.size(), re2::RE2::ANCHOR_START, &found, 1)) return {};
    const auto verdict = found.size() > longest_match ? Verdict::too_long : Verdict::match;
    return {verdict, begin, begin + found.size()};
}

} // namespace pouch::redact
