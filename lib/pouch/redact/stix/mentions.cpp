#include "pouch/redact/stix/mentions.hpp"

#include "pouch/redact/stix/dictionary.hpp"
#include "pouch/redact/stix/written_id.hpp"

namespace pouch::redact::stix {

using json::Tree;

Mentions::Mentions(const Tree& tree, std::string_view text, const Bundle& bundle, const Remains& remains,
                   UuidSearch& search)
    : tree_(tree), holders_(bundle.ids.size())
{
    std::vector<Span> tokens;
    std::vector<std::uint32_t> objects; // of the tokens
    const auto add = [&](std::uint32_t object, std::size_t begin, std::size_t end) {
        if (!may_hold_uuid(text.substr(begin, end - begin))) return;
        tokens.push_back({begin, end});
        objects.push_back(object);
    };
    for (std::uint32_t index = 0; index < bundle.objects.size(); ++index) {
        if (remains.is_sunk(index)) continue;
        const auto& object = bundle.objects[index];
        for (auto value = object.node + 1; value < object.end; ++value) {
            static_assert(Tree::long_size <= least_uuid_token);
            if (!tree.has(value, Tree::long_string | Tree::long_name)) continue;
            const auto& node = tree.at(value);
            const bool has_key = node.key_end - node.key_begin >= least_uuid_token;
            const bool has_text =
                node.kind == json::TokenKind::string && node.end - node.begin >= least_uuid_token;
            if ((!has_key && !has_text) || remains.is_gone(value)) continue;
            if (has_key) add(index, node.key_begin, node.key_end);
            if (has_text && !remains.is_replaced(value) && !is_reference(object, value))
                add(index, node.begin, node.end);
        }
    }
    places_ = search.find_in(text, tokens);
    for (const auto& place : places_) {
        auto& holders = holders_[place.name];
        const auto object = objects[place.token];
        if (holders.empty() || holders.back() != object) holders.push_back(object);
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

} // namespace pouch::redact::stix
