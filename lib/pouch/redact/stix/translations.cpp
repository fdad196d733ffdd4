#include "pouch/redact/stix/translations.hpp"

namespace pouch::redact::stix {

Translations::Translations(const json::Tree& tree, const Bundle& bundle, Remains& remains)
    : bundle_(bundle), remains_(remains)
{
    for (std::uint32_t index = 0; index < bundle.objects.size(); ++index) {
        const auto& object = bundle.objects[index];
        if (object.type != "language-content") continue;
        const auto of = bundle.find(tree.string_of(tree.member(object.node, "object_ref")));
        if (of != Bundle::nothing) all_.push_back({index, of});
    }
}

void Translations::drop_of_changed()
{
    if (all_.empty()) return;
    std::vector<bool> is_changed(bundle_.ids.size());
    for (std::uint32_t index = 0; index < bundle_.objects.size(); ++index) {
        if (remains_.is_changed(index)) is_changed[bundle_.objects[index].name] = true;
    }
    for (const auto& each : all_) {
        if (is_changed[each.of] || remains_.has_lost_version(each.of))
            remains_.sink(each.object, Reason::marking);
    }
}

bool Translations::drop_of_lost_versions()
{
    bool is_any = false;
    for (const auto& each : all_) {
        if (remains_.is_sunk(each.object) || !remains_.has_lost_version(each.of)) continue;
        remains_.sink(each.object, Reason::dangling);
        is_any = true;
    }
    return is_any;
}

} // namespace pouch::redact::stix
