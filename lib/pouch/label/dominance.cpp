#include "pouch/label/dominance.hpp"

#include "pouch/label/resolve.hpp"

#include <algorithm>

namespace pouch::label {

namespace {

using Refs = std::vector<CategoryRef>;

bool contains(const Refs& refs, const CategoryRef& one)
{
    return std::find(refs.begin(), refs.end(), one) != refs.end();
}

/// The tag's values in `whole`: at least one, and each also in `part`.
bool limits_at_least(const Tag* tag, const Refs& whole, const Refs& part)
{
    bool any = false;
    for (const auto& ref : whole) {
        if (ref.tag != tag) continue;
        if (!contains(part, ref)) return false;
        any = true;
    }
    return any;
}

} // namespace

bool dominates(const Policy& policy, const Label& whole, const Label& part)
{
    const auto above = resolve(policy, whole);
    const auto below = resolve(policy, part);
    if (!above.findings.empty() || !below.findings.empty()) return false;
    if (above.classes.front()->hierarchy < below.classes.front()->hierarchy) return false;
    return std::all_of(below.categories.begin(), below.categories.end(), [&](const CategoryRef& ref) {
        switch (*ref.tag->kind) {
        case TagKind::restrictive:
            return contains(above.categories, ref);
        case TagKind::permissive:
            return limits_at_least(ref.tag, above.categories, below.categories);
        case TagKind::informative:
            break;
        }
        return true;
    });
}

} // namespace pouch::label
