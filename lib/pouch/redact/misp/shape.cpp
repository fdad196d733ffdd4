#include "pouch/redact/misp/shape.hpp"

#include "pouch/redact/characters.hpp"

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

/// True for a distribution as MISP writes it: a digit, often as a string.
bool is_distribution(const Tree& tree, Id value)
{
    if (value == Tree::none) return false;
    const auto text = tree.is_string(value) ? tree.string_of(value) : tree.text_of(value);
    return text.size() == 1 && text.front() >= '0' && text.front() <= '5';
}

/// True for a part of an event by itself, or a list of them, that says who may see it or whose it is, as MISP does.
bool is_of_misp(const Tree& tree, Id part)
{
    const auto says = [&](Id id) {
        return tree.is_object(id) &&
               (is_distribution(tree, tree.member(id, "distribution")) ||
                tree.member(id, "event_id") != Tree::none || is_inner(tree, tree.member(id, "Tag")));
    };
    bool is_one = says(part);
    if (tree.is_array(part)) tree.for_each(part, [&](Id item) { is_one = is_one || says(item); });
    return is_one;
}

/// True for a list of tags that holds one of those that say who may see something, or a machine tag: `a:b="c"`.
bool names_tag(const Tree& tree, Id tags)
{
    const auto is_tag = [](std::string_view name) {
        if (name.find("=\"") != std::string_view::npos) return true;
        constexpr std::array<std::string_view, 4> spaces{"tlp", "pap", "misp", "nato"};
        return std::any_of(spaces.begin(), spaces.end(), [&](std::string_view space) {
            return name.size() > space.size() && name[space.size()] == ':' &&
                   std::equal(space.begin(), space.end(), name.begin(),
                              [](char a, char b) { return a == to_lower(b); });
        });
    };
    bool is_one = false;
    for (auto id = tags; id < tree.end_of(tags); ++id)
        is_one = is_one || (tree.is_string(id) && tree.name_of(id) == "name" && is_tag(tree.string_of(id)));
    return is_one;
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
    const auto is_part = [&](std::string_view name) {
        return std::find(parts.begin(), parts.end(), name) != parts.end();
    };
    for (Id id = 0; id < tree.size(); ++id) {
        const char last = tree.at(id).key_last; // most names are told by it
        if (last == 't' && is_inner(tree, id) && tree.name_of(id) == "Event") return true;
        if ((last == 'e' || last == 't') && is_inner(tree, id) && is_part(tree.name_of(id)) &&
            is_of_misp(tree, id))
            return true;
        if (last == 'g' && is_inner(tree, id) && tree.name_of(id) == "Tag" && names_tag(tree, id))
            return true;
        if (last == 'o' && tree.name_of(id) == "info" && has_parts(tree, tree.at(id).parent)) return true;
    }
    return false;
}

} // namespace pouch::redact::misp
