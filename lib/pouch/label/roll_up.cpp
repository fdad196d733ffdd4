#include "pouch/label/roll_up.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/validity.hpp"

#include <algorithm>

namespace pouch::label {

namespace {

using Refs = std::vector<CategoryRef>;

bool is_permissive(const CategoryRef& ref)
{
    return ref.tag->kind == TagKind::permissive;
}

bool has_tag(const Refs& refs, const Tag* tag)
{
    return std::any_of(refs.begin(), refs.end(), [&](const CategoryRef& ref) { return ref.tag == tag; });
}

template <typename Item> bool contains(const std::vector<Item>& items, const Item& one)
{
    return std::find(items.begin(), items.end(), one) != items.end();
}

/// The roll-up of the categories as they grow, part by part.
class Union {
  public:
    void add(const Refs& part)
    {
        // What was not in a tag that limits both does not admit any more.
        const auto is_denied = [&](const CategoryRef& ref) {
            return is_permissive(ref) && has_tag(part, ref.tag) && !contains(part, ref);
        };
        refs_.erase(std::remove_if(refs_.begin(), refs_.end(), is_denied), refs_.end());
        for (const auto& ref : part) {
            const bool is_limited = is_permissive(ref) && contains(limited_, ref.tag);
            if (!is_limited && !contains(refs_, ref)) refs_.push_back(ref);
        }
        for (const auto& ref : part) {
            if (is_permissive(ref) && !contains(limited_, ref.tag)) limited_.push_back(ref.tag);
        }
    }

    /// A permissive tag that nobody can satisfy; null if there is none.
    [[nodiscard]] const Tag* emptied() const
    {
        const auto at = std::find_if(limited_.begin(), limited_.end(),
                                     [&](const Tag* tag) { return !has_tag(refs_, tag); });
        return at == limited_.end() ? nullptr : *at;
    }

    [[nodiscard]] const Refs& refs() const { return refs_; }

  private:
    Refs refs_;
    std::vector<const Tag*> limited_; ///< Permissive tags that a part has.
};

} // namespace

RollUp roll_up(const Policy& policy, std::span<const Label> parts, Instant at)
{
    if (parts.empty()) throw bug("a roll-up of no labels");
    const Class* highest = nullptr;
    Union all;
    for (const auto& part : parts) {
        const auto resolved = resolve(policy, part);
        if (!resolved.findings.empty()) return {std::nullopt, resolved.findings};
        const auto* own = resolved.classes.front();
        if (highest == nullptr || own->hierarchy > highest->hierarchy) highest = own;
        all.add(resolved.categories);
    }
    if (const auto* tag = all.emptied()) {
        return {std::nullopt,
                {{"label.roll-up", fmt::format("{}: no reader has what all parts ask for", tag->name)}}};
    }
    Label label;
    label.policy_id = policy.id;
    label.policy_name = policy.name;
    label.classification = highest->name;
    label.categories = categories_of(all.refs(), policy);
    auto findings = findings_of(policy, label, at, Mode::existing);
    if (!findings.empty()) return {std::nullopt, std::move(findings)};
    return {std::move(label), {}};
}

} // namespace pouch::label
