#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/label/policy.hpp"

/// Security policies as Open XML SPIF, schemaVersion 1.0, 2.0 and 2.1 (http://www.xmlspif.org/spif).
///
/// What the schema does not know is refused, not skipped: a rule misspelt would be a rule lost. The order of
/// elements does not matter. Of `extensions`, memberships are read; others, `updateInfo` and foreign elements under the root (a signature) are
/// not read. Duplicate categories and unknown marking codes are warnings in the Policy; everything else that
/// is wrong throws.
namespace pouch::format {

/// The largest SPIF that is read.
inline constexpr std::size_t spif_limit = std::size_t{16} << 20U;

/// Throws Fault::usage `policy.malformed`: the policy is the caller's own file.
[[nodiscard]] label::Policy read_spif(ByteView document);

/// The same, but of a document that is only untidy: no namespace or a misspelt one, attributes of the root missing
/// that mean nothing here, no creationDate, words of closed lists in another case, references by object identifier.
/// Each is told in Policy::mended. A rule or a reference that is not understood is refused all the same.
[[nodiscard]] label::Policy read_untidy_spif(ByteView document);

} // namespace pouch::format
