#pragma once
#include "pouch/format/label_map.hpp"
#include "pouch/stage/label_document.hpp"

#include <optional>
#include <vector>

/// Labels for many files of a bundle at once, by a map.
namespace pouch::stage {

/// An entry of a map, with the label that its files get.
struct TreeLabel {
    format::LabelMapEntry entry;
    label::Label label;
};

/// The labels that `map` asks for, valid under `policy`, created and valid when `otherwise` says; that also says by whom and until what
/// review where the map does not. Throws what label::new_label does, naming the line.
[[nodiscard]] std::vector<TreeLabel> tree_labels(std::vector<format::LabelMapEntry> map,
                                                 const label::Policy& policy,
                                                 const label::WantedLabel& otherwise);

struct TreeOptions {
    const label::Policy& policy;
    const std::vector<TreeLabel>& labels;
    std::optional<label::Label> whole; ///< The new label of the bundle; nothing: the one it has stays.
    Instant at;
    Downgrade downgrade = Downgrade::refused; ///< Of the label of the bundle.
    bool drop_signatures = false;
};

/// Gives each file that the map names a label of its own, and the bundle `whole`, in one pass; payload is not read. A file
/// that no entry names gets none. The order of entries does not matter: a file of two entries must get the same label from
/// both. A label that came with its file stays byte for byte, and must be the one the map says.
///
/// Throws what label_bundle does, and naming the file Fault::usage `map.conflict` for two different labels, `map.unmatched`
/// for a pattern that names no file; Fault::policy `label.conflict` for a file that has another label than the map says,
/// `label.dominance` for one above the label of the bundle, `label.missing` for a bundle without a label that gets none;
/// Fault::refused `head.size` if the labels do not fit a head.
void label_tree(io::Source& in, io::Sink& out, const TreeOptions& options);

} // namespace pouch::stage
