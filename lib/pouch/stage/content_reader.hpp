#pragma once
#include "pouch/io/beneath.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>

/// Reading what pack is given, file by file.
namespace pouch::stage {

/// One payload file to be.
struct InputFile {
    std::string_view path;   ///< In the payload: checked against the path grammar. It lies in the inventory.
    std::uint64_t where = 0; ///< For the reader's own use.
    std::uint64_t size = 0;  ///< For the reader's own use; open() tells the size.
};

/// Reads the files of an inventory (inventory.hpp), one at a time. Not thread-safe.
class ContentReader {
  public:
    virtual ~ContentReader() = default;
    /// Makes `file` the present one; returns its size in bytes.
    virtual std::uint64_t open(const InputFile& file) = 0;
    /// Reads some content of the present file; exactly size bytes come in all, or it throws.
    virtual std::size_t read(MutableByteView out) = 0;
    /// Called when all content was read. Throws Fault::temporary `input.changed` if the file did change
    /// meanwhile.
    virtual void close() = 0;
};

/// Files below the directory `root`, but not the one that has the status `output`: that throws usage `usage.same-file`. What is
/// no regular file throws refused `input.type`.
[[nodiscard]] std::unique_ptr<ContentReader> read_tree(io::Descriptor root,
                                                       std::optional<struct ::stat> output);

/// Pieces of a spool, each from InputFile::where on.
[[nodiscard]] std::unique_ptr<ContentReader> read_spool(io::Descriptor spool);

/// As io::open_beneath, where a link is a kind of input that is refused.
[[nodiscard]] io::Descriptor open_input_beneath(int root, const std::string& path, int flags);

/// What a file of that mode, which is not regular, is called.
[[nodiscard]] std::string_view kind_of_input(mode_t mode);

} // namespace pouch::stage
