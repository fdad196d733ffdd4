#pragma once
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/stix/id.hpp"

#include <string_view>
#include <vector>

/// Bundles of STIX 2.1 (section 8), read strictly.
namespace pouch::redact::stix {

/// True for a time of STIX: UTC, with seconds and their fractions.
[[nodiscard]] bool is_time(std::string_view text);

/// True if an object in `tree`, at any depth, has an id of STIX that names its type, in any case and with any signs in it, or
/// the whole says that it is a bundle: read_bundle() refuses what is not written as STIX has it.
[[nodiscard]] bool holds_objects(const json::Tree& tree);

/// An object; its texts are those of the tree.
struct Object {
    json::Tree::Id node;
    json::Tree::Id end; ///< The first value behind it.
    std::string_view type;
    std::string_view id;
    std::uint32_t name = 0; ///< Index of Bundle::ids.
};

struct Bundle {
    json::Tree::Id id; ///< The value of its own.
    json::Tree::Id list;
    std::vector<Object> objects;              ///< In the order of the text.
    std::vector<Id> ids;                      ///< Of its objects, each once, in order.
    std::vector<json::Tree::Id> dictionaries; ///< Of observables (dictionary.hpp), in order.

    static constexpr std::uint32_t nothing = 0xFFFFFFFF;
    /// The index of an id, or `nothing`.
    [[nodiscard]] std::uint32_t find(const Id& name) const;
    [[nodiscard]] std::uint32_t find(std::string_view name) const;
    /// The index of the object that holds a value, or `nothing`.
    [[nodiscard]] std::uint32_t object_of(json::Tree::Id value) const;
};

/// True if the pattern of an indicator is in the language of STIX; STIX 2.0 had no other.
[[nodiscard]] bool has_stix_pattern(const json::Tree& tree, json::Tree::Id indicator);

/// Reads the bundle that `tree` is. Throws Fault::refused `stix.shape` if it is none or holds what is no object,
/// `stix.id`, `stix.marking` if the bundle itself is marked, `stix.time` for a time that is none or a version before its object, `stix.duplicate` for a version that
/// is there twice, `stix.version` for observed data in the forms of STIX 2.0 and 2.1 at once; what check_dictionary does.
[[nodiscard]] Bundle read_bundle(const json::Tree& tree);

} // namespace pouch::redact::stix
