#include "pouch/label/policy_lint.hpp"

#include "pouch/label/marking.hpp"
#include "pouch/label/policy_search.hpp"
#include "pouch/label/validity.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>

namespace pouch::label {

namespace {

class Examiner {
  public:
    Examiner(const Policy& policy, Instant at) : policy_(policy), at_(at), search_(policy) {}

    Lint run()
    {
        for (const auto& text : policy_.mended) add("policy.odd", 0, text, "mend the file");
        for (const auto& text : policy_.warnings) add("policy.odd", 0, text, "mend the file");
        lint_.usable = false; // until one classification can be reached
        window("policy " + quoted(policy_.name), policy_.line, policy_.not_before, policy_.not_after);
        for (const auto& one : policy_.classes) class_markings(one);
        for (const auto& one : policy_.classes) reach_class(one);
        for (const auto& set : policy_.tag_sets) {
            for (const auto& tag : set.tags) examine(set, tag);
        }
        for (const auto& value : search_.values()) reach_value(value);
        equivalences();
        std::stable_sort(lint_.findings.begin(), lint_.findings.end(),
                         [](const Finding& a, const Finding& b) { return a.line < b.line; });
        return std::move(lint_);
    }

  private:
    static std::string quoted(std::string_view name) { return fmt::format("'{}'", name); }

    void add(const char* reason, std::size_t line, std::string sentence, std::string remedy)
    {
        lint_.findings.push_back({reason, std::move(sentence), {}, {}, line, std::move(remedy)});
    }

    void window(const std::string& what, std::size_t line, const std::optional<Instant>& from,
                const std::optional<Instant>& to)
    {
        if (from && to && *to < *from) {
            add("policy.window", line, what + " ends before it begins", "put notBefore before notAfter");
        } else if (to && *to < at_) {
            add("policy.window", line, fmt::format("{} is not in force after {}", what, format_rfc3339(*to)),
                "take it out, or move notAfter");
        }
    }

    /// The portion mark that a classification gives itself; empty for none.
    static std::string portion_mark(const Class& one)
    {
        const auto* data = pick(one.markings, Location::portion_marking, {}).at(Location::portion_marking);
        return data == nullptr ? std::string() : data->phrase.value_or("");
    }

    void class_markings(const Class& one)
    {
        const auto what = "classification " + quoted(one.name);
        if (one.color.empty())
            add("policy.marking", one.line, what + " has no colour", "add an attribute color");
        const auto mark = portion_mark(one);
        if (mark.empty()) {
            add("policy.marking", one.line, what + " has no portion mark",
                "add markingData with a phrase and the code portionMarking");
        }
        for (const auto& other : policy_.classes) {
            if (&other == &one) break;
            if (!mark.empty() && same_name(portion_mark(other), mark)) {
                add("policy.ambiguous", one.line,
                    fmt::format("classifications '{}' and '{}' have the same portion mark '{}'", other.name,
                                one.name, mark),
                    "give each its own");
            }
        }
        std::map<std::pair<std::string, bool>, int> directions;
        for (const auto& equivalent : one.equivalents) {
            for (const bool sending : {true, false}) {
                if (equivalent.applied == (sending ? Applied::decrypt : Applied::encrypt)) continue;
                if (++directions[{equivalent.policy, sending}] != 2) continue;
                add("policy.ambiguous", equivalent.line,
                    fmt::format("{} has two equivalents in policy '{}' {}", what, equivalent.policy,
                                sending ? "when sending" : "when receiving"),
                    "leave one");
            }
        }
    }

    void reach_class(const Class& one)
    {
        const auto items = one.obsolete ? Items::all : Items::current;
        const auto search = search_.find(one, {}, items);
        if (search.found || search.gave_up) {
            lint_.usable = true;
            return;
        }
        const auto why = one.required.empty() ? one.line : one.required.front().line;
        add("policy.unreachable", why, fmt::format("no label with classification '{}' is valid", one.name),
            "loosen what it requires, or what the required values exclude");
    }

    void reach_value(const CategoryRef& value)
    {
        const auto items = value.category->obsolete ? Items::all : Items::current;
        for (const auto& one : policy_.classes) {
            if (one.obsolete && items == Items::current) continue;
            const auto search = search_.find(one, {value}, items);
            if (search.found || search.gave_up) return;
        }
        add("policy.unreachable", value.category->line,
            fmt::format("no label with {} is valid, at any classification{}",
                        quoted_value(value.set->name, value.category->name), why_not(value)),
            "loosen its rules, or take it out");
    }

