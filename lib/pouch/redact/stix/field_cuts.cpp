#include "pouch/redact/stix/field_cuts.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::stix {

namespace {

using json::Tree;

/// Properties of which nothing can be replaced: they say what the object is, or who may see it.
constexpr std::array<std::string_view, 7> fixed{
    "type", "id", "spec_version", "created", "modified", "object_marking_refs", "granular_markings"};

/// The property of an object that a value is, or is part of.
std::string_view property_of(const Tree& tree, Tree::Id object, Tree::Id value)
{
    while (tree.at(value).parent != object) value = tree.at(value).parent;
    return tree.name_of(value);
}

bool is_fixed(std::string_view property)
{
    return std::find(fixed.begin(), fixed.end(), property) != fixed.end();
}

} // namespace

bool take_field_cuts(const Tree& tree, const Bundle& bundle, const std::vector<TextCut>& cuts,
                     Remains& remains, std::vector<TextCut>& replacements)
{
    auto cut = cuts.begin();
    for (Tree::Id value = 0; value < tree.size();) {
        const auto& node = tree.at(value);
        const auto begin = tree.begin_of(value);
        while (cut != cuts.end() && cut->end <= begin) ++cut;
        if (cut == cuts.end()) return true;
        const auto object = bundle.object_of(value);
        const bool is_inside = object != Bundle::nothing && value != bundle.objects[object].node;
        const auto own = is_inside ? bundle.objects[object].node : Tree::none;
        if (node.key_end > 0 && cut->begin == node.key_begin + 1) { // its name is replaced
            if (!is_inside) return false;
            if (is_fixed(property_of(tree, own, value)) ||
                tree.member(own, "granular_markings") != Tree::none)
                remains.sink(object, Reason::dangling);
            remains.mark_changed(object);
            replacements.push_back(*cut);
            if (++cut == cuts.end()) return true;
        }
        const bool is_replaced =
            !cut->replacement.empty() && cut->begin == node.begin && cut->end == node.end;
        const bool is_dropped = cut->replacement.empty() && cut->begin <= begin && cut->end >= node.end;
        if (!is_replaced && !is_dropped) {
            ++value;
            continue;
        }
        if (is_inside) {
            if (is_dropped) {
                remains.remove(value, Reason::rule);
            } else {
                if (is_fixed(property_of(tree, own, value))) remains.sink(object, Reason::dangling);
                remains.replace(value);
                replacements.push_back(*cut);
            }
        } else if (object != Bundle::nothing) {
            remains.sink(object, Reason::rule);
        } else if (value == Tree::root || value == bundle.id || value == bundle.list ||
                   tree.name_of(value) == "type") {
            return false;
        } else {
            remains.drop(value, Reason::rule);
        }
        value = tree.end_of(value);
    }
    return true;
}

} // namespace pouch::redact::stix
