#pragma once
#include "pouch/base/time.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/io/stream.hpp"
#include "pouch/stage/inventory.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// pack: files in, a sealed bundle out (bundle format 1).
namespace pouch::stage {

struct PackOptions {
    std::string id = "bundle";
    crypto::Algorithm algorithm = crypto::Algorithm::sha512;
    int level = 3; ///< 1 to 9, or format::level_store.
    std::optional<std::string> sender;
    std::vector<std::string> recipients; ///< In any order; written sorted and unique.
    std::optional<Instant> not_after;
    std::vector<std::pair<std::string, std::string>> info; ///< The user's own fields of bag-info.txt.
    bool require_label = false;                            ///< Every payload file must bring its sidecar.
    std::size_t threads = 1;
    std::string spool = "."; ///< Directory of the temporary file with the compressed frames.
};

/// Reads every file once, compressing and hashing as it goes, spools the frames, then writes head, frames and
/// END to `out`; the caller commits. Nothing is written before all input was read without error. The bytes
/// depend on the files and options alone, not on threads or on the order of the input.
///
/// Throws usage for options no bundle can hold (`usage.id`, `usage.field`), refused for labels that do not
/// name their file (`label.reference`), policy `label.missing` under require_label, and what the reader
/// throws.
void pack(Inventory inventory, io::Sink& out, const PackOptions& options);

} // namespace pouch::stage
