#include "pouch/label/validity.hpp"

#include "pouch/label/nato_profile.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::label {

namespace {

using Refs = std::vector<CategoryRef>;

bool is_present(const CategoryGroup& group, const Refs& refs)
{
    return std::any_of(refs.begin(), refs.end(), [&](const CategoryRef& ref) { return matches(group, ref); });
}

std::string text_of(const CategoryRef& ref)
{
    return quoted_value(ref.set->name, ref.value());
}

/// Each value may exclude each other one: a label has no more findings of this kind.
constexpr std::size_t most_findings = 10'000;

/// Where a rule stands, and what it is about.
struct Subject {
    std::string text;  ///< `classification 'SECRET'`, `'Releasable To=KOR'`.
    std::string value; ///< `SECRET`, `Releasable To=KOR`.
    std::size_t line = 0;
};

Subject subject_of(const Class& one)
{
    return {fmt::format("classification '{}'", one.name), one.name, one.line};
}

Subject subject_of(const CategoryRef& ref)
{
    return {text_of(ref), fmt::format("{}={}", ref.set->name, ref.value()), ref.category->line};
}

/// Collects the findings of one label.
class Examiner {
  public:
    Examiner(const Policy& policy, const Resolution& resolved, Instant at, Mode mode)
        : policy_(policy), refs_(resolved.categories), class_(*resolved.classes.front()), at_(at), mode_(mode)
    {
    }

    std::vector<Finding> run()
    {
        const auto whole = [&] {
            return Subject{fmt::format("policy '{}'", policy_.name), policy_.name, policy_.line};
        };
        const auto own_class = [&] { return subject_of(class_); };
        check_window(whole, policy_.not_before, policy_.not_after);
        check_obsolete(own_class, class_.obsolete);
        check_required(own_class, class_.required);
        for (const auto& ref : refs_) check_category(ref);
        check_selection();
        return std::move(findings_);
    }

  private:
    // Each `subject` is asked only where there is something to say: most labels are valid.

    template <typename Asked>
    void check_window(Asked subject, const std::optional<Instant>& from, const std::optional<Instant>& to)
    {
        const auto add = [&](const char* side, Instant limit) {
            const auto what = subject();
            const auto rule = fmt::format("{} is not in force {} {}", what.text, side, format_rfc3339(limit));
            findings_.push_back({"label.not-in-force", rule, what.value, rule, what.line,
                                 "another edition of the policy, or a time at which it is in force"});
        };
        if (from && at_ < *from) add("before", *from);
        if (to && at_ > *to) add("after", *to);
    }

    template <typename Asked> void check_obsolete(Asked subject, bool obsolete)
    {
        if (!obsolete || mode_ != Mode::created) return;
        const auto what = subject();
        findings_.push_back({"label.obsolete", what.text + " is obsolete: no new label may use it",
                             what.value, "it is kept for old labels only", what.line, "another value"});
    }

    template <typename Asked> void check_required(Asked subject, const std::vector<RequiredCategory>& rules)
    {
        for (const auto& rule : rules) {
            if (is_satisfied(rule, refs_)) continue;
            const auto what = subject();
            const auto wanted = text_of(rule, policy_);
            findings_.push_back({"label.required", fmt::format("{} requires {}", what.text, wanted),
                                 what.value, "requires " + wanted, rule.line, remedy_of(rule)});
        }
    }

    /// What to add, or to take away where exactly one is allowed and there are more.
    [[nodiscard]] std::string remedy_of(const RequiredCategory& rule) const
    {
        std::string missing;
        std::string present;
        for (const auto& group : rule.groups) {
            auto& into = is_present(group, refs_) ? present : missing;
            into += (into.empty() ? "" : ", ") + text_of(group, policy_);
        }
        using Operation = RequiredCategory::Operation;
        if (rule.operation == Operation::all) return "add " + missing;
        if (present.empty()) return "add one of " + missing;
        return "leave all but one of " + present;
    }

