#pragma once
#include "pouch/base/byte_store.hpp"
#include "pouch/io/stream.hpp"
#include "pouch/stage/content_reader.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What pack is given, before anything is packed: the list of files, and a way to read them one by one.
namespace pouch::stage {

struct Inventory {
    ByteStore names;              ///< Of files: there may be a million.
    std::vector<InputFile> files; ///< Byte order of path; no two the same, none in conflict.
    struct Sidecar {
        std::string path; ///< Of the file it labels.
        Bytes content;
    };
    std::vector<Sidecar> labels; ///< Byte order of path.
    std::optional<Bytes> record; ///< The releasable redaction record.
    std::unique_ptr<ContentReader> reader;
};

/// The regular files at and below `paths`, relative to the directory `root`. Throws: usage `path.grammar` for
/// a path of the caller's that is absolute or has `..`; refused `path.*` for names no bundle may hold,
/// `input.type` for symbolic links, devices, FIFOs and sockets; refused `label.orphan` for a sidecar without
/// its file. Reading one that writing `output` (`-`: standard output) would replace throws usage `usage.same-file`.
[[nodiscard]] Inventory take_paths(const std::string& root, const std::vector<std::string>& paths,
                                   const std::string& output);

/// The members of a tar stream, spooled raw to an unnamed file in the directory `spool`, since their order is
/// not ours. Its directories are checked as files are, and conflict with these. Throws what format::TarReader throws, and as
/// take_paths.
[[nodiscard]] Inventory take_tar(io::Source& in, const std::string& spool);

} // namespace pouch::stage
