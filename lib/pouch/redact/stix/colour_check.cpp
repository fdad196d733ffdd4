#include "pouch/redact/stix/colour_check.hpp"

#include "pouch/redact/stix/issued.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace pouch::redact::stix {

namespace {

using json::Tree;

constexpr std::array members = {
    "type", "spec_version",    "id",         "created",    "created_by_ref",     "modified",
    "name", "definition_type", "definition", "extensions", "object_marking_refs"};

/// True for `red`, `RED` and `TLP:RED`, if `tlp` is that.
bool names(std::string_view text, Tlp tlp)
{
    if (text.starts_with("TLP:")) text.remove_prefix(4);
    return tlp_named(text) == tlp;
}

/// True if `object` holds only `allowed`, and what it holds of `colour` is a string that names `tlp`.
template <typename Allowed>
bool holds_only(const Tree& tree, Tree::Id object, const Allowed& allowed, std::string_view colour, Tlp tlp)
{
    bool is_so = tree.is_object(object);
    tree.for_each(object, [&](Tree::Id member) {
        const auto name = tree.name_of(member);
        if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) is_so = false;
        if (name == colour && !(tree.is_string(member) && names(tree.string_of(member), tlp))) is_so = false;
    });
    return is_so;
}

} // namespace

bool is_sound_colour(const Tree& tree, Tree::Id definition, Tlp tlp)
{
    if (!holds_only(tree, definition, members, "name", tlp)) return false;
    const auto type = tree.member(definition, "definition_type");
    if (type != Tree::none && tree.string_of(type) != "tlp") return false;
    const auto first = tree.member(definition, "definition");
    if (first != Tree::none && !holds_only(tree, first, std::array{"tlp"}, "tlp", tlp)) return false;
    const auto extensions = tree.member(definition, "extensions");
    if (extensions == Tree::none) return true;
    const auto second = tree.member(extensions, tlp_2_extension);
    return holds_only(tree, extensions, std::array{tlp_2_extension}, {}, tlp) &&
           (second == Tree::none ||
            (holds_only(tree, second, std::array{"extension_type", "tlp_2_0"}, "tlp_2_0", tlp) &&
             tree.string_of(tree.member(second, "extension_type")) == "property-extension"));
}

} // namespace pouch::redact::stix
