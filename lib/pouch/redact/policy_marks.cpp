#include "pouch/redact/policy_marks.hpp"

#include "pouch/label/page_marking.hpp"
#include "pouch/label/portion.hpp"
#include "pouch/label/validity.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/mark_shape.hpp"
#include "pouch/redact/mark_text.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

using label::marking_words;
constexpr std::size_t most_kept =
    1024; ///< Meanings. Marks repeat; what is no mark does not, and must not fill the memory.
constexpr std::size_t most_words = 6; ///< Of a name of which parts are learnt.

bool is_capitals(std::string_view word)
{
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// `word`, which is folded, without its case, and with ASCII digits for Roman ones that stand alone: `II급` as `2급`.
std::string plain_word(std::string_view word)
{
    constexpr std::array<std::string_view, 5> numerals{"I", "II", "III", "IV", "V"};
    const auto size = std::min(word.size(), word.find_first_not_of("IVXLCDM"));
    const bool is_alone = size == word.size() || !is_ascii(word[size]);
    const auto numeral = std::find(numerals.begin(), numerals.end(), word.substr(0, size));
    if (numeral == numerals.end() || !is_alone) return upper(std::string(word));
    return std::to_string(numeral - numerals.begin() + 1) + upper(std::string(word.substr(size)));
}

/// Takes the words of `text`, which is folded, between blanks and signs; empty behind the last.
std::string_view take_word(std::string_view& text)
{
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(mark_signs)));
    const auto word = text.substr(0, text.find_first_of(mark_signs));
    text.remove_prefix(word.size());
    return word;
}

/// The words of `text` in their plain form, one behind the other.
std::string run_together(std::string_view text, std::size_t limit = std::string::npos)
{
    std::string all;
    for (auto word = take_word(text); !word.empty(); word = take_word(text)) {
        if (all.size() > limit) break; // enough to tell that it is none
        all += plain_word(word);
    }
    return all;
}

} // namespace

PolicyMarks::PolicyMarks(label::Policy policy, Instant at) : policy_(std::move(policy)), at_(at)
{
    learn_names(policy_.name);
    learn(policy_.markings);
    for (const auto& one : policy_.classes) {
        learn_names(one.name);
        learn(one.markings);
        learn_opener(one.name);
        learn_opener(policy_.name + " " + one.name);
        for (const auto& data : one.markings.data) learn_opener(data.phrase.value_or(""));
        learn_class(one.name);
        for (const auto& data : one.markings.data) learn_class(data.phrase.value_or(""));
        for (const auto& mark : one.markings.data) {
            learn_parts(policy_.name + " " + one.name, mark.phrase.value_or(""));
            for (const auto& data : one.markings.data)
                learn_parts(data.phrase.value_or(""), mark.phrase.value_or(""));
        }
        learn_parts(policy_.name + " " + one.name, "");
    }
    for (const auto& set : policy_.tag_sets) {
        for (const auto& tag : set.tags) {
            learn(tag.markings);
            for (const auto& category : tag.categories) {
                learn_names(category.name);
                learn(category.markings);
            }
        }
    }
    for (const auto* keys : {&openers_, &class_parts_}) {
        for (const auto& key : *keys) {
            longest_key_ = std::max(longest_key_, key.size());
            prefixes_.add(key);
        }
    }
    for (const auto& word : class_words_) prefixes_.add(word);
}

std::optional<label::Label> PolicyMarks::meaning(std::string_view inside)
{
    const auto known = meanings_.find(inside);
    if (known != meanings_.end()) return known->second;
    auto label = read(inside);
    if (meanings_.size() < most_kept) meanings_.emplace(inside, label);
    return label;
}

std::optional<label::Label> PolicyMarks::read(std::string_view inside) const
{
    auto label = label::read_portion_mark(policy_, inside);
    if (!label || !label::findings_of(policy_, *label, at_, label::Mode::existing).empty())
        return std::nullopt;
    return label;
}

