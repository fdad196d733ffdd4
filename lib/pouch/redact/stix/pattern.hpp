#pragma once
#include <string_view>

/// The patterns of STIX 2.1 (section 9).
namespace pouch::redact::stix {

/// True if `text` is a pattern by the grammar of STIX 2.1: keywords in capitals, no comments, at most 64 brackets in one
/// another. Linear in its length.
[[nodiscard]] bool is_pattern(std::string_view text);

} // namespace pouch::redact::stix
