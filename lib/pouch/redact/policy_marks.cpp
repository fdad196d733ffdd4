#include "pouch/redact/policy_marks.hpp"

#include "pouch/label/page_marking.hpp"
#include "pouch/label/portion.hpp"
#include "pouch/label/validity.hpp"
#include "pouch/redact/stray_mark.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

using label::marking_words;
constexpr std::size_t most_kept =
    1024; ///< Meanings. Marks repeat; what is no mark does not, and must not fill the memory.

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
    const auto plain = folded(text);
    return is_page_marking(text) || label::names_classification(policy_, plain);
}

bool PolicyMarks::opens_mark(std::string_view group, bool is_exact) const
{
    if (is_exact) return openers_.find(group) != openers_.end();
    return upper_openers_.find(upper(std::string(group))) != upper_openers_.end();
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

void PolicyMarks::learn(const label::Markings& markings)
{
    for (const auto& data : markings.data) learn_names(data.phrase.value_or(""));
    for (const auto& entry : markings.qualifiers) {
        for (const auto& part : {entry.prefix, entry.suffix, entry.separator}) learn_names(part.value_or(""));
    }
}

} // namespace pouch::redact
