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

std::string text_of(const RequiredCategory& required, const Policy& policy)
{
    std::string text = required.operation == RequiredCategory::Operation::all        ? "all of"
                       : required.operation == RequiredCategory::Operation::only_one ? "exactly one of"
                                                                                     : "at least one of";
    std::string_view separator = " ";
    for (const auto& group : required.groups) {
        text += separator;
        text += text_of(group, policy);
        separator = ", ";
    }
    return text;
}

std::string text_of(const CategoryRef& ref)
{
    return fmt::format("'{}={}'", ref.set->name, ref.category->name);
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
        check_window("policy", policy_.name, policy_.not_before, policy_.not_after);
        check_obsolete("classification", class_.name, class_.obsolete);
        check_required(fmt::format("classification '{}'", class_.name), class_.required);
        for (const auto& ref : refs_) check_category(ref);
        check_selection();
        return std::move(findings_);
    }

  private:
    template <typename... Args>
    void add(const char* reason, fmt::format_string<Args...> format, Args&&... args)
    {
        findings_.push_back({reason, fmt::vformat(format, fmt::make_format_args(args...))});
    }

    void check_window(std::string_view what, std::string_view name, const std::optional<Instant>& from,
                      const std::optional<Instant>& to)
    {
        if (from && at_ < *from) {
            add("label.not-in-force", "{} '{}' is not in force before {}", what, name, format_rfc3339(*from));
        }
        if (to && at_ > *to) {
            add("label.not-in-force", "{} '{}' is not in force after {}", what, name, format_rfc3339(*to));
        }
    }

    void check_obsolete(std::string_view what, std::string_view name, bool obsolete)
    {
        if (obsolete && mode_ == Mode::created) {
            add("label.obsolete", "{} '{}' is obsolete: no new label may use it", what, name);
        }
    }

    void check_required(const std::string& who, const std::vector<RequiredCategory>& rules)
    {
        for (const auto& rule : rules) {
            if (!is_satisfied(rule, refs_)) {
                add("label.required", "{} requires {}", who, text_of(rule, policy_));
            }
        }
    }

    void check_category(const CategoryRef& ref)
    {
        const auto& category = *ref.category;
        check_window("category", text_of(ref), category.not_before, category.not_after);
        check_obsolete("category", text_of(ref), category.obsolete);
        for (const auto& excluded : category.excluded_classes) {
            if (same_name(excluded, class_.name)) {
                add("label.excluded", "{} is not allowed at classification '{}'", text_of(ref), class_.name);
            }
        }
        if (!category.required_class.empty() && !same_name(category.required_class, class_.name)) {
            add("label.required-class", "{} is allowed only at classification '{}', not at '{}'",
                text_of(ref), category.required_class, class_.name);
        }
        for (const auto& group : category.excluded) {
            for (const auto& other : refs_) {
                if (other != ref && matches(group, other)) {
                    add("label.excluded", "{} excludes {}", text_of(ref), text_of(other));
                }
            }
        }
        check_required(text_of(ref), category.required);
    }

    void check_selection()
    {
        for (std::size_t i = 0; i < refs_.size();) {
            const auto* tag = refs_[i].tag;
            const auto* set = refs_[i].set;
            std::size_t count = 0;
            while (i < refs_.size() && refs_[i].tag == tag) ++count, ++i;
            if (tag->max_selection && count > *tag->max_selection) {
                add("label.selection", "tag set '{}' allows at most {} of its {} values, not {}", set->name,
                    *tag->max_selection, name_of(*tag->kind), count);
            }
            if (tag->min_selection && count < *tag->min_selection) {
                add("label.selection", "tag set '{}' wants at least {} of its {} values, not {}", set->name,
                    *tag->min_selection, name_of(*tag->kind), count);
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
    const auto count = static_cast<std::size_t>(
        std::count_if(required.groups.begin(), required.groups.end(),
                      [&](const auto& group) { return is_present(group, present); }));
    switch (required.operation) {
    case RequiredCategory::Operation::only_one:
        return count == 1;
    case RequiredCategory::Operation::one_or_more:
        return count >= 1;
    case RequiredCategory::Operation::all:
        break;
    }
    return count >= 1 && count == required.groups.size();
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

std::vector<Finding> findings_of(const Policy& policy, const Label& label, Instant at, Mode mode)
{
    auto resolved = resolve(policy, label);
    if (!resolved.findings.empty()) return std::move(resolved.findings);
    auto findings = Examiner(policy, resolved, at, mode).run();
    if (findings.empty()) return nato_findings(policy, *resolved.classes.front(), resolved.categories);
    return findings; // the SPIF's own words are clearer where both would speak
}

} // namespace pouch::label
