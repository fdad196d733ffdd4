#include "pouch/label/class_floor.hpp"

#include <algorithm>

namespace pouch::label {

const Class* class_floor(const Policy& from, const Label& label, const Policy& to)
{
    const auto other = std::find_if(from.equivalent_policies.begin(), from.equivalent_policies.end(),
                                    [&](const auto& one) { return one.id == to.id; });
    const auto* own = from.find_class(label.classification);
    if (other == from.equivalent_policies.end() || own == nullptr) return nullptr;
    const Class* lowest = nullptr;
    for (const auto& one : own->equivalents) {
        if (one.policy != other->name) continue;
        for (const auto& candidate : to.classes) {
            const bool is_lower = lowest == nullptr || candidate.hierarchy < lowest->hierarchy;
            if (candidate.lacv == one.lacv && is_lower) lowest = &candidate;
        }
    }
    return lowest;
}

} // namespace pouch::label
