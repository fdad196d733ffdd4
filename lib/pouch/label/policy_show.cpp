#include "pouch/label/policy_show.hpp"

#include "pouch/base/text.hpp"
#include "pouch/label/validity.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>

namespace pouch::label {

namespace {

void add_rules(const std::vector<RequiredCategory>& rules, const Policy& policy,
               std::vector<std::string>& into)
{
    for (const auto& rule : rules) into.push_back("requires " + text_of(rule, policy));
}

void add_window(const std::optional<Instant>& from, const std::optional<Instant>& to,
                std::vector<std::string>& into)
{
    if (from) into.push_back("in force from " + format_rfc3339(*from));
    if (to) into.push_back("in force until " + format_rfc3339(*to));
}

constexpr std::array<const char*, 11> location_names = {
    "pageTop", "pageBottom", "documentStart",  "documentEnd", "firstLineOfText", "lastLineOfText",
    "subject", "xHeader",    "portionMarking", "inputTitle",  "waterMark"};

/// Collects lines, each behind its indentation.
class Lines {
  public:
    void add(std::size_t depth, std::string_view text)
    {
        text_ += std::string(2 * depth, ' ') + escaped(text) + "\n";
    }
    void add(std::size_t depth, const std::vector<std::string>& texts)
    {
        for (const auto& text : texts) add(depth, text);
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

void add_items(const Markings& markings, const std::vector<Equivalent>& equivalents, std::size_t depth,
               Lines& lines)
{
    for (const auto& text : markings_of(markings)) lines.add(depth, "shown " + text);
    for (const auto& one : equivalents) lines.add(depth, "equivalent in " + text_of(one));
}

void add_class(const Class& one, const Policy& policy, Lines& lines)
{
    lines.add(1, fmt::format("{}  lacv {}, hierarchy {}{}{}", one.name, one.lacv, one.hierarchy,
                             one.color.empty() ? "" : ", " + one.color, one.obsolete ? ", obsolete" : ""));
    lines.add(2, rules_of(one, policy));
    add_items(one.markings, one.equivalents, 2, lines);
}

void add_tag(const Tag& tag, const Policy& policy, Lines& lines)
{
    lines.add(1, fmt::format("{}{}", tag.kind ? name_of(*tag.kind) : "not applicable",
                             tag.name.empty() ? "" : fmt::format(" '{}'", tag.name)));
    lines.add(2, rules_of(tag));
    add_items(tag.markings, {}, 2, lines);
    for (const auto& category : tag.categories) {
        lines.add(2, fmt::format("{}  lacv {}", category.name, category.lacv));
        lines.add(3, rules_of(category, policy));
        add_items(category.markings, category.equivalents, 3, lines);
    }
}

/// Where an entry is shown: `everywhere`, `everywhere but portionMarking`, `pageTop pageBottom`.
std::string places_of(const MarkingData& data)
{
    std::string shown;
    std::string others;
    std::size_t count = 0;
    for (std::size_t i = 0; i < location_names.size(); ++i) {
        const bool covers = data.covers(static_cast<Location>(i));
        count += covers ? 1 : 0;
        auto& into = covers ? shown : others;
        into += (into.empty() ? "" : " ") + std::string(location_names.at(i));
    }
    if (others.empty()) return "everywhere";
    return count + 2 >= location_names.size() ? "everywhere but " + others : shown;
}

} // namespace

std::vector<std::string> rules_of(const Class& one, const Policy& policy)
{
    std::vector<std::string> rules;
    add_rules(one.required, policy, rules);
    return rules;
}

std::vector<std::string> rules_of(const TagCategory& category, const Policy& policy)
{
    std::vector<std::string> rules;
    if (category.obsolete) rules.emplace_back("obsolete");
    if (category.input) rules.push_back("typed in: " + text_of(*category.input));
    add_window(category.not_before, category.not_after, rules);
    if (!category.required_class.empty()) {
        rules.push_back(fmt::format("only at classification '{}'", category.required_class));
    }
    for (const auto& excluded : category.excluded_classes) {
        rules.push_back(fmt::format("not at classification '{}'", excluded.name));
    }
    add_rules(category.required, policy, rules);
    for (const auto& group : category.excluded) rules.push_back("excludes " + text_of(group, policy));
    return rules;
}

std::vector<std::string> rules_of(const Tag& tag)
{
    std::vector<std::string> rules;
    if (tag.min_selection) rules.push_back(fmt::format("at least {} of its values", *tag.min_selection));
    if (tag.max_selection) rules.push_back(fmt::format("at most {} of its values", *tag.max_selection));
    return rules;
}

std::vector<std::string> markings_of(const Markings& markings)
{
    std::vector<std::string> texts;
    const auto language = [](const std::string& tag) { return tag.empty() ? "" : fmt::format(" ({})", tag); };
    for (const auto& data : markings.data) {
        auto text = places_of(data);
        text += language(data.language) + ":";
        if (data.phrase) text += fmt::format(" \"{}\"", *data.phrase);
        if (data.no_name_display) text += " without its name";
        if (data.no_marking_display) text += " not at all";
        if (data.suppress_class_name) text += " in place of the classification";
        if (data.replace_policy) text += " in place of the policy";
        texts.push_back(text);
    }
    for (const auto& each : markings.qualifiers) {
        std::string text = each.portion ? "portionMarking" : "every place";
        text += language(each.language) + ":";
        if (each.prefix) text += fmt::format(" prefix \"{}\"", *each.prefix);
        if (each.separator) text += fmt::format(" separator \"{}\"", *each.separator);
        if (each.suffix) text += fmt::format(" suffix \"{}\"", *each.suffix);
        texts.push_back(text);
    }
    return texts;
}

std::string text_of(const Equivalent& equivalent)
{
    std::string text = equivalent.policy + ":";
    if (equivalent.discard) text += " nothing, it is left out";
    if (!equivalent.tag_set_id.empty()) text += " tag set " + equivalent.tag_set_id;
    if (equivalent.kind) text += fmt::format(" {}", name_of(*equivalent.kind));
    if (!equivalent.lacv.empty()) text += " lacv " + equivalent.lacv;
    text += equivalent.applied == Applied::encrypt   ? " when sending"
            : equivalent.applied == Applied::decrypt ? " when receiving"
                                                     : " both ways";
    for (const auto& rule : equivalent.required) {
        text += "; requires there " + word_of(rule.operation);
        for (const auto& group : rule.groups) {
            text += fmt::format("{} '{}' {}", &group == &rule.groups.front() ? "" : ",", group.tag_set,
                                group.lacv ? "lacv " + *group.lacv : "any value");
        }
    }
    return text;
}

std::string text_of(const Policy& policy)
{
    Lines lines;
    lines.add(0, fmt::format("policy {} ({})", policy.name, policy.id));
    if (!policy.version.empty()) lines.add(1, "version " + policy.version);
    if (policy.created) lines.add(1, "created " + format_rfc3339(*policy.created));
    if (!policy.originator.empty()) lines.add(1, "by " + policy.originator);
    std::vector<std::string> window;
    add_window(policy.not_before, policy.not_after, window);
    lines.add(1, window);
    if (policy.default_policy) {
        lines.add(1, fmt::format("what has no label is taken there to be under {} ({})",
                                 policy.default_policy->name, policy.default_policy->id));
    }
    add_items(policy.markings, {}, 1, lines);
    lines.add(0, "classifications");
    auto classes = policy.classes;
    std::sort(classes.begin(), classes.end(),
              [](const Class& a, const Class& b) { return a.hierarchy < b.hierarchy; });
    for (const auto& one : classes) add_class(one, policy, lines);
    for (const auto& set : policy.tag_sets) {
        lines.add(0, fmt::format("tag set {} ({})", set.name, set.id));
        for (const auto& one : set.equivalents) lines.add(1, "equivalent in " + text_of(one));
        for (const auto& tag : set.tags) add_tag(tag, policy, lines);
    }
    for (const auto& mark : policy.privacy_marks) lines.add(0, "privacy mark " + mark);
    for (const auto& other : policy.equivalent_policies) {
        lines.add(0, fmt::format("equivalent policy {} ({})", other.name, other.id));
    }
    for (const auto& warning : policy.warnings) lines.add(0, "odd: " + warning);
    for (const auto& mended : policy.mended) lines.add(0, "mended: " + mended);
    return lines.take();
}

} // namespace pouch::label