std::optional<label::Label> PolicyMarks::page_meaning(std::string_view text) const
{
    auto label = label::read_page_marking(policy_, text);
    if (!label || !label::findings_of(policy_, *label, at_, label::Mode::existing).empty())
        return std::nullopt;
    return label;
}

bool PolicyMarks::names_classification(std::string_view text) const
{
    return is_page_marking(text) || label::names_classification(policy_, without_wide_signs(folded(text)));
}

bool PolicyMarks::opens_mark(std::string_view group, bool is_exact) const
{
    if (is_exact) return openers_.find(group) != openers_.end();
    return upper_openers_.find(upper(std::string(group))) != upper_openers_.end();
}

bool PolicyMarks::names_class(std::string_view inside) const
{
    const auto text = folded(inside);
    std::string opening; // the first words,
    std::string joined;  // and run together
    std::string_view rest = text;
    for (auto word = take_word(rest); !word.empty(); word = take_word(rest)) {
        if (opening.size() > longest_key_ && joined.size() > longest_key_) break;
        const bool is_first = opening.empty();
        joined += plain_word(word);
        opening += (is_first ? "" : " ") + std::string(word);
        if (opening.size() > 1 && openers_.find(opening) != openers_.end()) return true;
        if (is_first && word.size() == 1 && begins_name(text)) continue;
        const bool is_name = is_first ? is_capitals(word) && class_words_.find(word) != class_words_.end()
                                      : class_parts_.find(joined) != class_parts_.end();
        if (is_name) return true;
    }
    if (opening.size() < 2) return false;
    return class_parts_.find(run_together(text, longest_key_)) != class_parts_.end() ||
           class_parts_.find(run_together(first_group(text), longest_key_)) != class_parts_.end();
}

bool PolicyMarks::is_page_marking(std::string_view line) const
{
    // Asked of every line: the first word that no marking has ends it.
    bool has_class = false;
    for (auto word = label::take_marking_word(line); !word.empty(); word = label::take_marking_word(line)) {
        if (words_.find(word) == words_.end()) return false;
        has_class = has_class || class_words_.find(word) != class_words_.end();
    }
    return has_class;
}

void PolicyMarks::learn_names(std::string_view text)
{
    for (auto& word : marking_words(text)) words_.insert(std::move(word));
}

/// What portion marks may call a classification.
void PolicyMarks::learn_opener(std::string_view text)
{
    if (text.empty() || !label::read_portion_mark(policy_, text)) return;
    openers_.insert(folded(text));
    upper_openers_.insert(upper(folded(text)));
}

void PolicyMarks::learn_class(std::string_view text)
{
    auto words = marking_words(text);
    if (!words.empty()) class_words_.insert(std::move(words.back()));
}

/// Learns what a writer may leave of the words of `name`: those that end it, or hold the words of `mark`.
void PolicyMarks::learn_parts(std::string_view name, std::string_view mark)
{
    const auto text = folded(name);
    std::vector<std::string_view> words;
    std::string_view rest = text;
    for (auto word = take_word(rest); !word.empty(); word = take_word(rest)) words.push_back(word);
    if (words.size() > most_words) words.erase(words.begin(), words.end() - most_words);
    const auto telling = run_together(folded(mark));
    for (unsigned chosen = 1; chosen < 1U << words.size(); ++chosen) {
        std::string part;
        bool is_telling = (chosen >> (words.size() - 1) & 1U) != 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if ((chosen >> i & 1U) == 0) continue;
            const auto word = plain_word(words[i]);
            is_telling = is_telling || word == telling;
            part += word;
        }
        if (is_telling && part.size() > 1) class_parts_.insert(std::move(part));
    }
}

void PolicyMarks::learn(const label::Markings& markings)
{
    for (const auto& data : markings.data) learn_names(data.phrase.value_or(""));
    for (const auto& entry : markings.qualifiers) {
        for (const auto& part : {entry.prefix, entry.suffix, entry.separator}) learn_names(part.value_or(""));
    }
}

} // namespace pouch::redact
