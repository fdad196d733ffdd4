#include "pouch/label/policy_search.hpp"

#include "pouch/label/name_set.hpp"
#include "pouch/label/nato_profile.hpp"
#include "pouch/label/validity.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace pouch::label {

namespace {

using Refs = std::vector<CategoryRef>;

bool contains(const Refs& refs, const CategoryRef& one)
{
    return std::find(refs.begin(), refs.end(), one) != refs.end();
}

/// Depth first, over sets of values that grow.
class Searcher {
  public:
    Searcher(const Policy& policy, const Class& own_class, Items items, std::size_t limit, const Refs& all,
             const Refs& typed, GroupMembers& members, std::size_t& work_left)
        : policy_(policy), class_(own_class), items_(items), limit_(limit), all_(all), typed_(typed),
          members_(members), work_left_(work_left)
    {
    }

    Search run(Refs seed)
    {
        put_in_order(policy_, seed);
        Search result;
        result.found = grow(std::move(seed), result.categories);
        result.gave_up = !result.found && (seen_.size() >= limit_ || work_left_ == 0 || could_be_typed_);
        return result;
    }

  private:
    /// True if `refs` can be made a label, which is then put into `into`.
    bool grow(Refs refs, Refs& into)
    {
        spend(all_.size() + refs.size() + 1);
        if (work_left_ == 0 || seen_.size() >= limit_ || !seen_.insert(key_of(refs)).second ||
            is_hopeless(refs))
            return false;
        const auto options = wanted(refs);
        if (work_left_ == 0) return false;
        if (!options) {
            into = std::move(refs);
            return true;
        }
        for (const auto& option : *options) {
            spend(refs.size());
            if (contains(refs, option)) continue;
            auto more = refs;
            more.push_back(option);
            put_in_order(policy_, more);
            if (grow(std::move(more), into)) return true;
        }
        return false;
    }

    void spend(std::size_t work) { work_left_ -= std::min(work_left_, work); }

    /// matches(), of what the policy has.
    [[nodiscard]] bool means(const CategoryGroup& group, const CategoryRef& ref)
    {
        const auto before = members_.work();
        const bool meant = members_.has(group, ref);
        spend(1 + members_.work() - before);
        return meant;
    }

    [[nodiscard]] bool is_present(const CategoryGroup& group, const Refs& refs)
    {
        return work_left_ > 0 && std::any_of(refs.begin(), refs.end(),
                                             [&](const CategoryRef& ref) { return means(group, ref); });
    }

    [[nodiscard]] std::size_t count_present(const RequiredCategory& rule, const Refs& refs)
    {
        return static_cast<std::size_t>(
            std::count_if(rule.groups.begin(), rule.groups.end(),
                          [&](const CategoryGroup& group) { return is_present(group, refs); }));
    }

    static std::vector<const TagCategory*> key_of(const Refs& refs)
    {
        std::vector<const TagCategory*> key;
        for (const auto& ref : refs) key.push_back(ref.category);
        return key;
    }

    /// True if something is wrong that more values cannot mend.
    [[nodiscard]] bool is_hopeless(const Refs& refs)
    {
        for (std::size_t i = 0; i < refs.size(); ++i) {
            const auto& category = *refs[i].category;
            if (category.obsolete && items_ == Items::current) return true;
            for (const auto& excluded : category.excluded_classes) {
                if (same_name(excluded.name, class_.name)) return true;
            }
            if (!category.required_class.empty() && !same_name(category.required_class, class_.name))
                return true;
            for (const auto& group : category.excluded) {
                for (const auto& other : refs) {
                    if (other != refs[i] && means(group, other)) return true;
                }
                if (work_left_ == 0) return true;
            }
            if (has_too_many(category.required, refs)) return true;
            if (refs[i].tag->max_selection && count_of(refs[i].tag, refs) > *refs[i].tag->max_selection)
                return true;
        }
        return has_too_many(class_.required, refs);
    }

    std::size_t count_of(const Tag* tag, const Refs& refs)
    {
        spend(refs.size());
        return static_cast<std::size_t>(
            std::count_if(refs.begin(), refs.end(), [&](const CategoryRef& ref) { return ref.tag == tag; }));
    }

