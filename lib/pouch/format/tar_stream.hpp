#pragma once
#include "pouch/io/stream.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// tar as other programs write it: ustar, pax and GNU long names, as GNU tar, bsdtar and Python do. Only what
/// the filters take as input; bundles themselves hold the canonical subset of tar.hpp.
namespace pouch::format {

/// One regular file of a tar stream. `name` is as the stream has it, without leading `./`.
struct TarMember {
    std::string name;
    std::uint64_t size = 0;
};

/// Reads the regular files of a tar stream in order. Directories are told of and passed over (paths imply them). Anything
/// whose meaning would be lost is refused by name: links, devices, FIFOs, sparse files, multi-volume parts,
/// names that two readers could read differently.
class TarReader {
  public:
    using TakeDirectory = std::function<void(const std::string& name)>;

    /// `take_directory` is told the name of each directory, without the slash at its end; empty for the root.
    explicit TarReader(io::Source& in, TakeDirectory take_directory = {})
        : in_(in), take_directory_(std::move(take_directory))
    {
    }

    /// The next regular file, after passing over what is left of the one before; nothing at the end. Throws
    /// Fault::refused: `tar.truncated` unless the stream ends with two zero blocks, `tar.trailing` if
    /// anything but zeros follows them, or more than 16 MiB of these, `tar.header` for a header that is damaged or ambiguous, `tar.type`
    /// for a member that is no regular file or directory (with a hint for hard links).
    [[nodiscard]] std::optional<TarMember> next();

    /// Reads content of the member that next() returned; 0 at its end.
    std::size_t read(MutableByteView out);

  private:
    struct Extended;
    void skip(std::uint64_t count);
    [[nodiscard]] Bytes read_exactly(std::uint64_t count);
    void read_to_end();

    io::Source& in_;
    TakeDirectory take_directory_;
    std::uint64_t left_ = 0;    ///< Content of the present member still unread.
    std::uint64_t padding_ = 0; ///< Zero bytes behind it.
    bool ended_ = false;
};

/// True if `start`, the first bytes of a stream, is a tar header with a right checksum. 512 bytes are needed.
[[nodiscard]] bool looks_like_tar(ByteView start);

/// Writes a plain tar stream that every tar reads: ustar, with pax records where name or size need them.
class TarWriter {
  public:
    explicit TarWriter(io::Sink& out) : out_(out) {}

    void begin(std::string_view name, std::uint64_t size);
    /// Content of the member begun; in all exactly the size that begin() was told, else Fault::bug.
    void write(ByteView bytes);
    /// Ends the archive: two zero blocks. Without it every reader of this project refuses the stream.
    void finish();

  private:
    void end_member();

    io::Sink& out_;
    std::uint64_t left_ = 0;
    std::uint64_t padding_ = 0;
    std::uint64_t count_ = 0;
};

} // namespace pouch::format
