#include "pouch/label/decision.hpp"

#include "pouch/label/resolve.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::label {

namespace {

template <typename T> bool contains(const std::vector<T>& all, const T& one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

Decision denied(std::string clause)
{
    return {false, std::move(clause)};
}

} // namespace

Decision decide(const Policy& policy, const Label& label, const Clearance& clearance)
{
    const auto wanted = resolve(policy, label);
    if (!wanted.findings.empty()) return denied(wanted.findings.front().sentence);
    const auto held = resolve(policy, clearance);
    if (held.classes.empty() && !held.findings.empty()) {
        return denied(fmt::format("clearance: {}", held.findings.front().sentence));
    }
    if (!contains(held.classes, wanted.classes.front())) {
        return denied(
            fmt::format("the clearance does not hold classification '{}'", wanted.classes.front()->name));
    }
    const auto& refs = wanted.categories;
    for (std::size_t i = 0; i < refs.size();) {
        const auto* tag = refs[i].tag;
        const auto* set = refs[i].set;
        bool any = false;
        std::string names;
        for (; i < refs.size() && refs[i].tag == tag; ++i) {
            const bool has = contains(held.categories, refs[i]);
            any = any || has;
            if (tag->kind == TagKind::restrictive && !has) {
                return denied(
                    fmt::format("the clearance does not hold '{}={}'", set->name, refs[i].category->name));
            }
            names += fmt::format("{}'{}'", names.empty() ? "" : ", ", refs[i].category->name);
        }
        if (tag->kind == TagKind::permissive && !any) {
            return denied(fmt::format("the clearance holds none of {} of '{}'", names, set->name));
        }
    }
    return {true, {}};
}

} // namespace pouch::label
