#pragma once
#include "pouch/redact/stix/bundle.hpp"

/// Observables in the form of STIX 2.0 (part 3): a dictionary in observed data, in which they have numbers for ids and
/// refer to one another by these.
namespace pouch::redact::stix {

/// True for a reference: a member that ends in `_ref` or `_refs`.
[[nodiscard]] bool is_reference(std::string_view name);

/// Calls `act(value)` for each string of a reference in `dictionary`; properties of one's own, `x_...`, are none.
template <typename Act> void for_each_key_in(const json::Tree& tree, json::Tree::Id dictionary, Act act)
{
    for (auto value = dictionary + 1; value < tree.end_of(dictionary); ++value) {
        const auto name = tree.name_of(value);
        if (!is_reference(name) || name.starts_with("x_")) continue;
        if (tree.is_array(value)) {
            tree.for_each(value, act);
        } else {
            act(value);
        }
    }
}

/// Throws Fault::refused `stix.shape` for a dictionary that is none, or holds what is no observable under a number; `stix.id` for a
/// reference to what is not in it.
void check_dictionary(const json::Tree& tree, json::Tree::Id dictionary);

} // namespace pouch::redact::stix
