#pragma once
#include <span>
#include <string_view>

/// What objects of STIX 2.1 cannot be without (sections 4 to 7). Types that are not of STIX have the common properties only.
namespace pouch::redact::stix {

/// True if an object of that type is none without the property, or if it says who may see the object.
[[nodiscard]] bool is_required(std::string_view type, std::string_view property);

/// Properties of which an object of that type has one at least; none for most.
[[nodiscard]] std::span<const std::string_view> one_of(std::string_view type);

/// True if what is nested in a property of an object, in a list, is nothing without its member of that name.
[[nodiscard]] bool is_required_inside(std::string_view member);

/// Members of which what is nested in the list `property` has one at least; none for most.
[[nodiscard]] std::span<const std::string_view> one_of_inside(std::string_view property);

} // namespace pouch::redact::stix
