#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/label/policy.hpp"

#include <functional>
#include <optional>

/// label check --content: do documents agree with their labels? Their portion marks and page markings must
/// (redact/mark_check.hpp), and so must the labels inside them (embedded_label.hpp).
namespace pouch::stage {

struct ContentDemand {
    const label::Policy& policy;
    std::optional<label::Clearance> clearance;
    Instant at;
    /// Called for a document whose marks nobody here can read, with what it is.
    std::function<void(std::string_view path, std::string_view kind)> on_unread = [](auto, auto) {};
};

/// A bundle, or a single document with its label inside or in `sidecar`; which of both, it says itself.
///
/// The labels of a bundle are judged first (judge_labels), then all of its payload is read (read_payload), each file against
/// its own label: the one that came beside it, else the one inside, else that of the bundle. Throws what these do;
/// Fault::policy for all that was found, the reason that of the first finding: `portion.above`, `portion.unknown`,
/// `portion.banner`; of a label inside `label.conflict` unless it says what the one beside says, `label.dominance` if it is
/// above that of the bundle, `label.invalid`, `label.unknown-policy`, `label.denied`; what the reader of its format says of a
/// file that cannot be read. For a single document `label.missing`, and Fault::refused for a sidecar that is none of it.
void check_content(io::Source& in, const std::optional<Bytes>& sidecar, const ContentDemand& demand);

} // namespace pouch::stage
