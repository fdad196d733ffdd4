#pragma once
#include "pouch/redact/recognise/recognisers.hpp"

/// What resident and foreigners' registration numbers share: YYMMDD, a dash, and seven digits of which the first
/// tells the century and who it is.
namespace pouch::redact::recognise {

enum class Registered { resident, foreigner };

/// `at` is the first digit of a run of six or more. The date is checked. Weak: without dash and with a wrong
/// check digit (numbers issued since October 2020 have none), or with a gap for the dash.
[[nodiscard]] std::optional<Hit> judge_registration(std::string_view text, std::size_t at, Registered kind);

/// The first digit of a run of thirteen, or of six or eight with a joint and seven behind.
[[nodiscard]] MaskGraph::Id registration_places(MaskGraph& graph);

} // namespace pouch::redact::recognise
