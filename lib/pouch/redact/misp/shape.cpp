#include "pouch/redact/misp/shape.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::misp {

namespace {

using json::Tree;
using Id = Tree::Id;

/// Members that hold parts of an event.
constexpr std::array<std::string_view, 3> parts{"Attribute", "Object", "EventReport"};

bool is_inner(const Tree& tree, Id id)
{
    return tree.is_object(id) || tree.is_array(id);
}

bool has_parts(const Tree& tree, Id object)
{
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view name) { return is_inner(tree, tree.member(object, name)); });
}

/// Looks below `id`. `in_response`: parts of events may stand there without them, in a list or beside each other.
void find_events(const Tree& tree, Id id, Shape& found, bool in_response)
{
    if (tree.is_array(id))
        return tree.for_each(id, [&](Id item) { find_events(tree, item, found, in_response); });
    const auto event = tree.member(id, "Event");
    const auto response = tree.member(id, "response");
    if (tree.is_object(event)) {
        tree.for_each(id,
                      [&](Id member) { (member == event ? found.events : found.others).push_back(member); });
    } else if (is_inner(tree, response)) {
        tree.for_each(id, [&](Id member) {
            if (member != response) found.others.push_back(member);
        });
        find_events(tree, response, found, true);
    } else {
        found.has_orphans = found.has_orphans || (in_response && has_parts(tree, id));
        found.others.push_back(id);
    }
}

} // namespace

Shape shape_of(const Tree& tree)
{
    Shape found;
    find_events(tree, Tree::root, found, false);
    return found;
}

bool speaks_of_events(const Tree& tree)
{
    for (Id id = 0; id < tree.size(); ++id) {
        const char last = tree.at(id).key_last; // most names are told by it
        if (last == 't' && is_inner(tree, id) && tree.name_of(id) == "Event") return true;
        if (last == 'o' && tree.name_of(id) == "info" && has_parts(tree, tree.at(id).parent)) return true;
    }
    return false;
}

} // namespace pouch::redact::misp
