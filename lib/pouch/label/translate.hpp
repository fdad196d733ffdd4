#pragma once
#include "pouch/label/validity.hpp"

/// The same label in the words of another policy, by the equivalences that the label's own policy states (reference:
/// Open XML SPIF; ADatP-4774.1, equivalent labels).
namespace pouch::label {

/// Which of the equivalences count: a SPIF says of each who may use it.
enum class Direction {
    sending,   ///< Before data leaves: `applied` is `encrypt` or `both`.
    receiving, ///< After it came: `decrypt` or `both`.
};

struct Translation {
    std::optional<Label> label;    ///< Nothing if there is no such label that is valid.
    std::vector<Finding> findings; ///< Why not, then.
    /// What the policy allows to vanish and did (`action="discard"`, a privacy mark), in sentences.
    std::vector<std::string> discarded;
    /// Permissive values that equivalences require beside others of their tag, and so readers, in sentences.
    std::vector<std::string> added;
};

/// Translates what holds of `label` at `at`, which must be valid in `from`, into `to`: the one equivalent of its
/// classification, every equivalent of every category, and the categories that these equivalences, those of the tag
/// sets in use and the one of the policy require. Nothing is dropped unless `from` says so. The successor is
/// translated too. The result is valid in `to`; its times are those of `label`, its originator is not set.
///
/// A required group is one of `to`, and with operation `all` its category is added. It must be there already if the
/// operation is another, or the group leaves the choice of the value; or if only `from` has its tag set: then the
/// label itself must have it.
///
/// Findings are those of findings_of(), and `label.no-equivalent` for what `from` says nothing of,
/// `label.ambiguous` for more than one classification, `label.equivalent` for an equivalence that names what `to`
/// does not have, that would limit nobody where the value limits, or that would make of "both" an "either": values of
/// two tags, or of restrictive categories, that meet in one permissive tag.
[[nodiscard]] Translation translate(const Policy& from, const Label& label, const Policy& to,
                                    Direction direction, Instant at, Mode mode);

} // namespace pouch::label
