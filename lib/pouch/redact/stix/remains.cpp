#include "pouch/redact/stix/remains.hpp"

#include "pouch/base/text.hpp"
#include "pouch/redact/stix/type_rules.hpp"

#include <algorithm>
#include <utility>

namespace pouch::redact::stix {

using json::Tree;

Remains::Remains(const Tree& tree, const Bundle& bundle, const Handling& handling, const Report& report)
    : tree_(tree), bundle_(bundle), handling_(handling), report_(report), is_dropped_(tree.size()),
      is_gone_(tree.size()), is_replaced_(tree.size()),
      is_placeholder_(handling.placeholders.empty() ? 0 : tree.size()), items_(tree.size()),
      is_changed_(bundle.objects.size()), versions_(bundle.ids.size())
{
    for (Tree::Id id = 1; id < tree.size(); ++id) ++items_[tree.at(id).parent];
    for (const auto& object : bundle.objects) ++versions_[object.name];
}

void Remains::mark_changed(std::uint32_t object)
{
    has_changed_ = true;
    if (object != Bundle::nothing) is_changed_[object] = true;
}

/// Stretches that went before are passed at once, so that no value is visited often.
void Remains::erase(Tree::Id from, Tree::Id end)
{
    for (auto id = from; id < end;) {
        const bool was_dropped = is_dropped_[id] && is_gone_[id];
        is_gone_[id] = true;
        id = was_dropped ? tree_.end_of(id) : id + 1;
    }
}

void Remains::replace(Tree::Id value)
{
    mark_changed(bundle_.object_of(value));
    is_replaced_[value] = true;
    erase(value + 1, tree_.end_of(value));
}

void Remains::drop(Tree::Id item, Reason reason)
{
    if (is_gone_[item]) return;
    has_changed_ = true;
    erase(item, tree_.end_of(item));
    is_dropped_[item] = true;
    --items_[tree_.at(item).parent];
    if (report_ && reason != Reason::rule) report_(reason, item);
}

void Remains::sink(std::uint32_t object, Reason reason)
{
    if (is_sunk(object)) return;
    const auto& whole = bundle_.objects[object];
    drop(whole.node, reason);
    if (--versions_[whole.name] == 0) lost_.push_back(whole.name);
}

/// True unless `name` is the last that is left of `names`.
bool Remains::has_other(Tree::Id container, std::span<const std::string_view> names,
                        std::string_view name) const
{
    if (std::find(names.begin(), names.end(), name) == names.end()) return true;
    return std::any_of(names.begin(), names.end(), [&](std::string_view other) {
        const auto value = tree_.member(container, other);
        return other != name && value != Tree::none && !is_gone_[value];
    });
}

/// True for a member of something nested that is nothing without it.
bool Remains::is_needed_inside(Tree::Id item) const
{
    const auto& node = tree_.at(item);
    if (node.key_end == 0) return false;
    const auto name = tree_.name_of(item);
    const bool is_listed = tree_.at(node.parent).key_end == 0;
    const auto holder = tree_.name_of(is_listed ? tree_.at(node.parent).parent : node.parent);
    return is_required_inside(holder, name) || !has_other(node.parent, one_of_inside(holder), name);
}

/// False if the rules have none.
bool Remains::put_placeholder(std::uint32_t object, Tree::Id property, Reason reason)
{
    if (handling_.placeholders.empty()) return false;
    const auto& of = bundle_.objects[object];
    const auto name = tree_.name_of(property);
    const auto* value = handling_.placeholder_of(of.type, name);
    if (value == nullptr) return false;
    if (name == "pattern" && !has_stix_pattern(tree_, of.node)) return false;
    replace(property);
    is_placeholder_[property] = true;
    placeholders_.emplace_back(property, value);
    if (report_ && reason != Reason::rule) report_(reason, property);
    return true;
}

std::vector<TextCut> Remains::placeholders() const
{
    std::vector<TextCut> cuts;
    for (const auto& [property, value] : placeholders_)
        cuts.push_back({tree_.at(property).begin, tree_.at(property).end, json_quoted(*value)});
    return cuts;
}

void Remains::remove(Tree::Id item, Reason reason)
{
    if (is_gone_[item] || is_placeholder(item)) return;
    const auto index = bundle_.object_of(item);
    const auto& object = bundle_.objects[index];
    if (item == object.node) return sink(index, reason);
    // Up to the outermost that goes with it.
    for (auto parent = tree_.at(item).parent; parent != object.node; parent = tree_.at(item).parent) {
        if (items_[parent] > 1 && !is_needed_inside(item)) break;
        item = parent;
    }
    mark_changed(index);
    const bool is_property = tree_.at(item).parent == object.node;
    const auto name = is_property ? tree_.name_of(item) : std::string_view();
    if (is_property && put_placeholder(index, item, reason)) return;
    if (is_property && (is_required(object.type, name) || is_name_of_family(index, name)))
        return sink(index, reason);
    drop(item, reason);
    if (is_property) settle(index, name, reason);
}

/// A property of an object has gone: so does what is nothing without it, and the object, if that is.
void Remains::settle(std::uint32_t index, std::string_view name, Reason reason)
{
    const auto& object = bundle_.objects[index];
    for (const auto& each : dependences()) {
        if (each.type != object.type || each.needs != name) continue;
        const auto property = tree_.member(object.node, each.property);
        if (property != Tree::none) remove(property, reason);
    }
    if (!has_other(object.node, one_of(object.type), name)) return sink(index, reason);
    if (!needs_any(object.type)) return;
    bool has_own = false;
    tree_.for_each(object.node, [&](Tree::Id property) {
        has_own = has_own || (!is_gone_[property] && !is_common(tree_.name_of(property)));
    });
    if (!has_own) sink(index, reason);
}

/// True for the name of a family of malware, which it cannot be without.
bool Remains::is_name_of_family(std::uint32_t index, std::string_view property) const
{
    const auto& object = bundle_.objects[index];
    if (object.type != "malware" || property != "name") return false;
    const auto is_family = tree_.member(object.node, "is_family");
    return is_family != Tree::none && tree_.text_of(is_family) == "true";
}

std::vector<std::uint32_t> Remains::take_lost()
{
    return std::exchange(lost_, {});
}

} // namespace pouch::redact::stix
