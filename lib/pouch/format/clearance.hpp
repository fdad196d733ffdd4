#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/label/label.hpp"

/// Clearances as XML (STANAG 4774, ConfidentialityClearance; XSD 1.2).
///
///     <ConfidentialityClearance>     urn:nato:stanag:4774:confidentialityclearance:1:0
///       s4774:PolicyIdentifier   ClassificationList: s4774:Classification 1..n   s4774:Category 0..n
namespace pouch::format {

inline constexpr std::string_view clearance_ns = "urn:nato:stanag:4774:confidentialityclearance:1:0";

/// The largest clearance that is read.
inline constexpr std::size_t clearance_limit = std::size_t{1} << 20U;

/// Throws Fault::usage `clearance.malformed`: a clearance is the caller's own file.
[[nodiscard]] label::Clearance read_clearance(ByteView document);

} // namespace pouch::format
