#pragma once
#include "pouch/redact/format_kind.hpp"
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/rules.hpp"

#include <string_view>

/// Formats that are written in JSON, told by what is in it: a sender must not choose weaker treatment by a name.
namespace pouch::redact::json {

/// `misp` if `text` holds events of MISP, `stix` if it holds objects of STIX, else `json`, also of what is no JSON at all,
/// which its reader refuses.
/// `has_marks`: the rules judge marks, and what looks like an event or a part of one in any wrapping is `misp`, which
/// refuses it.
[[nodiscard]] FormatKind kind_of(std::string_view text, bool has_marks = false);

/// Throws Fault::refused `misp.shape` or `stix.shape` if `tree`, which is judged as that `kind`, holds something of the other
/// one too: nothing would judge it.
void check_unmixed(FormatKind kind, const Tree& tree, const Target& target);

} // namespace pouch::redact::json
