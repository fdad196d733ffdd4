#include "pouch/redact/stix/nested_marking.hpp"

namespace pouch::redact::stix {

namespace {

using json::Tree;

/// True if `list` names a marking that is closed, or is no list of markings.
bool is_closed(const Tree& tree, Tree::Id list, const Markings& markings)
{
    if (!tree.is_array(list)) return true;
    const bool is_granular = tree.name_of(list) == "granular_markings";
    bool is_so = false;
    tree.for_each(list, [&](Tree::Id item) {
        const auto ref = is_granular ? tree.member(item, "marking_ref") : item;
        const bool is_language =
            is_granular && ref == Tree::none && tree.is_string(tree.member(item, "lang"));
        is_so = is_so ||
                (!is_language && (!tree.is_string(ref) || markings.of(tree.string_of(ref)) == Force::closed));
    });
    return is_so;
}

} // namespace

void withhold_nested(const Tree& tree, const Bundle& bundle, const Markings& markings, Remains& remains)
{
    for (std::uint32_t index = 0; index < bundle.objects.size(); ++index) {
        if (remains.is_sunk(index)) continue;
        const auto& object = bundle.objects[index];
        for (auto value = object.node + 1; value < object.end; ++value) {
            if (!tree.has(value, Tree::an_object) || remains.is_gone(value)) continue;
            for (const std::string_view name : {"object_marking_refs", "granular_markings"}) {
                const auto list = tree.member(value, name);
                if (list != Tree::none && is_closed(tree, list, markings))
                    remains.remove(value, Reason::marking);
            }
        }
    }
}

} // namespace pouch::redact::stix
