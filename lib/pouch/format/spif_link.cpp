#include "pouch/format/spif_parts.hpp"

#include <fmt/core.h>

namespace pouch::format::spif {

namespace {

Error malformed(std::size_t line, std::string_view what)
{
    return refused("xml.malformed", "line {}: {}", line, what);
}

/// Refuses two items for which `same` holds.
template <typename Item, typename Same>
void refuse_twins(const std::vector<Item>& items, const char* what, Same same)
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (same(items[i], items[j])) {
                throw malformed(items[i].line, fmt::format("{} of '{}' (line {}) and '{}' are the same", what,
                                                           items[j].name, items[j].line, items[i].name));
            }
        }
    }
}

class Linker {
  public:
    explicit Linker(label::Policy& policy) : policy_(policy) {}

    void run()
    {
        check_counts();
        check_classes();
        check_tag_sets();
        refuse_twins(policy_.equivalent_policies, "names of equivalent policies",
                     [](const auto& a, const auto& b) { return label::same_name(a.name, b.name); });
        for (auto& one : policy_.classes) {
            link_rules(one.required);
            check_equivalents(one.equivalents);
        }
        for (auto& set : policy_.tag_sets) {
            check_equivalents(set.equivalents);
            for (auto& tag : set.tags) {
                for (auto& category : tag.categories) link_category(category);
            }
        }
    }

  private:
    /// Far more than any policy has; what follows compares each with each.
    void check_counts()
    {
        limit(policy_.line, policy_.classes.size(), 256, "classifications");
        limit(policy_.line, policy_.tag_sets.size(), 1000, "tag sets");
        limit(policy_.line, policy_.equivalent_policies.size(), 1000, "equivalent policies");
        limit(policy_.line, policy_.privacy_marks.size(), 1000, "privacy marks");
        for (const auto& set : policy_.tag_sets) {
            std::size_t count = 0;
            for (const auto& tag : set.tags) count += tag.categories.size();
            limit(set.line, count, 10'000, "values of a tag set");
        }
    }

    static void limit(std::size_t line, std::size_t count, std::size_t most, const char* what)
    {
        if (count > most) throw malformed(line, fmt::format("more than {} {}", most, what));
    }

    void check_classes()
    {
        const auto& classes = policy_.classes;
        if (classes.empty()) throw malformed(policy_.line, "there is no securityClassification");
        refuse_twins(classes, "names of classifications",
                     [](const auto& a, const auto& b) { return label::same_name(a.name, b.name); });
        refuse_twins(classes, "lacv", [](const auto& a, const auto& b) { return a.lacv == b.lacv; });
        refuse_twins(classes, "hierarchy",
                     [](const auto& a, const auto& b) { return a.hierarchy == b.hierarchy; });
        for (std::size_t i = 0; i < classes.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (!classes[i].color.empty() && label::same_name(classes[i].color, classes[j].color)) {
                    warn(classes[i].line, fmt::format("classifications '{}' and '{}' have the same colour",
                                                      classes[j].name, classes[i].name));
                }
            }
        }
    }

    void check_tag_sets()
    {
        refuse_twins(policy_.tag_sets, "names of tag sets",
                     [](const auto& a, const auto& b) { return label::same_name(a.name, b.name); });
        refuse_twins(policy_.tag_sets, "identifiers of tag sets",
                     [](const auto& a, const auto& b) { return a.id == b.id; });
        for (const auto& set : policy_.tag_sets) {
            for (const auto& tag : set.tags) {
                for (const auto& category : tag.categories) check_first(set, tag, category);
            }
        }
    }

    void check_first(const label::TagSet& set, const label::Tag& tag, const label::TagCategory& category)
    {
        if (!tag.kind || category.input) return;
        if (find_category(set, *tag.kind, category.name)->category != &category) {
            warn(category.line, fmt::format("tag set '{}' has the category '{}' twice: the first counts",
                                            set.name, category.name));
        }
    }

    std::string class_name(const std::string& name, const std::string& where, std::size_t line) const
    {
        const auto* found = policy_.find_class(name);
        if (found == nullptr) {
            throw malformed(line,
                            fmt::format("category '{}': classification '{}' is not there", where, name));
        }
        return found->name;
    }

    void link_category(label::TagCategory& category)
    {
        if (!category.required_class.empty()) {
            category.required_class = class_name(category.required_class, category.name, category.line);
        }
        for (auto& excluded : category.excluded_classes) {
            excluded.name = class_name(excluded.name, category.name, excluded.line);
        }
        refuse_twins(category.excluded_classes, "excludedClass",
                     [](const auto& a, const auto& b) { return a.name == b.name; });
        for (auto& group : category.excluded) link_group(group);
        link_rules(category.required);
        check_equivalents(category.equivalents);
    }

    void link_rules(std::vector<label::RequiredCategory>& rules)
    {
        for (auto& rule : rules) {
            for (auto& group : rule.groups) link_group(group);
        }
    }

    /// True if some value of `set` is what `group` names.
    static bool names_a_value(const label::CategoryGroup& group, const label::TagSet& set)
    {
        for (const auto& tag : set.tags) {
            if (tag.kind != group.kind || (group.enumerated && *group.enumerated != tag.enumerated)) continue;
            for (const auto& category : tag.categories) {
                if (!group.lacv || category.lacv == *group.lacv) return true;
            }
        }
        return false;
    }

    void link_group(label::CategoryGroup& group)
    {
        const auto* set = policy_.find_tag_set({}, group.tag_set);
        if (set == nullptr)
            throw malformed(group.line, fmt::format("tagSetRef '{}' names no tag set", group.tag_set));
        group.tag_set = set->name;
        if (names_a_value(group, *set)) return;
        group.enumerated.reset();
        const auto value = group.lacv.value_or("");
        if (!names_a_value(group, *set)) {
            throw malformed(group.line,
                            fmt::format("a rule names a {} value {} that tag set '{}' does not have",
                                        name_of(group.kind), value, set->name));
        }
        warn(group.line, fmt::format("a rule names a value {} of tag set '{}' by another tagType than it has",
                                     value, set->name));
    }

    void check_equivalents(std::vector<label::Equivalent>& equivalents)
    {
        for (auto& equivalent : equivalents) {
            const label::EquivalentPolicy* found = nullptr;
            for (const auto& other : policy_.equivalent_policies) {
                if (label::same_name(other.name, equivalent.policy)) found = &other;
            }
            if (found == nullptr) {
                throw malformed(equivalent.line,
                                fmt::format("policyRef '{}' names no equivalentPolicy", equivalent.policy));
            }
            equivalent.policy = found->name;
        }
    }

    void warn(std::size_t line, std::string_view text)
    {
        policy_.warnings.push_back(fmt::format("line {}: {}", line, text));
    }

    label::Policy& policy_;
};

} // namespace

void link(label::Policy& policy)
{
    Linker(policy).run();
}

} // namespace pouch::format::spif
