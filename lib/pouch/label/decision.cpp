#include "pouch/label/decision.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::label {

namespace {

template <typename T> bool contains(const std::vector<T>& all, const T& one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

Decision denied(Finding finding)
{
    finding.reason = "label.denied";
    auto clause = finding.sentence;
    return {false, std::move(clause), std::move(finding)};
}

Decision denied_class(const Class& wanted)
{
    return denied({{},
                   fmt::format("the clearance does not hold classification '{}'", wanted.name),
                   wanted.name,
                   "the clearance lists the classification of the label; none implies a lower one",
                   wanted.line,
                   fmt::format("a clearance that lists '{}'", wanted.name)});
}

Decision denied_restrictive(const CategoryRef& ref)
{
    const auto value = quoted_value(ref.set->name, ref.value());
    return denied({{},
                   fmt::format("the clearance does not hold {}", value),
                   fmt::format("{}={}", ref.set->name, ref.value()),
                   "the clearance holds every restrictive value of the label",
                   ref.category->line,
                   fmt::format("a clearance that holds {}", value)});
}

Decision denied_permissive(const CategoryRef& first, const std::string& names)
{
    return denied(
        {{},
         fmt::format("the clearance holds none of {} of '{}'", names, first.set->name),
         first.set->name,
         "of each permissive tag that the label uses the clearance holds at least one of its values",
         first.tag->line,
         fmt::format("a clearance that holds one of {} of '{}'", names, first.set->name)});
}

} // namespace

Decision decide(const Policy& policy, const Label& label, const Clearance& clearance)
{
    return decide(resolve(policy, label), resolve(policy, clearance));
}

Decision decide(const Resolution& wanted, const Resolution& held)
{
    if (!wanted.findings.empty()) return denied(wanted.findings.front());
    if (held.classes.empty() && !held.findings.empty()) {
        auto why = held.findings.front();
        why.sentence = "clearance: " + why.sentence;
        return denied(std::move(why));
    }
    if (!contains(held.classes, wanted.classes.front())) {
        return denied_class(*wanted.classes.front());
    }
    const auto& refs = wanted.categories;
    for (std::size_t i = 0; i < refs.size();) {
        const auto& first = refs[i];
        bool any = false;
        std::size_t end = i;
        for (; end < refs.size() && refs[end].tag == first.tag; ++end) {
            const bool has = contains(held.categories, refs[end]);
            any = any || has;
            if (first.tag->kind == TagKind::restrictive && !has) return denied_restrictive(refs[end]);
        }
        if (first.tag->kind == TagKind::permissive && !any) {
            std::string names;
            for (auto at = i; at < end; ++at) {
                names += fmt::format("{}'{}'", at == i ? "" : ", ", refs[at].value());
            }
            return denied_permissive(first, names);
        }
        i = end;
    }
    return {true, {}, {}};
}

} // namespace pouch::label
