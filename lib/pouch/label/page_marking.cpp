#include "pouch/label/page_marking.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/languages.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/portion.hpp"
#include "pouch/label/resolve.hpp"

#include <algorithm>

namespace pouch::label {

namespace {

constexpr auto where = Location::page_top;
constexpr std::size_t most_tags = 6;   ///< That may show what a marking says: their combinations are tried.
constexpr std::size_t most_words = 64; ///< Of a marking.

using Words = std::vector<std::string>;

/// The words that a label of that class and nothing else shows.
Words class_words(const Policy& policy, const Class& one, std::string_view language)
{
    Label label;
    label.policy_id = policy.id;
    label.policy_name = policy.name;
    label.classification = one.name;
    return marking_words(marking_of(policy, label, where, language));
}

bool begins_with(const Words& words, const Words& start)
{
    return words.size() >= start.size() && std::equal(start.begin(), start.end(), words.begin());
}

bool holds(const Words& words, const Words& part)
{
    return !part.empty() && std::search(words.begin(), words.end(), part.begin(), part.end()) != words.end();
}

/// Takes `part` out of `words`; false if it is not all there.
bool take_out(Words& words, const Words& part)
{
    for (const auto& word : part) {
        const auto at = std::find(words.begin(), words.end(), word);
        if (at == words.end()) return false;
        words.erase(at);
    }
    return true;
}

/// One marking against one language of a policy.
class Reading {
  public:
    Reading(const Policy& policy, std::string_view language, const Words& words)
        : policy_(policy), language_(language), words_(words)
    {
    }

    /// All labels that have that marking.
    void run(std::vector<Label>& found)
    {
        const auto* own_class = longest_class();
        if (own_class == nullptr) return;
        collect_values();
        if (tags_.size() > most_tags) return;
        for (std::size_t chosen = 0; chosen < std::size_t{1} << tags_.size(); ++chosen) {
            auto label = label_of(*own_class, chosen);
            if (label && shows(*label) && std::find(found.begin(), found.end(), *label) == found.end())
                found.push_back(*std::move(label));
        }
    }

  private:
    /// The class whose words the marking begins with.
    const Class* longest_class() const
    {
        const Class* longest = nullptr;
        std::size_t size = 0;
        for (const auto& one : policy_.classes) {
            const auto words = class_words(policy_, one, language_);
            if (words.size() <= size || !begins_with(words_, words)) continue;
            longest = &one;
            size = words.size();
        }
        return longest;
    }

    /// The values that the marking may show, by tag.
    void collect_values()
    {
        for (const auto& set : policy_.tag_sets) {
            for (const auto& tag : set.tags) {
                if (!tag.kind) continue;
                std::vector<CategoryRef> values;
                for (const auto& category : tag.categories) {
                    if (holds(words_, marking_words(shown(tag, category))))
                        values.push_back({&set, &tag, &category});
                }
                if (!values.empty()) tags_.push_back(std::move(values));
            }
        }
    }

    [[nodiscard]] std::string shown(const Tag& tag, const TagCategory& category) const
    {
        const auto own = pick(category.markings, where, language_);
        const auto markings = own.found ? own : pick(tag.markings, where, language_);
        return markings.text(category.name, where);
    }

    /// The label of a class and the values of some tags, with what is hidden.
    [[nodiscard]] std::optional<Label> label_of(const Class& own_class, std::size_t chosen) const
    {
        std::vector<CategoryRef> refs;
        for (std::size_t i = 0; i < tags_.size(); ++i) {
            if ((chosen >> i & 1U) != 0) refs.insert(refs.end(), tags_[i].begin(), tags_[i].end());
        }
        Label label;
        label.policy_id = policy_.id;
        label.policy_name = policy_.name;
        label.classification = own_class.name;
        label.categories = categories_of(refs, policy_);
        const auto mark = portion_marking_of(policy_, label, language_);
        const auto read = read_portion_mark(policy_, std::string_view(mark).substr(1, mark.size() - 2));
        if (!read) return std::nullopt;
        const auto supplied = resolve(policy_, *read).categories;
        refs.insert(refs.end(), supplied.begin(), supplied.end());
        label.categories = categories_of(refs, policy_);
        return label;
    }

    /// True if the marking of `label` has these words, but for names of values that it hides.
    [[nodiscard]] bool shows(const Label& label) const
    {
        Words left = words_;
        if (!take_out(left, marking_words(marking_of(policy_, label, where, language_)))) return false;
        for (const auto& category : label.categories) {
            for (const auto& value : category.values) {
                Words without = left;
                if (take_out(without, marking_words(value))) left = std::move(without);
            }
        }
        return left.empty();
    }

    const Policy& policy_;
    std::string_view language_;
    const Words& words_;
    std::vector<std::vector<CategoryRef>> tags_;
};

Words upper(Words words)
{
    for (auto& word : words) {
        for (auto& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return words;
}

/// The words of `text`, as a sentence has them: what stands between signs of ASCII, whatever these are.
Words spoken_words(std::string_view text)
{
    const auto is_sign = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x80 && !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    };
    Words words;
    for (auto begin = text.begin(); begin != text.end();) {
        begin = std::find_if_not(begin, text.end(), is_sign);
        const auto end = std::find_if(begin, text.end(), is_sign);
        if (begin != end) words.emplace_back(begin, end);
        begin = end;
    }
    return words;
}

/// The words of names, as spoken_words() has them.
Words respoken(const Words& names)
{
    Words words;
    for (const auto& name : names) {
        for (auto& word : spoken_words(name)) words.push_back(std::move(word));
    }
    return words;
}

} // namespace

std::string_view take_marking_word(std::string_view& text)
{
    constexpr std::string_view between = " \t\r\n,/-:";
    text.remove_prefix(std::min(text.find_first_not_of(between), text.size()));
    const auto word = text.substr(0, text.find_first_of(between));
    text.remove_prefix(word.size());
    return word;
}

std::vector<std::string> marking_words(std::string_view text)
{
    std::vector<std::string> words;
    for (auto word = take_marking_word(text); !word.empty(); word = take_marking_word(text))
        words.emplace_back(word);
    return words;
}

std::optional<Label> read_page_marking(const Policy& policy, std::string_view text)
{
    const auto words = marking_words(text);
    if (words.empty() || words.size() > most_words) return std::nullopt;
    std::vector<Label> found;
    for (const auto language : languages_of(policy)) Reading(policy, language, words).run(found);
    if (found.size() != 1) return std::nullopt;
    return std::move(found.front());
}

bool names_classification(const Policy& policy, std::string_view text)
{
    const auto exact = spoken_words(text);
    const auto words = upper(exact);
    const auto lowest =
        std::min_element(policy.classes.begin(), policy.classes.end(),
                         [](const auto& a, const auto& b) { return a.hierarchy < b.hierarchy; });
    for (const auto& one : policy.classes) {
        if (one.hierarchy == lowest->hierarchy) continue; // many say unclassified
        const auto name = spoken_words(one.name);
        const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
        const bool is_loud = one.name.size() > 2 && std::none_of(one.name.begin(), one.name.end(), is_small);
        if ((!name.empty() && words == upper(name)) || (is_loud && holds(exact, name))) return true;
    }
    for (const auto language : languages_of(policy)) {
        for (const auto& one : policy.classes) {
            for (const auto& name :
                 {respoken(class_words(policy, one, language)), spoken_words(policy.name + " " + one.name)}) {
                if (holds(exact, name) || (name.size() > 1 && holds(words, upper(name)))) return true;
            }
        }
    }
    return false;
}

} // namespace pouch::label
