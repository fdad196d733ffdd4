#pragma once
#include "pouch/format/checked_head.hpp"
#include "pouch/io/stream.hpp"

#include <functional>
#include <optional>
#include <vector>

/// label and strip on bundles: the bundle label is put in, replaced or taken out; payload bytes pass unread.
namespace pouch::label {
struct Label;
}

namespace pouch::stage {

/// A label for a file that has none.
struct AddedLabel {
    std::string path; ///< Of the payload file, without `data/`.
    const label::Label* label;
};

/// The order of labels in a head: that of their names in it.
[[nodiscard]] bool in_order_of_head(const AddedLabel& a, const AddedLabel& b);

struct RelabelOptions {
    std::optional<Bytes> label; ///< The new labels/bundle.bdo; nothing takes the label out, unless
    bool keeps_label = false;   ///< the bundle keeps the label it has.
    /// The new label by the head it is for, in place of `label`. Asked after `judge`; throws to refuse.
    std::function<Bytes(const format::Head&)> label_for;
    /// New bytes for a label file that is there, of the bundle if it is kept or of a file; nothing leaves it as it is.
    std::function<std::optional<Bytes>(const format::TagFile&)> rewrite;
    bool drop_signatures = false; ///< Without it a signed bundle is refused: its signatures would not hold.
    /// Judges the old head before anything is written. Throws to refuse.
    std::function<void(const format::Head&)> judge;
    /// The labels that files get, in_order_of_head(), each of a file without one. They live until the bundle is written.
    std::function<std::vector<AddedLabel>(const format::Head&, const format::CheckedHead&)> add;
};

/// Rewrites the head and copies the rest by its sizes; the caller commits. Throws what check_head throws,
/// policy `signature.present` for a signed bundle, refused `bundle.truncated`, `bundle.end`,
/// `bundle.trailing`, `head.size` if the new head is larger than a reader takes.
void relabel(io::Source& in, io::Sink& out, const RelabelOptions& options);

} // namespace pouch::stage
