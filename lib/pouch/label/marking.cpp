#include "pouch/label/marking.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/resolve.hpp"

#include <algorithm>

namespace pouch::label {

namespace {

bool has_language(const Markings& markings, std::string_view language)
{
    const auto is = [&](const auto& item) { return same_name(item.language, language); };
    return std::any_of(markings.data.begin(), markings.data.end(), is) ||
           std::any_of(markings.qualifiers.begin(), markings.qualifiers.end(), is);
}

/// Takes from the qualifiers of `language` what is not yet set.
void take_qualifiers(const Markings& markings, std::string_view language, bool portion, PickedMarkings& into)
{
    for (const auto& qualifiers : markings.qualifiers) {
        if (!same_name(qualifiers.language, language) || qualifiers.portion != portion) continue;
        if (!into.prefix) into.prefix = qualifiers.prefix;
        if (!into.suffix) into.suffix = qualifiers.suffix;
        if (!into.separator) into.separator = qualifiers.separator;
    }
}

/// The markings a value shows itself with: its own, else its tag's.
PickedMarkings markings_of(const CategoryRef& ref, Location where, std::string_view language)
{
    auto own = pick(ref.category->markings, where, language);
    return own.found ? own : pick(ref.tag->markings, where, language);
}

/// Builds one marking from left to right.
class Writer {
  public:
    Writer(const Policy& policy, Location where, std::string_view language)
        : policy_(policy), where_(where), language_(language), whole_(pick(policy.markings, where, language))
    {
    }

    [[nodiscard]] std::string of(const Class& own_class, const std::vector<CategoryRef>& refs)
    {
        const auto class_markings = pick(own_class.markings, where_, language_);
        text_ = policy_word(class_markings, refs);
        if (!suppresses_class(refs)) {
            const auto& markings = class_markings.found ? class_markings : whole_;
            append_word(markings.text(own_class.name, where_));
        }
        append_categories(refs);
        return finish();
    }

    [[nodiscard]] std::string of(std::vector<const Class*> classes, const std::vector<CategoryRef>& refs)
    {
        std::sort(classes.begin(), classes.end(),
                  [](const Class* a, const Class* b) { return a->hierarchy < b->hierarchy; });
        text_ = "{";
        for (const auto* one : classes) text_ += (text_ == "{" ? "" : "|") + one->name;
        text_ += "}";
        append_categories(refs);
        return finish();
    }

  private:
    [[nodiscard]] std::string finish() const
    {
        return whole_.prefix.value_or("") + text_ + whole_.suffix.value_or("");
    }

    [[nodiscard]] std::string policy_word(const PickedMarkings& class_markings,
                                          const std::vector<CategoryRef>& refs) const
    {
        const auto replacement = [&](const PickedMarkings& markings) -> std::optional<std::string> {
            const auto* data = markings.at(where_);
            if (data == nullptr || !data->replace_policy) return std::nullopt;
            return data->phrase.value_or("");
        };
        if (const auto word = replacement(whole_)) return *word;
        if (const auto word = replacement(class_markings)) return *word;
        for (const auto& ref : refs) {
            if (const auto word = replacement(markings_of(ref, where_, language_))) return *word;
        }
        return policy_.name;
    }

    [[nodiscard]] bool suppresses_class(const std::vector<CategoryRef>& refs) const
    {
        return std::any_of(refs.begin(), refs.end(), [&](const CategoryRef& ref) {
            const auto* data = markings_of(ref, where_, language_).at(where_);
            return data != nullptr && data->suppress_class_name;
        });
    }

    void append_word(const std::string& word)
    {
        if (word.empty()) return;
        if (!text_.empty()) text_ += whole_.separator.value_or(" ");
        text_ += word;
    }

    /// What a value shows; one that was typed in stands behind its phrase.
    [[nodiscard]] std::string word_of(const CategoryRef& ref) const
    {
        auto word = markings_of(ref, where_, language_).text(ref.value(), where_);
        if (!ref.input.empty() && !word.empty() && word != ref.input) word += ' ' + ref.input;
        return word;
    }

    void append_categories(const std::vector<CategoryRef>& refs)
    {
        const Tag* open = nullptr;
        PickedMarkings tag;
        for (const auto& ref : refs) {
            const auto word = word_of(ref);
            if (word.empty()) continue;
            if (ref.tag == open) {
                text_ += tag.separator.value_or("/") + word;
                continue;
            }
            if (open != nullptr) text_ += tag.suffix.value_or("");
            open = ref.tag;
            tag = pick(ref.tag->markings, where_, language_);
            append_word(tag.prefix.value_or("") + word);
        }
        if (open != nullptr) text_ += tag.suffix.value_or("");
    }

    const Policy& policy_;
    Location where_;
    std::string_view language_;
    PickedMarkings whole_;
    std::string text_;
};

Resolution resolved_or_throw(Resolution resolved)
{
    if (!resolved.findings.empty()) {
        const auto& first = resolved.findings.front();
        throw Error(Fault::policy, first.reason, first.sentence);
    }
    return resolved;
}

} // namespace

const MarkingData* PickedMarkings::at(Location where) const
{
    const auto entry =
        std::find_if(data.begin(), data.end(), [&](const MarkingData* one) { return one->covers(where); });
    return entry == data.end() ? nullptr : *entry;
}

std::string PickedMarkings::text(std::string_view name, Location where) const
{
    const auto* entry = at(where);
    if (entry == nullptr) return std::string(name);
    if (entry->no_marking_display) return {};
    if (entry->no_name_display && (entry->replace_policy || !entry->phrase)) return {};
    if (entry->replace_policy || !entry->phrase) return std::string(name);
    return *entry->phrase;
}

PickedMarkings pick(const Markings& markings, Location where, std::string_view language)
{
    std::string_view chosen = language;
    if (!has_language(markings, chosen)) chosen = language.substr(0, language.find('-'));
    if (!has_language(markings, chosen)) chosen = {};
    PickedMarkings picked;
    picked.found = has_language(markings, chosen);
    for (const auto& entry : markings.data) {
        if (same_name(entry.language, chosen)) picked.data.push_back(&entry);
    }
    const bool portion = where == Location::portion_marking;
    for (const std::string_view from : {chosen, std::string_view{}}) {
        if (portion) take_qualifiers(markings, from, true, picked);
        take_qualifiers(markings, from, false, picked);
    }
    return picked;
}

std::string marking_of(const Policy& policy, const Label& label, Location where, std::string_view language)
{
    const auto resolved = resolved_or_throw(resolve(policy, label));
    return Writer(policy, where, language).of(*resolved.classes.front(), resolved.categories);
}

std::string marking_of(const Policy& policy, const Clearance& clearance, Location where,
                       std::string_view language)
{
    const auto resolved = resolved_or_throw(resolve(policy, clearance));
    return Writer(policy, where, language).of(resolved.classes, resolved.categories);
}

std::string color_of(const Policy& policy, const Label& label)
{
    const auto* found = policy.find_class(label.classification);
    return found == nullptr ? std::string() : found->color;
}

} // namespace pouch::label
