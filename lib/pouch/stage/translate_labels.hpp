#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/label/translate.hpp"
#include "pouch/stage/label_document.hpp"

/// label translate: the same label in a partner's policy, beside the originator's.
namespace pouch::stage {

struct TranslateOptions {
    const label::Policy* from = nullptr; ///< The policy of the labels.
    const label::Policy* to = nullptr;   ///< The partner's.
    label::Direction direction = label::Direction::sending;
    std::optional<label::OriginatorId> originator; ///< Who translates.
    Instant created;                               ///< Is stamped on what is made.
    Instant at;                                    ///< The labels are judged at that time.
    Downgrade downgrade = Downgrade::refused;
    bool drop_signatures = false;
};

/// Reads a bundle, a BDO or a bare label, and writes it with the alternative label in `to`; of a bare label, that
/// alternative alone. In a bundle every label gets one, and that of the bundle must dominate those of its files in `to`
/// as well. Not a byte of a label that was there changes.
///
/// A label that the originator gave in `to` stays as it is, and so does an alternative in `to` that says the same; another
/// is replaced only by one that admits no more readers, now and by succession, unless `downgrade`. Returns what vanished
/// in translation, `label.discarded`, and what it added, `label.added`, each once.
///
/// Throws Fault::policy `label.other-policy` for a label in neither policy, the reason of a finding of translate() with
/// every label that has one, `label.dominance`, `label.downgrade`, `label.missing` for a bundle without any label, what
/// insertion_of and relabel throw; refused `label.malformed` for a clearance.
std::vector<label::Finding> translate_labels(io::Source& in, io::Sink& out, const TranslateOptions& options);

} // namespace pouch::stage
