#pragma once
#include <optional>
#include <string_view>

/// The Traffic Light Protocol, 1.0 and 2.0 (FIRST, 2022): who may get something. WHITE of 1.0 is CLEAR.
namespace pouch::redact {

enum class Tlp { clear, green, amber, amber_strict, red }; ///< The later, the fewer.

/// The colour called `name` in any case, as in `AMBER+STRICT` or `white`; nothing for another word.
[[nodiscard]] std::optional<Tlp> tlp_named(std::string_view name);

} // namespace pouch::redact
