#include "pouch/label/policy_diff.hpp"

#include "pouch/label/decision.hpp"
#include "pouch/label/policy_diff_items.hpp"
#include "pouch/label/policy_search.hpp"
#include "pouch/label/validity.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <set>

namespace pouch::label {

namespace {

/// A label as what it says, so that it can be asked of both policies.
std::string text_of(const Label& label)
{
    auto text = label.classification;
    for (const auto& category : label.categories) {
        text += fmt::format("; {}=", category.tag_name);
        for (const auto& value : category.values)
            text += (&value == &category.values.front() ? "" : ",") + value;
    }
    return text;
}

/// All values of `part` are in `whole`, and the classification is the same.
bool is_part(const Label& part, const Label& whole)
{
    if (part.classification != whole.classification) return false;
    return std::all_of(part.categories.begin(), part.categories.end(), [&](const Category& wanted) {
        return std::any_of(whole.categories.begin(), whole.categories.end(), [&](const Category& have) {
            return have.kind == wanted.kind && have.tag_set_id == wanted.tag_set_id &&
                   std::all_of(wanted.values.begin(), wanted.values.end(), [&](const std::string& value) {
                       return std::find(have.values.begin(), have.values.end(), value) != have.values.end();
                   });
        });
    });
}

/// Who may read what bears `label`: what a clearance must hold.
std::string readers_of(const Label& label, const Policy& policy)
{
    auto text = label.classification;
    const auto resolved = resolve(policy, label).categories;
    for (std::size_t i = 0; i < resolved.size(); ++i) {
        const auto& ref = resolved[i];
        const bool continues = i > 0 && resolved[i - 1].tag == ref.tag;
        if (*ref.tag->kind == TagKind::restrictive)
            text += " and " + quoted_value(ref.set->name, ref.category->name);
        if (*ref.tag->kind == TagKind::permissive) {
            text += (continues ? " or " : " and ") + quoted_value(ref.set->name, ref.category->name);
        }
    }
    return text;
}

/// Compares the labels of two policies that have the same identifier, or are taken to.
class Comparer {
  public:
    Comparer(const Policy& before, const Policy& after, std::size_t most, PolicyDiff& result)
        : before_(before), after_(after), most_(most), result_(result)
    {
    }

    void run()
    {
        enumerate(before_);
        enumerate(after_);
    }

  private:
    void enumerate(const Policy& policy)
    {
        LabelSearch search(policy);
        const auto& values = search.values();
        for (const auto& own_class : policy.classes) {
            take(policy, search, own_class, {});
            for (std::size_t i = 0; i < values.size(); ++i) take(policy, search, own_class, {values[i]});
        }
        for (const auto& own_class : policy.classes) {
            for (std::size_t i = 0; i < values.size(); ++i) {
                for (std::size_t j = 0; j < i; ++j) take(policy, search, own_class, {values[j], values[i]});
                if (!result_.is_complete) return;
            }
        }
    }

    void take(const Policy& policy, LabelSearch& search, const Class& own_class,
              std::vector<CategoryRef> seed)
    {
        if (result_.examined >= most_) result_.is_complete = false;
        if (!result_.is_complete) return;
        const auto found = search.find(own_class, std::move(seed), Items::all, search_limit);
        if (found.gave_up) result_.is_complete = false;
        if (!found.found) return;
        const auto label = label_with(policy, own_class, found.categories);
        if (!seen_.insert(text_of(label)).second) return;
        ++result_.examined;
        compare(label);
    }

    /// The same label in the name of `policy`.
    static Label under(const Policy& policy, Label label)
    {
        label.policy_id = policy.id;
        label.policy_name = policy.name;
        return label;
    }

    static bool is_valid(const Policy& policy, const Label& label)
    {
        const auto at = policy.not_after    ? *policy.not_after
                        : policy.not_before ? *policy.not_before
                                            : Instant{};
        const auto findings = findings_of(policy, label, at, Mode::existing);
        return std::all_of(findings.begin(), findings.end(),
                           [](const Finding& finding) { return finding.reason == "label.not-in-force"; });
    }

    void compare(const Label& label)
    {
        const auto old_label = under(before_, label);
        const auto new_label = under(after_, label);
        const bool was_valid = is_valid(before_, old_label);
        const bool is_valid_now = is_valid(after_, new_label);
        if (was_valid && is_valid_now) return compare_readers(old_label, new_label);
        if (!was_valid && !is_valid_now) return;
        auto& told = was_valid ? gone_ : come_;
        if (std::any_of(told.begin(), told.end(), [&](const Label& part) { return is_part(part, label); }))
            return;
        told.push_back(label);
        result_.labels.push_back(
            was_valid
                ? fmt::format("- {}: was readable to {}", text_of(label), readers_of(old_label, before_))
                : fmt::format("+ {}: becomes readable to {}", text_of(label), readers_of(new_label, after_)));
    }

    void compare_readers(const Label& old_label, const Label& new_label)
    {
        std::vector<std::pair<std::size_t, std::size_t>> values;
        for (std::size_t i = 0; i < old_label.categories.size(); ++i) {
            for (std::size_t j = 0; j < old_label.categories[i].values.size(); ++j) values.emplace_back(i, j);
        }
        const auto held = [&](auto holds) {
            Clearance clearance{{}, {}, {old_label.classification}, {}};
            for (const auto& [i, j] : values) {
                if (!holds(std::pair(i, j))) continue;
                auto one = old_label.categories[i];
                one.values = {old_label.categories[i].values[j]};
                auto at = std::find_if(
                    clearance.categories.begin(), clearance.categories.end(),
                    [&](const auto& c) { return c.tag_set_id == one.tag_set_id && c.kind == one.kind; });
                if (at == clearance.categories.end()) {
                    clearance.categories.push_back(std::move(one));
                } else {
                    at->values.push_back(one.values.front());
                }
            }
            return clearance;
        };
        ask(old_label, new_label, held([](const auto&) { return true; }));
        for (const auto& value : values) {
            ask(old_label, new_label, held([&](const auto& one) { return one != value; }));
            ask(old_label, new_label, held([&](const auto& one) { return one == value; }));
        }
    }

    void ask(const Label& old_label, const Label& new_label, const Clearance& clearance)
    {
        const auto permits = [&](const Policy& policy, const Label& label) {
            auto own = clearance;
            own.policy_id = policy.id;
            own.policy_name = policy.name;
            return decide(policy, label, own).permitted;
        };
        const bool did = permits(before_, old_label);
        if (did == permits(after_, new_label)) return;
        Label held;
        held.classification = clearance.classifications.front();
        held.categories = clearance.categories;
        result_.readers.push_back(fmt::format("{} a clearance for {} {} {}", did ? "-" : "+", text_of(held),
                                              did ? "no longer permits" : "comes to permit",
                                              text_of(old_label)));
    }

    static constexpr std::size_t search_limit = 100;

    const Policy& before_;
    const Policy& after_;
    std::size_t most_;
    PolicyDiff& result_;
    std::set<std::string> seen_;
    std::vector<Label> gone_;
    std::vector<Label> come_;
};

} // namespace

PolicyDiff diff(const Policy& before, const Policy& after, std::size_t most)
{
    PolicyDiff result;
    result.items = differing_items(before, after);
    Comparer(before, after, most, result).run();
    std::sort(result.readers.begin(), result.readers.end());
    result.readers.erase(std::unique(result.readers.begin(), result.readers.end()), result.readers.end());
    return result;
}

} // namespace pouch::label
