#pragma once
#include <span>
#include <string_view>

/// What objects of STIX 2.1 cannot be without (sections 4 to 7). Types that are not of STIX have the common properties only.
namespace pouch::redact::stix {

/// True if an object of that type is none without the property, or if it says who may see the object.
[[nodiscard]] bool is_required(std::string_view type, std::string_view property);

/// The same by the table of the type alone: of observables that have numbers for ids.
[[nodiscard]] bool has_to_have(std::string_view type, std::string_view property);
/// Besides, of objects in the form of STIX 2.0.
[[nodiscard]] bool has_to_have_in_2_0(std::string_view type, std::string_view property);

/// Properties of which an object of that type has one at least; none for most.
[[nodiscard]] std::span<const std::string_view> one_of(std::string_view type);

/// A property of objects of a type that is nothing without another.
struct Dependence {
    std::string_view type;
    std::string_view property;
    std::string_view needs;
};
[[nodiscard]] std::span<const Dependence> dependences();

/// True if an object of that type is none without a property of its own, whichever.
[[nodiscard]] bool needs_any(std::string_view type);
/// True for a property that is not one's own.
[[nodiscard]] bool is_common(std::string_view property);

/// True if what is nested in an object is nothing without its member of that name. `holder` is the name of it, or of the
/// list that it is in.
[[nodiscard]] bool is_required_inside(std::string_view holder, std::string_view member);

/// Members of which what is nested has one at least; none for most.
[[nodiscard]] std::span<const std::string_view> one_of_inside(std::string_view holder);

} // namespace pouch::redact::stix
