#include "pouch/format/spif_parts.hpp"
#include "pouch/label/name_set.hpp"

namespace pouch::format::spif {

namespace {

constexpr std::string_view extensions_ns = "urn:nato:stanag:4774:spif:extensions:1:0";

/// The children of `element`, all of which must be called `name`.
template <typename Take> void for_each_named(const XmlElement& element, std::string_view name, Take take)
{
    check_no_text(element);
    for (const auto& child : element.children) {
        if (!child.is(extensions_ns, name)) {
            throw refused("xml.malformed", "{}: element {} is not known", element.name, child.name);
        }
        take(child);
    }
}

label::Membership membership_of(const XmlElement& element)
{
    check_attributes(element, {"name"});
    label::Membership membership;
    membership.name = name_attribute(element, "name");
    for_each_named(element, "member", [&](const XmlElement& child) {
        check_attributes(child, {"name", "lacv"});
        for_each_named(child, {}, [](const XmlElement&) {});
        membership.members.push_back({name_attribute(child, "name"), lacv_attribute(child)});
    });
    return membership;
}

} // namespace

void read_extensions(const XmlElement& element, label::Policy& policy)
{
    label::NameSet names;
    for (const auto& child : element.children) {
        if (!child.is(extensions_ns, "memberships")) continue;
        check_attributes(child, {});
        for_each_named(child, "membership", [&](const XmlElement& one) {
            auto membership = membership_of(one);
            if (!names.insert(membership.name)) {
                throw refused("xml.malformed", "membership '{}' is there twice", membership.name);
            }
            policy.memberships.push_back(std::move(membership));
        });
    }
}

} // namespace pouch::format::spif
