#include "pouch/redact/stix/foreign_ids.hpp"

#include "pouch/redact/stix/dictionary.hpp"
#include "pouch/redact/stix/written_id.hpp"

namespace pouch::redact::stix {

using json::Tree;

bool drop_foreign_ids(const Tree& tree, const Bundle& bundle, ExternalRefs external, Remains& remains)
{
    if (external == ExternalRefs::keep) return false;
    bool has_dropped = false;
    for (std::uint32_t index = 0; index < bundle.objects.size(); ++index) {
        if (remains.is_sunk(index)) continue;
        for (auto value = bundle.objects[index].node + 1; value < bundle.objects[index].end; ++value) {
            if (!tree.has(value, Tree::long_string)) continue;
            const auto text = tree.string_of(value);
            if (text.data() == bundle.objects[index].id.data()) continue;
            if (text.size() <= uuid_size || (external == ExternalRefs::opaque && !is_of_name(uuid_of(text))))
                continue;
            const auto name = reference_name(tree, value);
            if (is_reference(name) || name == "selectors" || remains.is_gone(value) ||
                remains.is_replaced(value))
                continue;
            const auto id = parse_id(text);
            if (!id) continue;
            const auto here = bundle.find(*id);
            if (here != Bundle::nothing && remains.versions_of(here) > 0) continue;
            remains.remove(value, Reason::dangling);
            has_dropped = true;
        }
    }
    return has_dropped;
}

} // namespace pouch::redact::stix
