#pragma once
#include "pouch/label/policy.hpp"
#include "pouch/stage/label_document.hpp"

/// What `label show` prints: labels and clearances for people, one fact a line, every name escaped.
namespace pouch::stage {

struct ShowOptions {
    const label::Policy* policy = nullptr; ///< Whose markings to show; none without it.
    std::optional<std::string> location;   ///< A code of the SPIF, as `pageTop`: show that marking alone.
    std::string language;                  ///< Language tag of the markings, or empty.
    Instant at;
};

/// The text, lines ended by line feeds. With a policy, of the labels of a BDO the one in that policy is
/// marked; policy `label.other-policy` if there is none, and the reason of a finding for a label that does
/// not resolve in it; `label.missing` for a bundle without a label. Throws Fault::usage `usage.location` for
/// an unknown location, or one without a policy.
[[nodiscard]] std::string show(const LabelDocument& document, const ShowOptions& options);

} // namespace pouch::stage