    void check_category(const CategoryRef& ref)
    {
        const auto& category = *ref.category;
        const auto subject = [&] { return subject_of(ref); };
        const auto named = [&] {
            auto what = subject();
            what.text.insert(0, "category ");
            return what;
        };
        check_window(named, category.not_before, category.not_after);
        check_obsolete(named, category.obsolete);
        for (const auto& excluded : category.excluded_classes) {
            if (!same_name(excluded.name, class_.name)) continue;
            const auto what = subject();
            findings_.push_back(
                {"label.excluded",
                 fmt::format("{} is not allowed at classification '{}'", what.text, class_.name), what.value,
                 fmt::format("excludes classification '{}'", excluded.name), excluded.line,
                 "another classification, or leave it out"});
        }
        if (!category.required_class.empty() && !same_name(category.required_class, class_.name)) {
            const auto what = subject();
            findings_.push_back(
                {"label.required-class",
                 fmt::format("{} is allowed only at classification '{}', not at '{}'", what.text,
                             category.required_class, class_.name),
                 what.value, fmt::format("requires classification '{}'", category.required_class),
                 category.line,
                 fmt::format("classification '{}', or leave it out", category.required_class)});
        }
        for (const auto& group : category.excluded) {
            for (const auto& other : refs_) {
                if (findings_.size() >= most_findings) return;
                if (other == ref || !matches(group, other)) continue;
                const auto what = subject();
                findings_.push_back({"label.excluded",
                                     fmt::format("{} excludes {}", what.text, text_of(other)), what.value,
                                     "excludes " + text_of(group, policy_), group.line,
                                     fmt::format("leave out {} or {}", what.text, text_of(other))});
            }
        }
        check_required(subject, category.required);
    }

    void check_selection()
    {
        for (std::size_t i = 0; i < refs_.size();) {
            const auto* tag = refs_[i].tag;
            const auto* set = refs_[i].set;
            std::size_t count = 0;
            while (i < refs_.size() && refs_[i].tag == tag) ++count, ++i;
            const auto add = [&](const char* verb, const char* side, std::size_t limit, const char* remedy) {
                const auto rule =
                    fmt::format("{} {} {} of its {} values", verb, side, limit, name_of(*tag->kind));
                findings_.push_back({"label.selection",
                                     fmt::format("tag set '{}' {}, not {}", set->name, rule, count),
                                     set->name, rule, tag->line, remedy});
            };
            if (tag->max_selection && count > *tag->max_selection) {
                add("allows", "at most", *tag->max_selection, "leave values out");
            }
            if (tag->min_selection && count < *tag->min_selection) {
                add("wants", "at least", *tag->min_selection, "add values, or leave the tag set out");
            }
        }
    }

    const Policy& policy_;
    const Refs& refs_;
    const Class& class_;
    Instant at_;
    Mode mode_;
    std::vector<Finding> findings_;
};

} // namespace

bool is_satisfied(const RequiredCategory& required, const std::vector<CategoryRef>& present)
{
    return is_satisfied(required, static_cast<std::size_t>(std::count_if(
                                      required.groups.begin(), required.groups.end(),
                                      [&](const auto& group) { return is_present(group, present); })));
}

bool is_satisfied(const RequiredCategory& required, std::size_t present)
{
    switch (required.operation) {
    case RequiredCategory::Operation::only_one:
        return present == 1;
    case RequiredCategory::Operation::one_or_more:
        return present >= 1;
    case RequiredCategory::Operation::all:
        break;
    }
    return present >= 1 && present == required.groups.size();
}

std::string text_of(const CategoryGroup& group, const Policy& policy)
{
    if (!group.lacv) return fmt::format("any {} value of '{}'", name_of(group.kind), group.tag_set);
    for (const auto& tag : policy.find_tag_set({}, group.tag_set)->tags) {
        if (tag.kind != group.kind || (group.enumerated && *group.enumerated != tag.enumerated)) continue;
        for (const auto& category : tag.categories) {
            if (category.lacv == *group.lacv) return fmt::format("'{}={}'", group.tag_set, category.name);
        }
    }
    return fmt::format("'{}' value {}", group.tag_set, *group.lacv);
}

std::string word_of(RequiredCategory::Operation operation)
{
    switch (operation) {
    case RequiredCategory::Operation::only_one:
        return "exactly one of";
    case RequiredCategory::Operation::one_or_more:
        return "at least one of";
    case RequiredCategory::Operation::all:
        break;
    }
    return "all of";
}

std::string text_of(const RequiredCategory& required, const Policy& policy)
{
    std::string text = word_of(required.operation);
    std::string_view separator = " ";
    for (const auto& group : required.groups) {
        text += separator;
        text += text_of(group, policy);
        separator = ", ";
    }
    return text;
}

std::vector<Finding> findings_of(const Policy& policy, const Label& label, Instant at, Mode mode)
{
    return findings_of(policy, resolve(policy, label), at, mode);
}

std::vector<Finding> findings_of(const Policy& policy, const Resolution& resolved, Instant at, Mode mode)
{
    if (!resolved.findings.empty()) return resolved.findings;
    auto findings = Examiner(policy, resolved, at, mode).run();
    if (findings.empty()) return nato_findings(policy, *resolved.classes.front(), resolved.categories);
    return findings; // the SPIF's own words are clearer where both would speak
}

} // namespace pouch::label
