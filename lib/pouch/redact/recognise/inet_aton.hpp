#pragma once
#include "pouch/redact/recogniser.hpp"

/// IPv4 addresses in the odd spellings that inet_aton(3) reads, and with it many programs: `0xC0A80A14`, `3232238100`,
/// `0xC0.0xA8.0x0A.0x14`, `0300.0250.0012.0024`. All are faint.
namespace pouch::redact::recognise {

/// The first dot of four parts, decimal ones too, or the first digit of a number.
[[nodiscard]] MaskGraph::Id ipv4_places(MaskGraph& graph);

/// What stands at such a place.
[[nodiscard]] std::optional<Hit> judge_odd_ipv4(std::string_view text, std::size_t at);

} // namespace pouch::redact::recognise
