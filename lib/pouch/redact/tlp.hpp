#pragma once
#include <optional>
#include <string_view>

/// The Traffic Light Protocol, 1.0 and 2.0 (FIRST, 2022): who may get something. WHITE of 1.0 is CLEAR.
namespace pouch::redact {

enum class Tlp { clear, green, amber, amber_strict, red }; ///< The later, the fewer.

/// The colour called `name` in any case, as in `AMBER+STRICT` or `white`; nothing for another word.
[[nodiscard]] std::optional<Tlp> tlp_named(std::string_view name);

/// What a text says of the protocol.
struct SpokenTlp {
    std::optional<Tlp> strictest; ///< Of the colours that it names.
    bool is_unknown = false;      ///< It speaks of the protocol and names no colour there.
};

/// What `text` (valid UTF-8) says, in any case and spelling of letters: `TLP:RED`, `TLP 2.0 "RED"`. Whatever stands between the
/// name of the protocol and the next word counts as nothing; a colour before it is not looked for, so that `RED (TLP)` is
/// unknown. `TLP` alone says nothing.
[[nodiscard]] SpokenTlp spoken_tlp(std::string_view text);

} // namespace pouch::redact
