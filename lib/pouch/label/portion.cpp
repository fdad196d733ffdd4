#include "pouch/label/portion.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/languages.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/nato_profile.hpp"
#include "pouch/label/resolve.hpp"
#include "pouch/label/validity.hpp"

#include <algorithm>

namespace pouch::label {

namespace {

using Refs = std::vector<CategoryRef>;
constexpr auto where = Location::portion_marking;

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(trimmed(text.substr(0, at)));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + separator.size());
    }
}

/// What a portion mark shows of an item, in one language.
class Words {
  public:
    Words(const Policy& policy, std::string_view language) : policy_(policy), language_(language) {}

    [[nodiscard]] std::string of(const Class& one) const
    {
        const auto picked = pick(one.markings, where, language_);
        if (picked.at(where) != nullptr) return picked.text(one.name, where);
        return policy_.name + " " + one.name;
    }
    [[nodiscard]] std::string of(const CategoryRef& ref) const
    {
        const auto own = pick(ref.category->markings, where, language_);
        return (own.found ? own : of_tag(*ref.tag)).text(ref.category->name, where);
    }
    [[nodiscard]] PickedMarkings of_tag(const Tag& tag) const { return pick(tag.markings, where, language_); }

  private:
    const Policy& policy_;
    std::string_view language_;
};

/// The values of `tag` that `group` shows; nothing unless all of it is understood.
std::optional<Refs> values_in(const Words& words, const TagSet& set, const Tag& tag, std::string_view group)
{
    const auto markings = words.of_tag(tag);
    const auto prefix = markings.prefix.value_or("");
    const auto suffix = markings.suffix.value_or("");
    if (group.size() < prefix.size() + suffix.size() || !group.starts_with(prefix) ||
        !group.ends_with(suffix)) {
        return std::nullopt;
    }
    const auto separator = markings.separator.value_or("/");
    const auto bare = trimmed(separator);
    group = group.substr(prefix.size(), group.size() - prefix.size() - suffix.size());
    Refs found;
    for (const auto value : split_at(group, bare.empty() ? " " : bare)) {
        const auto at = std::find_if(tag.categories.begin(), tag.categories.end(), [&](const TagCategory& c) {
            return !value.empty() && !c.input && words.of(CategoryRef{&set, &tag, &c}) == value;
        });
        if (at == tag.categories.end()) return std::nullopt;
        const CategoryRef ref{&set, &tag, &*at};
        if (std::find(found.begin(), found.end(), ref) != found.end()) return std::nullopt;
        found.push_back(ref);
    }
    return found;
}

/// The values that `group` shows, if exactly one tag understands it.
std::optional<Refs> group_in(const Policy& policy, const Words& words, std::string_view group)
{
    std::optional<Refs> found;
    for (const auto& set : policy.tag_sets) {
        for (const auto& tag : set.tags) {
            if (!tag.kind) continue;
            auto values = values_in(words, set, tag, group);
            if (!values) continue;
            if (found) return std::nullopt;
            found = std::move(values);
        }
    }
    return found;
}

/// A label as it grows: its class and values.
struct Portion {
    const Class* own_class = nullptr;
    Refs refs;

    bool operator==(const Portion&) const = default;
};

bool is_allowed(const CategoryRef& candidate, const Portion& portion)
{
    const auto& category = *candidate.category;
    if (!category.required_class.empty() && !same_name(category.required_class, portion.own_class->name)) {
        return false;
    }
    for (const auto& excluded : category.excluded_classes) {
        if (same_name(excluded.name, portion.own_class->name)) return false;
    }
    for (const auto& group : category.excluded) {
        for (const auto& ref : portion.refs) {
            if (matches(group, ref)) return false;
        }
    }
    Refs with = portion.refs;
    with.push_back(candidate);
    return std::all_of(category.required.begin(), category.required.end(),
                       [&](const RequiredCategory& rule) { return is_satisfied(rule, with); });
}

std::optional<CategoryRef> find_group(const Policy& policy, const CategoryGroup& group)
{
    if (!group.lacv) return std::nullopt;
    const auto* set = policy.find_tag_set({}, group.tag_set);
    if (set == nullptr) return std::nullopt;
    for (const auto& tag : set->tags) {
        if (tag.kind != group.kind || (group.enumerated && *group.enumerated != tag.enumerated)) continue;
        for (const auto& category : tag.categories) {
            if (!category.input && category.lacv == *group.lacv) return CategoryRef{set, &tag, &category};
        }
    }
    return std::nullopt;
}

