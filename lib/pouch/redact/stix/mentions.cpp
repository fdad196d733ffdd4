#include "pouch/redact/stix/mentions.hpp"

#include "pouch/redact/stix/dictionary.hpp"
#include "pouch/redact/stix/written_id.hpp"

namespace pouch::redact::stix {

using json::Tree;

Mentions::Mentions(const Tree& tree, std::string_view text, const Bundle& bundle, const Remains& remains,
                   UuidSearch& search)
    : tree_(tree), text_(text), search_(search), holders_(bundle.ids.size())
{
    constexpr auto least = UuidSearch::least_token;
    for (std::uint32_t index = 0; index < bundle.objects.size(); ++index) {
        if (remains.is_sunk(index)) continue;
        const auto& object = bundle.objects[index];
        for (auto value = object.node + 1; value < object.end; ++value) {
            const auto& node = tree.at(value);
            if (node.end - node.begin < least && node.key_end - node.key_begin < least) continue;
            if (remains.is_gone(value)) continue;
            if (node.key_end - node.key_begin >= least) note(index, node.key_begin, node.key_end);
            if (node.kind != json::TokenKind::string || node.end - node.begin < least) continue;
            if (!remains.is_replaced(value) && !is_reference(object, value))
                note(index, node.begin, node.end);
        }
    }
}

/// True for an id that stands where ids do.
bool Mentions::is_reference(const Object& object, Tree::Id value) const
{
    if (!looks_like_id(tree_, value)) return false;
    const auto& node = tree_.at(value);
    const auto name = reference_name(tree_, value);
    if (!stix::is_reference(name)) return node.parent == object.node && name == "id";
    return !name.starts_with("x_") || is_id(tree_.string_of(value)); // the others have been checked
}

void Mentions::note(std::uint32_t object, std::size_t begin, std::size_t end)
{
    for (const auto& find : search_.find_in(text_.substr(begin, end - begin))) {
        places_.push_back({begin + find.begin, begin + find.end, find.name});
        auto& holders = holders_[find.name];
        if (holders.empty() || holders.back() != object) holders.push_back(object);
    }
}

} // namespace pouch::redact::stix
