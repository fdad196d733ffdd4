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
      is_changed_(bundle.objects.size()), versions_(bundle.ids.size()), has_lost_version_(bundle.ids.size())
{
    for (const auto& object : bundle.objects) ++versions_[object.name];
}

/// Counted when it is first asked for: of most containers nobody asks.
std::uint32_t Remains::items_of(Tree::Id container) const
{
    auto& left = items_[container];
    if (left == 0) {
        left = 1;
        tree_.for_each(container, [&](Tree::Id item) { left += is_dropped_[item] ? 0U : 1U; });
    }
    return left - 1;
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
    auto& left = items_[tree_.at(item).parent];
    if (left > 0) --left;
    if (report_ && reason != Reason::rule) report_(reason, item);
}

void Remains::sink(std::uint32_t object, Reason reason)
{
    if (is_sunk(object)) return;
    const auto& whole = bundle_.objects[object];
    drop(whole.node, reason);
    has_lost_version_[whole.name] = true;
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

const std::string* Remains::placeholder_for(std::uint32_t object, Tree::Id property) const
{
    if (handling_.placeholders.empty()) return nullptr;
    const auto& of = bundle_.objects[object];
    const auto name = tree_.name_of(property);
    if (name == "pattern" && !has_stix_pattern(tree_, of.node)) return nullptr;
    return handling_.placeholder_of(of.type, name);
}

/// False if the rules have none.
bool Remains::put_placeholder(std::uint32_t object, Tree::Id property, Reason reason)
{
    const auto* value = placeholder_for(object, property);
    if (value == nullptr) return false;
    if (tree_.is_string(property) && tree_.string_of(property) == *value) return true; // of a run before
    mark_changed(object);
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

/// True for a part of what marks an object, or what is nested in it: it would say less of who may see the rest.
bool Remains::is_of_marking(const Object& object, Tree::Id item) const
{
    for (; item != object.node; item = tree_.at(item).parent) {
        const auto name = tree_.name_of(item);
        if (name == "object_marking_refs" || name == "granular_markings") return true;
    }
    return false;
}

/// True for an observable in the dictionary of observed data.
bool Remains::is_entry(const Object& object, Tree::Id value) const
{
    if (object.type != "observed-data" || value == object.node) return false;
    const auto dictionary = tree_.at(value).parent;
    return tree_.at(dictionary).parent == object.node && tree_.name_of(dictionary) == "objects";
}

/// True for a property that an observable in a dictionary must have.
bool Remains::is_needed_in_entry(Tree::Id item)
{
    const auto name = tree_.name_of(item);
    return name == "type" || has_to_have(type_of_entry(tree_.at(item).parent), name);
}

std::string_view Remains::type_of_entry(Tree::Id entry)
{
    const auto [at, is_new] = entry_types_.try_emplace(entry);
    if (is_new) at->second = tree_.string_of(tree_.member(entry, "type"));
    return at->second;
}

/// True for a property that an object must have.
bool Remains::is_needed(std::uint32_t index, std::string_view property) const
{
    const auto& object = bundle_.objects[index];
    if (is_required(object.type, property)) return true;
    if (has_to_have_in_2_0(object.type, property) && tree_.member(object.node, "spec_version") == Tree::none)
        return true;
    if (object.type != "malware" || property != "name") return false;
    const auto is_family = tree_.member(object.node, "is_family"); // a family has a name
    return is_family != Tree::none && tree_.text_of(is_family) == "true";
}

void Remains::remove(Tree::Id item, Reason reason)
{
    if (is_gone_[item] || is_placeholder(item)) return;
    const auto index = bundle_.object_of(item);
    const auto& object = bundle_.objects[index];
    if (item == object.node || is_of_marking(object, item)) return sink(index, reason);
    // Up to the outermost that goes with it.
    for (auto parent = tree_.at(item).parent; parent != object.node; parent = tree_.at(item).parent) {
        const bool is_needed = is_entry(object, parent) ? is_needed_in_entry(item) : is_needed_inside(item);
        if (items_of(parent) > 1 && !is_needed) break;
        item = parent;
    }
    const auto holder = tree_.at(item).parent;
    const auto name = tree_.name_of(item);
    if (holder == object.node && put_placeholder(index, item, reason)) return;
    mark_changed(index);
    if (holder == object.node) {
        if (is_needed(index, name)) return sink(index, reason);
        drop(item, reason);
        settle(holder, object.type, name, reason);
        return;
    }
    drop(item, reason);
    if (is_entry(object, item)) lost_entries_.push_back(item);
    if (is_entry(object, holder)) settle(holder, type_of_entry(holder), name, reason);
}

/// A property of an object, or of an observable in a dictionary, has gone: so does what is nothing without it, and the
/// holder, if that is.
void Remains::settle(Tree::Id holder, std::string_view type, std::string_view name, Reason reason)
{
    for (const auto& each : dependences()) {
        if (each.type != type || each.needs != name) continue;
        const auto property = tree_.member(holder, each.property);
        if (property != Tree::none) remove(property, reason);
    }
    if (!has_other(holder, one_of(type), name)) return remove(holder, reason);
    // Looked through only when hardly anything is left: many properties may go one after the other.
    constexpr std::size_t few = 16;
    if (!needs_any(type) || items_of(holder) > few) return;
    bool has_own = false;
    tree_.for_each(holder, [&](Tree::Id property) {
        has_own = has_own || (!is_gone_[property] && !is_common(tree_.name_of(property)));
    });
    if (!has_own) remove(holder, reason);
}

std::vector<std::uint32_t> Remains::take_lost()
{
    return std::exchange(lost_, {});
}

std::vector<Tree::Id> Remains::take_lost_entries()
{
    return std::exchange(lost_entries_, {});
}

} // namespace pouch::redact::stix