    /// The plain reasons; the others are several rules together.
    [[nodiscard]] std::string why_not(const CategoryRef& value) const
    {
        const auto& category = *value.category;
        const auto excludes = [&](const std::string& name) {
            return std::any_of(category.excluded_classes.begin(), category.excluded_classes.end(),
                               [&](const ExcludedClass& one) { return same_name(one.name, name); });
        };
        if (!category.required_class.empty() && excludes(category.required_class)) {
            return fmt::format(": it requires and excludes classification '{}'", category.required_class);
        }
        if (std::all_of(policy_.classes.begin(), policy_.classes.end(),
                        [&](const Class& one) { return excludes(one.name); })) {
            return ": it excludes every classification";
        }
        for (const auto& rule : category.required) {
            for (const auto& group : rule.groups) {
                for (const auto& other : search_.values()) {
                    const bool excluded =
                        std::any_of(category.excluded.begin(), category.excluded.end(),
                                    [&](const CategoryGroup& one) { return matches(one, other); });
                    if (excluded && matches(group, other) && other != value) {
                        return fmt::format(": it requires and excludes {}", text_of(group, policy_));
                    }
                }
            }
        }
        return {};
    }

    void examine(const TagSet& set, const Tag& tag)
    {
        const auto what = fmt::format("tag set '{}'", set.name);
        const auto size = tag.categories.size();
        const bool typed = std::any_of(tag.categories.begin(), tag.categories.end(),
                                       [](const TagCategory& one) { return one.input.has_value(); });
        if (tag.min_selection && tag.max_selection && *tag.min_selection > *tag.max_selection) {
            add("policy.selection", tag.line,
                fmt::format("{} wants at least {} values and allows at most {}", what, *tag.min_selection,
                            *tag.max_selection),
                "put minSelection below maxSelection");
        } else if (tag.min_selection && !typed && *tag.min_selection > size) {
            add("policy.selection", tag.line,
                fmt::format("{} wants at least {} values and has {}", what, *tag.min_selection, size),
                "lower minSelection");
        }
        std::map<std::string, const TagCategory*> by_lacv;
        for (const auto& category : tag.categories) {
            const auto value = quoted_value(set.name, category.name);
            window(value, category.line, category.not_before, category.not_after);
            const auto [first, is_new] = by_lacv.emplace(category.lacv, &category);
            if (!is_new && !same_name(first->second->name, category.name)) {
                add("policy.ambiguous", category.line,
                    fmt::format("{} has the lacv {} of '{}': rules mean both", value, category.lacv,
                                first->second->name),
                    "give it its own");
            }
            if (category.input && tag.kind == TagKind::restrictive) {
                add("policy.input", category.line,
                    value +
                        " is restrictive and typed in: only a clearance that lists the same text permits it",
                    "make it informative");
            }
            if (tag.kind == TagKind::restrictive && is_never_shown(category, tag)) {
                add("policy.marking", category.line, value + " decides who may read, and no marking shows it",
                    "show it at pageTop or pageBottom");
            }
        }
    }

    static bool is_never_shown(const TagCategory& category, const Tag& tag)
    {
        const auto hidden = [&](Location where) {
            const auto own = pick(category.markings, where, {});
            return (own.found ? own : pick(tag.markings, where, {})).text(category.name, where).empty();
        };
        return hidden(Location::page_top) && hidden(Location::page_bottom);
    }

    void equivalences()
    {
        for (const auto& other : policy_.equivalent_policies) {
            const bool used =
                std::any_of(policy_.classes.begin(), policy_.classes.end(), [&](const Class& one) {
                    return std::any_of(one.equivalents.begin(), one.equivalents.end(),
                                       [&](const Equivalent& each) { return each.policy == other.name; });
                });
            if (!used) {
                add("policy.equivalence", other.line,
                    fmt::format("no classification has an equivalent in policy '{}'", other.name),
                    "add equivalentClassification, or take the policy out");
            }
        }
    }

    const Policy& policy_;
    Instant at_;
    LabelSearch search_;
    Lint lint_;
};

} // namespace

Lint lint(const Policy& policy, Instant at)
{
    return Examiner(policy, at).run();
}

} // namespace pouch::label
