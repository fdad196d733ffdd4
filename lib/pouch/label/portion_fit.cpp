#include "pouch/label/portion_fit.hpp"

#include "pouch/label/dominance.hpp"
#include "pouch/label/nato_profile.hpp"

#include <algorithm>

namespace pouch::label {

namespace {

constexpr std::string_view context_id = "1.3.26.1.4.4";
constexpr std::string_view releasable_to_id = "1.3.26.1.4.2";
constexpr std::string_view releasable = "Releasable";

bool is_releasable(const Label& label)
{
    return std::any_of(label.categories.begin(), label.categories.end(),
                       [](const Category& one) { return one.tag_set_id == releasable_to_id; });
}

/// A label of the NATO policy, for its owner alone.
Label without_release(Label label)
{
    auto& all = label.categories;
    all.erase(std::remove_if(all.begin(), all.end(),
                             [](const Category& one) { return one.tag_set_id == releasable_to_id; }),
              all.end());
    for (auto& category : all) {
        if (category.tag_set_id != context_id) continue;
        auto& values = category.values;
        values.erase(std::remove_if(values.begin(), values.end(),
                                    [](const std::string& value) { return same_name(value, releasable); }),
                     values.end());
    }
    return label;
}

} // namespace

bool fits(const Policy& policy, const Label& whole, const Label& portion)
{
    if (dominates(policy, whole, portion)) return true;
    const auto resolved = resolve(policy, whole);
    Label in_words = whole; // tag sets by identifier, however the label names them
    in_words.categories = categories_of(resolved.categories, policy);
    return is_nato(policy) && !is_releasable(in_words) && is_releasable(portion) &&
           dominates(policy, whole, without_release(portion));
}

} // namespace pouch::label
