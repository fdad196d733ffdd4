#pragma once
#include "pouch/redact/stix/handling.hpp"
#include "pouch/redact/tlp.hpp"

#include <span>
#include <string_view>
#include <vector>

/// Objects that redact itself writes into bundles of STIX, in the form of 2.1.
namespace pouch::redact::stix {

/// The colour of an id: colours are known by their ids, as STIX and FIRST publish them, never by what a definition says.
[[nodiscard]] std::optional<Tlp> tlp_of(std::string_view id);

/// Those of all colours.
[[nodiscard]] std::vector<std::string_view> colour_ids();

/// The extension definition of TLP 2.0.
inline constexpr std::string_view tlp_2_extension =
    "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// The id of a colour in an edition; empty if it has none there.
[[nodiscard]] std::string_view colour_id(ColourEdition edition, Tlp tlp);

/// The definition of that colour, which must be one of the edition, as STIX and FIRST publish it.
[[nodiscard]] std::string colour_definition(ColourEdition edition, Tlp tlp);

/// The definition of a statement.
[[nodiscard]] std::string statement_definition(const Issued& statement);

/// An identity, marked with `markings`.
[[nodiscard]] std::string identity_object(const Issued& identity, std::span<const std::string_view> markings);

} // namespace pouch::redact::stix
