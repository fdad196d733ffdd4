#pragma once
#include "pouch/crypto/digest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The lists of a bag: manifests (BagIt 1.0, RFC 8493; also what `sha512sum -c` reads) and the frame table.
/// Lines end in LF, digests are lower case, numbers have no leading zeros.
namespace pouch::format {

/// `<hex digest>  <path>`: one file and its digest. The path is relative to the bag and lives in the text
/// read.
struct ManifestEntry {
    crypto::Digest digest;
    std::string_view path;
};

/// Appends one manifest line to `out`.
void append_manifest_line(Bytes& out, const crypto::Digest& digest, std::string_view path);

/// A manifest that was read. It keeps four bytes a line: paths and digests stay in the text, which must outlive it.
class Manifest {
  public:
    Manifest() = default;

    [[nodiscard]] std::size_t size() const { return lines_.size(); }
    [[nodiscard]] std::string_view path(std::size_t line) const;
    [[nodiscard]] ManifestEntry operator[](std::size_t line) const;
    /// The line of `path`, if paths are in byte order.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view path) const;

  private:
    friend Manifest read_manifest(std::string_view text, crypto::Algorithm algorithm, std::string_view name);

    std::string_view text_;
    crypto::Algorithm algorithm_ = crypto::Algorithm::sha512;
    std::vector<std::uint32_t> lines_; ///< Where each begins.
};

/// Reads a whole manifest. Throws Fault::refused `manifest.malformed` naming `name` and the line, `limit.size` for more
/// than 4 GiB. Order and paths are the caller's to judge.
[[nodiscard]] Manifest read_manifest(std::string_view text, crypto::Algorithm algorithm,
                                     std::string_view name);

/// `<hex digest>  <compressed bytes>  <content bytes>`: one payload frame.
struct FrameEntry {
    crypto::Digest digest; ///< Of the compressed frame.
    std::uint64_t compressed_size = 0;
    std::uint64_t content_size = 0;
};

inline constexpr std::size_t frame_content_size = std::size_t{4}
                                                  << 20U; ///< Of every payload frame but the last.
/// No payload frame is larger: a stored one, or the worst case of a zstd compressor.
inline constexpr std::size_t frame_size_limit = frame_content_size + frame_content_size / 128;

void append_frame_line(Bytes& out, const FrameEntry& entry);

/// Reads a frame table. Throws Fault::refused `frames.malformed`: at least one frame, content of exactly 4
/// MiB in every frame but the last, which holds 512 bytes to 4 MiB in whole tar blocks.
[[nodiscard]] std::vector<FrameEntry> read_frame_table(std::string_view text, crypto::Algorithm algorithm);

} // namespace pouch::format
