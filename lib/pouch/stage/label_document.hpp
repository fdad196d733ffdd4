#pragma once
#include "pouch/format/embedded_label.hpp"
#include "pouch/format/head.hpp"
#include "pouch/io/stream.hpp"
#include "pouch/label/resolve.hpp"
#include "pouch/stage/relabel.hpp"

#include <variant>
#include <vector>

/// What the label tool does with documents that carry labels: tell which kind one is, make a sidecar, give a
/// bundle a label or take it away.
namespace pouch::stage {

/// A bundle's head, a BDO, a bare label, a clearance, or the label inside a document, told apart by what it says it is.
using LabelDocument =
    std::variant<format::Head, format::Bdo, label::Label, label::Clearance, format::EmbeddedLabel>;

/// True if a document that begins with `start` begins as a zstd frame does: a bundle, or nothing that can be read here.
[[nodiscard]] bool begins_as_zstd(ByteView start);

/// Reads the document; of a bundle, the head alone, found consistent with itself (check_head). Throws what
/// the reader of its kind throws; Fault::refused `label.malformed` if it is none of these, Fault::policy `label.missing`
/// for a document that could hold a label in it and does not.
[[nodiscard]] LabelDocument read_label_document(io::Source& in);

/// The label to judge by under `policy`: the originator's if it is in that policy, else the first alternative
/// in it, as it holds at `at`; null if there is none.
[[nodiscard]] const label::Label* label_under(const label::Policy& policy, const format::Bdo& bdo,
                                              Instant at);

/// What must not be widened in silence: the label that holds at `at`, or now if that is earlier, and all that are to succeed
/// it. So the day asked about never hides what holds today.
[[nodiscard]] std::vector<const label::Label*> labels_from(const label::Label& label, Instant at);

/// Those of them that will have lapsed at `at`; none if that is not in the future.
[[nodiscard]] std::vector<const label::Label*> labels_until(const label::Label& label, Instant at);

/// The sidecar of the file `path`: `label`, and a reference to its last component. Throws Fault::usage
/// `usage.file` for a path without one.
[[nodiscard]] Bytes sidecar_of(const label::Label& label, const std::string& path);

/// Whether a label may be replaced by one that admits more readers, or by none.
enum class Downgrade { refused, allowed };

/// The BDO that gives a bundle with that head `label`, if it may bear it. What the bundle has is judged at `at`, and as it
/// holds until then. Where its originator's label says the same, its alternatives stay. Throws as label_bundle.
[[nodiscard]] Bytes judged_label(const format::Head& head, const label::Policy& policy,
                                 const label::Label& label, Instant at, Downgrade downgrade);

/// Puts `label` on a bundle: it must dominate the label of every file (`label.dominance`;
/// `label.other-policy` for a file whose label is not in `policy`; `label.reference`), and, unless
/// `downgrade`, the label the bundle has
/// (`label.downgrade`). An alternative label of the bundle is not dropped either, unless `downgrade`: it stays beside the
/// same label, and cannot be compared with another. Signatures as for stage::relabel. The caller has checked that `label` is valid.
void label_bundle(io::Source& in, io::Sink& out, const label::Policy& policy, const label::Label& label,
                  Instant at, Downgrade downgrade, bool drop_signatures);

/// Takes the label off a bundle; the labels of its files stay. Fault::policy `label.missing` if it has none,
/// `label.downgrade` unless that is allowed.
void strip_bundle(io::Source& in, io::Sink& out, Downgrade downgrade, bool drop_signatures);

} // namespace pouch::stage
