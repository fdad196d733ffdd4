#include "pouch/redact/phrase.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/recogniser.hpp"
#include "pouch/redact/regex_text.hpp"
#include "pouch/redact/white.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::redact {

namespace {

bool is_sign_of(Gap gap, char c)
{
    if (gap == Gap::white) return false;
    return c == '-' || c == '.' || c == '_' || c == '*' || (gap == Gap::comma && c == ',');
}

std::size_t gap_size(Gap gap, std::string_view text, std::size_t i)
{
    return is_sign_of(gap, at_or_nul(text, i)) ? 1 : white_size(text, i);
}

std::size_t gap_size_before(Gap gap, std::string_view text, std::size_t end)
{
    return end > 0 && is_sign_of(gap, text[end - 1]) ? 1 : white_size_before(text, end);
}

void sort_unique(std::vector<std::size_t>& places)
{
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
}

/// The parts of `name` between blanks, hyphens and full stops.
std::vector<std::string> latin_words(std::string_view name)
{
    std::vector<std::string> words(1);
    for (const char c : name) {
        if (is_letter(c) || c == '\'') {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

} // namespace

Phrase::Phrase(std::vector<Word> words, bool ignore_case, bool has_borders)
    : words_(std::move(words)), ignore_case_(ignore_case), has_borders_(has_borders)
{
    std::size_t size = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        size += words_[i].text.size();
        if (words_[i].text.size() > words_[anchor_].text.size()) anchor_ = i;
    }
    if (words_.size() < 2) return;
    // Gaps of a very long phrase are shorter, so that no match is longer than a match may be.
    const auto room = longest_match - std::min(size, longest_match);
    most_gap_ = std::min(most_white, room / (words_.size() - 1));
}

Phrase Phrase::of_literal(std::string_view text, bool ignore_case)
{
    const auto blank_end = [&](std::size_t i) {
        while (i < text.size() && text[i] != '+') {
            const auto size = white_size(text, i);
            if (size == 0) break;
            i += size;
        }
        return i;
    };
    std::vector<Word> words;
    auto i = blank_end(0);
    std::string word(text.substr(0, i));
    while (i < text.size()) {
        const auto end = blank_end(i);
        if (end == i) {
            word += text[i++];
            continue;
        }
        if (end == text.size()) {
            word += text.substr(i);
        } else {
            words.push_back({std::move(word), Gap::white});
            word.clear();
        }
        i = end;
    }
    words.push_back({std::move(word), Gap::white});
    return {std::move(words), ignore_case, false};
}

std::vector<Phrase> Phrase::of_latin_name(std::string_view name)
{
    const auto words = latin_words(name);
    std::vector<Phrase> orders;
    // The comma stands before the word at `comma`.
    const auto add = [&](std::size_t first, std::size_t comma) {
        std::vector<Word> ordered;
        for (std::size_t i = 0; i < words.size(); ++i) {
            ordered.push_back({words[(first + i) % words.size()], i == comma ? Gap::comma : Gap::joint});
        }
        orders.push_back({std::move(ordered), true, true});
    };
    add(0, 1);
    if (words.size() > 1) add(1, words.size() - 1);
    if (words.size() > 2) add(words.size() - 1, 1);
    return orders;
}

std::string Phrase::as_regex() const
{
    std::string pattern;
    for (const auto& word : words_) {
        if (!pattern.empty()) {
            pattern += R"([\x09-\x0D +\x{A0}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{3000}])";
            pattern += fmt::format("{{0,{}}}", most_gap_);
        }
        pattern += escaped_for_regex(word.text);
    }
    return pattern;
}

std::size_t Phrase::longest() const
{
    std::size_t size = (words_.size() - 1) * most_gap_;
    for (const auto& word : words_) size += word.text.size();
    return size;
}

bool Phrase::stands_at(std::string_view text, std::size_t i, const Word& word) const
{
    const auto size = word.text.size();
    if (i > text.size() || size > text.size() - i) return false;
    const auto piece = text.substr(i, size);
    if (!ignore_case_) return piece == word.text;
    return std::equal(piece.begin(), piece.end(), word.text.begin(),
                      [](char a, char b) { return to_lower(a) == to_lower(b); });
}

std::optional<Phrase::Bounds> Phrase::judge(std::string_view text, std::size_t anchor_end) const
{
    // All places where the words so far can begin, then end: any of the former goes with any of the latter.
    std::vector<std::size_t> begins{anchor_end - anchor().size()};
    std::vector<std::size_t> next;
    for (auto k = anchor_; k > 0 && !begins.empty(); --k) {
        const auto& word = words_[k - 1];
        next.clear();
        for (const auto begin : begins) {
            for (auto i = begin;;) {
                if (i >= word.text.size() && stands_at(text, i - word.text.size(), word)) {
                    next.push_back(i - word.text.size());
                }
                const auto size = gap_size_before(words_[k].gap, text, i);
                if (size == 0 || begin - i + size > most_gap_) break;
                i -= size;
            }
        }
        begins.swap(next);
        sort_unique(begins);
    }
    const auto is_inside_before = [&](std::size_t i) { return !is_border_before(text, i); };
    if (has_borders_) std::erase_if(begins, is_inside_before);
    if (begins.empty()) return std::nullopt;

    std::vector<std::size_t> ends{anchor_end};
    for (auto k = anchor_ + 1; k < words_.size() && !ends.empty(); ++k) {
        const auto& word = words_[k];
        next.clear();
        for (const auto end : ends) {
            for (auto i = end;;) {
                if (stands_at(text, i, word)) next.push_back(i + word.text.size());
                const auto size = gap_size(word.gap, text, i);
                if (size == 0 || i - end + size > most_gap_) break;
                i += size;
            }
        }
        ends.swap(next);
        sort_unique(ends);
    }
    const auto is_inside_after = [&](std::size_t i) { return !is_border_after(text, i); };
    if (has_borders_) std::erase_if(ends, is_inside_after);
    if (ends.empty()) return std::nullopt;
    return Bounds{begins.front(), ends.back()};
}

bool is_latin_name(std::string_view name)
{
    const auto is_part = [](char c) {
        return is_letter(c) || std::string_view(" -.'").find(c) != std::string_view::npos;
    };
    return std::all_of(name.begin(), name.end(), is_part) && std::any_of(name.begin(), name.end(), is_letter);
}

} // namespace pouch::redact