    bool has_too_many(const std::vector<RequiredCategory>& rules, const Refs& refs)
    {
        return std::any_of(rules.begin(), rules.end(), [&](const RequiredCategory& rule) {
            return rule.operation == RequiredCategory::Operation::only_one && count_present(rule, refs) > 1;
        });
    }

    /// Values of which one must be added; nothing if the label is complete.
    [[nodiscard]] std::optional<Refs> wanted(const Refs& refs)
    {
        if (auto options = wanted_by(class_.required, refs)) return options;
        for (const auto& ref : refs) {
            if (auto options = wanted_by(ref.category->required, refs)) return options;
            if (ref.tag->min_selection && count_of(ref.tag, refs) < *ref.tag->min_selection) {
                return values_where([&](const CategoryRef& one) { return one.tag == ref.tag; });
            }
        }
        if (nato_findings(policy_, class_, refs).empty()) return std::nullopt;
        auto complete = refs; // first what people leave out, then anything
        complete_nato(policy_, complete);
        Refs options;
        for (const auto& ref : complete) {
            if (!contains(refs, ref)) options.push_back(ref);
        }
        for (const auto& ref : all_) {
            if (!contains(options, ref)) options.push_back(ref);
        }
        return options;
    }

    [[nodiscard]] std::optional<Refs> wanted_by(const std::vector<RequiredCategory>& rules, const Refs& refs)
    {
        for (const auto& rule : rules) {
            if (is_satisfied(rule, count_present(rule, refs))) continue;
            std::vector<const CategoryGroup*> absent;
            for (const auto& group : rule.groups) {
                if (!is_present(group, refs)) absent.push_back(&group);
            }
            return values_where([&](const CategoryRef& one) {
                return std::any_of(absent.begin(), absent.end(),
                                   [&](const CategoryGroup* group) { return means(*group, one); });
            });
        }
        return std::nullopt;
    }

    template <typename Test> [[nodiscard]] Refs values_where(Test test)
    {
        could_be_typed_ = could_be_typed_ || std::any_of(typed_.begin(), typed_.end(), test);
        Refs found;
        std::copy_if(all_.begin(), all_.end(), std::back_inserter(found), test);
        return found;
    }

    const Policy& policy_;
    const Class& class_;
    Items items_;
    std::size_t limit_;
    const Refs& all_;
    const Refs& typed_;
    GroupMembers& members_;
    std::size_t& work_left_;
    bool could_be_typed_ = false;
    std::set<std::vector<const TagCategory*>> seen_;
};

} // namespace

LabelSearch::LabelSearch(const Policy& policy, std::size_t work)
    : policy_(policy), values_(named_values(policy)), members_(policy), work_left_(work)
{
    for (const auto& set : policy.tag_sets) {
        for (const auto& tag : set.tags) {
            for (const auto& category : tag.categories) {
                if (tag.kind && category.input) typed_.push_back({&set, &tag, &category});
            }
        }
    }
}

Search LabelSearch::find(const Class& own_class, std::vector<CategoryRef> seed, Items items,
                         std::size_t limit)
{
    return Searcher(policy_, own_class, items, limit, values_, typed_, members_, work_left_)
        .run(std::move(seed));
}

std::vector<CategoryRef> named_values(const Policy& policy)
{
    std::vector<CategoryRef> values;
    for (const auto& set : policy.tag_sets) {
        std::map<TagKind, NameSet> names; // of twins the first counts
        for (const auto& tag : set.tags) {
            if (!tag.kind) continue;
            for (const auto& category : tag.categories) {
                if (category.input) continue;
                if (names[*tag.kind].insert(category.name)) values.push_back({&set, &tag, &category});
            }
        }
    }
    return values;
}

Label label_with(const Policy& policy, const Class& own_class, const std::vector<CategoryRef>& categories)
{
    Label label;
    label.policy_id = policy.id;
    label.policy_name = policy.name;
    label.classification = own_class.name;
    label.categories = categories_of(categories, policy);
    return label;
}

} // namespace pouch::label
