#pragma once
#include "pouch/format/head.hpp"
#include "pouch/io/stream.hpp"

#include <functional>
#include <optional>

/// label and strip on bundles: the bundle label is put in, replaced or taken out; payload bytes pass unread.
namespace pouch::stage {

struct RelabelOptions {
    std::optional<Bytes>
        label; ///< The new labels/bundle.bdo; nothing takes the label out, unless there is `rewrite`.
    /// New bytes for a label file that is there, of the bundle or of a file; nothing keeps it as it is.
    std::function<std::optional<Bytes>(const format::TagFile&)> rewrite;
    bool drop_signatures = false; ///< Without it a signed bundle is refused: its signatures would not hold.
    /// Judges the old head before anything is written: may the label it has be replaced by the new one, does
    /// the new one dominate the labels of the files? Throws to refuse.
    std::function<void(const format::Head&)> judge;
};

/// Rewrites the head and copies the rest by its sizes; the caller commits. Throws what check_head throws,
/// policy `signature.present` for a signed bundle, refused `bundle.truncated`, `bundle.end`,
/// `bundle.trailing`.
void relabel(io::Source& in, io::Sink& out, const RelabelOptions& options);

} // namespace pouch::stage
