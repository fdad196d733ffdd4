#include "pouch/redact/stix/mentions.hpp"

#include "pouch/redact/stix/uuid_search.hpp"

#include <algorithm>

namespace pouch::redact::stix {

using json::Tree;

Mentions::Mentions(const Tree& tree, const Bundle& bundle, const Remains& remains)
    : first_(bundle.ids.size()), holders_(bundle.ids.size())
{
    for (std::uint32_t name = 0; name < bundle.ids.size(); ++name)
        uuids_.emplace_back(uuid_of(bundle.ids[name].text), name);
    std::sort(uuids_.begin(), uuids_.end());
    for (std::size_t i = 0; i < uuids_.size(); ++i) {
        const bool is_same = i > 0 && uuids_[i - 1].first == uuids_[i].first;
        first_[uuids_[i].second] = is_same ? first_[uuids_[i - 1].second] : uuids_[i].second;
    }
    for (std::uint32_t object = 0; object < bundle.objects.size(); ++object) {
        if (remains.is_sunk(object)) continue;
        const auto& of = bundle.objects[object];
        for (auto value = of.node + 1; value < of.end; ++value) {
            if (remains.is_gone(value)) continue;
            note(tree.name_of(value), object);
            if (!remains.is_replaced(value)) note(tree.string_of(value), object);
        }
    }
}

void Mentions::note(std::string_view text, std::uint32_t object)
{
    for_each_uuid(text, [&](std::size_t, std::string_view uuid) {
        const auto known = std::lower_bound(uuids_.begin(), uuids_.end(), std::pair(uuid, std::uint32_t{0}));
        if (known == uuids_.end() || known->first != uuid) return;
        auto& holders = holders_[known->second];
        if (holders.empty() || holders.back() != object) holders.push_back(object);
    });
}

} // namespace pouch::redact::stix
