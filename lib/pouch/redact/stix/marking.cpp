#include "pouch/redact/stix/marking.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/spoken_marking.hpp"
#include "pouch/redact/stix/issued.hpp"
#include "pouch/redact/tlp.hpp"

#include <algorithm>

namespace pouch::redact::stix {

namespace {

using json::Tree;

constexpr std::string_view definition_type = "marking-definition";

bool speaks_of(std::string_view name, std::string_view word)
{
    return std::search(name.begin(), name.end(), word.begin(), word.end(),
                       [](char a, char b) { return to_lower(a) == b; }) != name.end();
}
/// True for `tlp`, `x_tlp`, `x_acme_TLP_marking` and the like.
bool speaks_of_tlp(std::string_view name)
{
    return speaks_of(name, "tlp");
}
/// True for `classification`, `x_acme_classified_as`, `x_marking` and the like; not for what STIX has itself.
bool speaks_of_class(std::string_view name)
{
    return speaks_of(name, "classif") ||
           (speaks_of(name, "marking") && name != "object_marking_refs" && name != "granular_markings");
}

} // namespace

Markings::Markings(const Tree& tree, const Bundle& bundle, const Target& target, PortionJudge* judge)
    : tree_(tree), bundle_(bundle), target_(target), judge_(judge), forces_(bundle.ids.size(), Force::closed)
{
    resolve();
}

bool Markings::may_leave(Tlp tlp) const
{
    return target_.tlp ? tlp <= *target_.tlp : target_.unmarked == Unmarked::keep;
}

Force Markings::of(std::string_view id) const
{
    if (const auto tlp = tlp_of(id)) return may_leave(*tlp) ? Force::open : Force::closed;
    const auto name = bundle_.find(id);
    if (name != Bundle::nothing) return forces_[name];
    const auto& statement = target_.stix.statement;
    return statement && statement->id == id ? Force::statement : Force::closed;
}

template <typename Act> void Markings::for_each_ref(Tree::Id object, Act act) const
{
    const auto list = tree_.member(object, "object_marking_refs");
    if (list == Tree::none) return;
    if (!tree_.is_array(list))
        throw refused("stix.marking", "byte {}: no list of markings", tree_.at(list).begin);
    tree_.for_each(list, [&](Tree::Id ref) {
        if (!tree_.is_string(ref))
            throw refused("stix.marking", "byte {}: no id of a marking", tree_.at(ref).begin);
        act(tree_.string_of(ref));
    });
}

std::optional<Force> Markings::of_object(Tree::Id object) const
{
    std::optional<Force> strictest;
    for_each_ref(object, [&](std::string_view ref) {
        const auto force = of(ref);
        if (!strictest || force > *strictest) strictest = force;
    });
    if (strictest != Force::closed && speaks_above(object)) return Force::closed;
    return strictest;
}

/// True if `object` says of itself, where STIX has no marking, that it may not be seen: writers that know no markings do.
bool Markings::speaks_above(Tree::Id object) const
{
    const bool has_policy = judge_ != nullptr && judge_->has_policy();
    return (target_.tlp && names_colour_above(object)) || (has_policy && names_class_above(object));
}

/// The same by the policy: in its labels, and in properties at any depth that speak of a classification.
bool Markings::names_class_above(Tree::Id object) const
{
    const auto is_withheld = [&](Tree::Id value) {
        return tree_.is_string(value) && !tree_.string_of(value).empty() &&
               is_withheld_marking(tree_.string_of(value), *judge_);
    };
    bool is_above = false;
    for (auto member = object + 1; member < tree_.end_of(object) && !is_above; ++member) {
        if (tree_.at(member).key_end == 0) continue; // of an array
        const auto name = tree_.name_of(member);
        const bool is_own = tree_.at(member).parent == object && name == "labels";
        if (!is_own && !speaks_of_class(name)) continue;
        for (auto value = member; value < tree_.end_of(member); ++value)
            is_above = is_above || is_withheld(value);
    }
    return is_above;
}

/// The same by colours.
bool Markings::names_colour_above(Tree::Id object) const
{
    const auto is_colour_above = [&](Tree::Id value, const std::string& before) {
        if (!tree_.is_string(value)) return false;
        const auto spoken = spoken_tlp(before + std::string(tree_.string_of(value)));
        return spoken.strictest && !may_leave(*spoken.strictest);
    };
    bool is_above = false;
    tree_.for_each(object, [&](Tree::Id member) {
        const bool is_own = speaks_of_tlp(tree_.name_of(member));
        if (!is_own && tree_.name_of(member) != "labels") return;
        const std::string before = is_own ? "TLP:" : "";
        is_above = is_above || is_colour_above(member, before);
        tree_.for_each(member, [&](Tree::Id item) { is_above = is_above || is_colour_above(item, before); });
    });
    return is_above;
}

/// What a definition says by itself, if it is no known colour.
Force Markings::form_of(Tree::Id definition) const
{
    const auto statement = tree_.member(tree_.member(definition, "definition"), "statement");
    const bool is_statement =
        tree_.string_of(tree_.member(definition, "definition_type")) == "statement" &&
        tree_.is_string(statement) &&
        tree_.first_in(tree_.member(definition, "definition")) == statement && // alone
        tree_.end_of(statement) == tree_.end_of(tree_.member(definition, "definition")) &&
        tree_.member(definition, "extensions") == Tree::none;
    if (!is_statement) return Force::closed;
    bool is_closed = speaks_above(definition);
    for (auto text = definition; text < tree_.end_of(definition);
         ++text) // its name, and what writers of their own say there
        is_closed = is_closed || (tree_.is_string(text) && is_above(tree_.string_of(text)));
    return is_closed ? Force::closed : Force::statement;
}

/// True if a text speaks of a colour above or of none that is known, or is a marking that the reader may not see.
bool Markings::is_above(std::string_view text) const
{
    if (text.empty()) return false;
    const auto spoken = spoken_tlp(text);
    if (spoken.is_unknown || (spoken.strictest && !may_leave(*spoken.strictest))) return true;
    return judge_ != nullptr && is_withheld_marking(text, *judge_);
}

/// Definitions are marked by others: these come first. Depth first, without recursion.
void Markings::resolve()
{
    enum class State { unseen, open, done };
    std::vector<State> states(bundle_.ids.size(), State::unseen);
    std::vector<Tree::Id> nodes(bundle_.ids.size(), Tree::none);
    for (const auto& object : bundle_.objects) {
        if (object.type == definition_type) nodes[object.name] = object.node;
    }
    struct Frame {
        std::uint32_t name;
        std::vector<std::string_view> refs;
        bool is_closed = false;
    };
    std::vector<Frame> stack;
    const auto enter = [&](std::uint32_t name) {
        states[name] = State::open;
        stack.push_back({name, {}});
        for_each_ref(nodes[name], [&](std::string_view ref) { stack.back().refs.push_back(ref); });
    };
    for (std::uint32_t start = 0; start < nodes.size(); ++start) {
        if (nodes[start] == Tree::none || states[start] != State::unseen) continue;
        enter(start);
        while (!stack.empty()) {
            auto& frame = stack.back();
            if (frame.refs.empty()) {
                const auto name = frame.name;
                forces_[name] = frame.is_closed ? Force::closed : form_of(nodes[name]);
                states[name] = State::done;
                stack.pop_back();
                continue;
            }
            const auto name = bundle_.find(frame.refs.back());
            const bool is_here = name != Bundle::nothing && nodes[name] != Tree::none;
            if (is_here && states[name] == State::open)
                throw refused("stix.cycle", "byte {}: a marking that is marked by itself",
                              tree_.at(nodes[name]).begin);
            if (is_here && states[name] == State::unseen) {
                enter(name);
                continue;
            }
            frame.is_closed = frame.is_closed || of(frame.refs.back()) == Force::closed;
            frame.refs.pop_back();
        }
    }
}

} // namespace pouch::redact::stix
