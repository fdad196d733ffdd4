#include "pouch/redact/stix/granular.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>

namespace pouch::redact::stix {

using json::Tree;

Granular::Granular(const Tree& tree, const Bundle& bundle) : tree_(tree), bundle_(bundle), selectors_(tree)
{
    for (std::uint32_t index = 0; index < bundle.objects.size(); ++index) {
        const auto list = tree.member(bundle.objects[index].node, "granular_markings");
        if (list == Tree::none) continue;
        if (!tree.is_array(list))
            throw refused("stix.marking", "byte {}: no list of markings", tree.at(list).begin);
        tree.for_each(list, [&](Tree::Id entry) { read(index, entry); });
    }
}

void Granular::read(std::uint32_t object, Tree::Id node)
{
    const auto fail = [&](Tree::Id at) {
        return refused("stix.marking", "byte {}: no granular marking", tree_.at(at).begin);
    };
    const auto list = tree_.member(node, "selectors");
    const auto marking = tree_.member(node, "marking_ref");
    const auto lang = tree_.member(node, "lang");
    if (!tree_.is_array(list) || tree_.is_string(marking) == tree_.is_string(lang)) throw fail(node);
    if (tree_.first_in(list) == Tree::none) throw fail(list); // it marks something, and nobody can say what
    Entry entry{object, node, {}, {}};
    if (marking != Tree::none) entry.marking = tree_.string_of(marking);
    tree_.for_each(list, [&](Tree::Id text) {
        if (!tree_.is_string(text)) throw fail(text);
        const auto value = selectors_.find(bundle_.objects[object].node, tree_.string_of(text));
        if (value == Tree::none)
            throw refused("stix.selector", "byte {}: a selector of nothing", tree_.at(text).begin);
        entry.selectors.push_back({text, value});
    });
    entries_.push_back(std::move(entry));
}

void Granular::apply(const Markings& markings, Remains& remains)
{
    for (const auto& entry : entries_) {
        if (!entry.marking || markings.of(*entry.marking) != Force::closed) continue;
        for (const auto& selector : entry.selectors) remains.remove(selector.value, Reason::marking);
    }
}

void Granular::repair(Remains& remains, std::vector<TextCut>& replacements)
{
    for (const auto& entry : entries_) {
        if (remains.is_sunk(entry.object)) continue;
        std::size_t left = 0;
        const auto object = bundle_.objects[entry.object].node;
        for (const auto& selector : entry.selectors) {
            if (remains.is_gone(selector.text)) continue;
            // A placeholder is nobody's: no marking of what stood there is its own.
            if (remains.is_gone(selector.value) || remains.is_placeholder(selector.value)) {
                remains.drop(selector.text, Reason::dangling);
                continue;
            }
            ++left;
            const auto was = tree_.string_of(selector.text);
            const auto is =
                selectors_.renumbered(object, was, [&](Tree::Id value) { return remains.is_gone(value); });
            if (is == was) continue;
            const auto& node = tree_.at(selector.text);
            replacements.push_back({node.begin, node.end, json_quoted(is)});
        }
        if (left > 0) continue;
        remains.drop(entry.node, Reason::dangling);
        const auto list = tree_.at(entry.node).parent;
        if (remains.items_of(list) == 0) remains.drop(list, Reason::dangling);
    }
}

} // namespace pouch::redact::stix
