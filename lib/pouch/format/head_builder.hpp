#pragma once
#include "pouch/base/byte_store.hpp"
#include "pouch/format/head.hpp"

#include <functional>

namespace pouch::format {

/// Writes the content of a head in pieces, so that it need not be in memory as a whole: what is lent stays where it is, and
/// what is produced comes into being as it is written.
class HeadBuilder {
  public:
    using Write = std::function<void(ByteView)>;
    /// Writes the same bytes each time it is called.
    using Produce = std::function<void(const Write&)>;

    HeadBuilder(std::string id, crypto::Algorithm algorithm);

    /// Goes on from `head` without its signatures: only add_signature() may follow. The head is lent.
    explicit HeadBuilder(const Head& head);

    HeadBuilder(const HeadBuilder&) = delete;
    HeadBuilder& operator=(const HeadBuilder&) = delete;

    /// Adds a tag file. The caller keeps to the order of the format.
    void add(std::string_view name, ByteView content);
    /// The same without a copy: `file`, of a head that lives as long as this.
    void lend(const TagFile& file);
    /// Adds a tag file of `size` bytes that `produce` writes: once for its digest, and whenever the head is written.
    void add_produced(std::string_view name, std::uint64_t size, Produce produce);
    /// Adds the tag manifest over all files added so far.
    void add_tag_manifest();
    [[nodiscard]] ByteView tag_manifest() const { return tag_manifest_; }
    /// Adds a signature; the caller adds them in byte order, after the tag manifest.
    void add_signature(std::string_view role, std::string_view key_id, ByteView signature);

    /// Bytes so far.
    [[nodiscard]] std::uint64_t size() const { return size_; }
    void write(const Write& write) const;
    [[nodiscard]] Bytes bytes() const;

  private:
    /// A run of bytes, or what produces one.
    struct Piece {
        ByteView bytes;
        Produce produce;
    };

    [[nodiscard]] Bytes next_header(std::string_view name, std::uint64_t size);
    void keep(ByteView bytes) { append_piece(store_.keep(bytes)); }
    void append_piece(ByteView bytes);
    void list(std::string_view name, const crypto::Digest& digest);
    void pad(std::uint64_t size);

    std::string id_;
    crypto::Algorithm algorithm_;
    ByteStore store_;
    std::vector<Piece> pieces_;
    Bytes tag_manifest_; ///< Also before it is added.
    std::uint64_t size_ = 0;
    std::size_t count_ = 0;
};

} // namespace pouch::format
