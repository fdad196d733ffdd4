#pragma once
#include "pouch/redact/json/tree.hpp"

/// Where events of MISP stand in a document.
namespace pouch::redact::misp {

/// What of a document is an event, and what is not.
struct Shape {
    std::vector<json::Tree::Id> events; ///< Members `Event`.
    std::vector<json::Tree::Id> others;
    bool has_orphans = false; ///< Attributes, objects or reports without their event.
};

/// Looks for objects with an event, one with a response, or arrays of these. As deep as the reader goes.
[[nodiscard]] Shape shape_of(const json::Tree& tree);

/// True if something at any depth looks like an event: an `Event` that holds something, or parts of one beside `info`.
[[nodiscard]] bool speaks_of_events(const json::Tree& tree);

} // namespace pouch::redact::misp