/// Adds one hidden value that `rule` wants, if there is one and no doubt which.
bool supply(const Policy& policy, const Words& words, const RequiredCategory& rule, Portion& portion)
{
    if (is_satisfied(rule, portion.refs)) return false;
    std::optional<CategoryRef> chosen;
    for (const auto& group : rule.groups) {
        const auto candidate = find_group(policy, group);
        if (!candidate || !words.of(*candidate).empty() || !is_allowed(*candidate, portion)) continue;
        if (std::find(portion.refs.begin(), portion.refs.end(), *candidate) != portion.refs.end()) continue;
        const bool any_will_do = rule.operation != RequiredCategory::Operation::all;
        if (any_will_do && chosen && *chosen != *candidate) return false;
        chosen = candidate;
    }
    if (chosen) portion.refs.push_back(*chosen);
    return chosen.has_value();
}

/// Adds what the policy requires and portion marks hide, until nothing more can be added.
void supply_hidden(const Policy& policy, const Words& words, Portion& portion)
{
    const auto step = [&] {
        for (const auto& rule : portion.own_class->required) {
            if (supply(policy, words, rule, portion)) return true;
        }
        for (const auto& ref : Refs(portion.refs)) {
            for (const auto& rule : ref.category->required) {
                if (supply(policy, words, rule, portion)) return true;
            }
        }
        return false;
    };
    while (step()) {
    }
    complete_nato(policy, portion.refs);
    put_in_order(policy, portion.refs);
}

std::optional<Portion> read_in(const Policy& policy, std::string_view language, std::string_view inside)
{
    const Words words(policy, language);
    const auto groups = split_at(inside, "//");
    Portion portion;
    for (const auto& one : policy.classes) {
        if (groups.front().empty() || words.of(one) != groups.front()) continue;
        if (portion.own_class != nullptr) return std::nullopt;
        portion.own_class = &one;
    }
    if (portion.own_class == nullptr) return std::nullopt;
    for (std::size_t i = 1; i < groups.size(); ++i) {
        const auto values = group_in(policy, words, groups[i]);
        if (!values) return std::nullopt;
        const bool repeated = std::any_of(portion.refs.begin(), portion.refs.end(),
                                          [&](const auto& ref) { return ref.tag == values->front().tag; });
        if (repeated) return std::nullopt;
        portion.refs.insert(portion.refs.end(), values->begin(), values->end());
    }
    supply_hidden(policy, words, portion);
    return portion;
}

} // namespace

std::optional<Label> read_portion_mark(const Policy& policy, std::string_view inside_brackets)
{
    std::optional<Portion> found;
    for (const auto language : languages_of(policy)) {
        auto portion = read_in(policy, language, inside_brackets);
        if (!portion) continue;
        if (found && *found != *portion) return std::nullopt;
        found = std::move(portion);
    }
    if (!found) return std::nullopt;
    Label label;
    label.policy_id = policy.id;
    label.policy_name = policy.name;
    label.classification = found->own_class->name;
    label.categories = categories_of(found->refs, policy);
    return label;
}

std::string portion_marking_of(const Policy& policy, const Label& label, std::string_view language)
{
    const auto resolved = resolve(policy, label);
    if (!resolved.findings.empty()) {
        const auto& first = resolved.findings.front();
        throw Error(Fault::policy, first.reason, first.sentence);
    }
    const Words words(policy, language);
    std::string mark = "(" + words.of(*resolved.classes.front());
    std::string suffix;
    const Tag* open = nullptr;
    for (const auto& ref : resolved.categories) {
        const auto word = words.of(ref);
        if (word.empty() || ref.tag->kind == TagKind::informative) continue;
        const auto tag = words.of_tag(*ref.tag);
        if (ref.tag == open) {
            mark += tag.separator.value_or("/") + word;
        } else {
            mark += suffix + "//" + tag.prefix.value_or("") + word;
            suffix = tag.suffix.value_or("");
            open = ref.tag;
        }
    }
    return mark + suffix + ")";
}

} // namespace pouch::label
