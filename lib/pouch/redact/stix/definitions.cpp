#include "pouch/redact/stix/definitions.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::stix {

using json::Tree;

void trim_definitions(const Tree& tree, const Bundle& bundle, const Target& target, const Markings& markings,
                      Remains& remains)
{
    constexpr std::array<std::string_view, 12> defining{
        "type", "spec_version",    "id",         "created",    "created_by_ref",      "modified",
        "name", "definition_type", "definition", "extensions", "object_marking_refs", "granular_markings"};
    if (!target.tlp || target.unmarked == Unmarked::keep) return;
    for (std::uint32_t index = 0; index < bundle.objects.size(); ++index) {
        const auto& object = bundle.objects[index];
        if (object.type != "marking-definition" || remains.is_sunk(index) ||
            markings.of_object(object.node) == Force::open)
            continue;
        tree.for_each(object.node, [&](Tree::Id member) {
            if (std::find(defining.begin(), defining.end(), tree.name_of(member)) == defining.end())
                remains.remove(member, Reason::marking);
        });
    }
}

} // namespace pouch::redact::stix
