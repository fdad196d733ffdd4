#pragma once
#include "pouch/crypto/digest.hpp"
#include "pouch/format/manifest.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The head of a bundle: all tag files, as one canonical tar in one stored frame, in this order:
///
///     <id>/bagit.txt
///     <id>/bag-info.txt
///     <id>/labels/bundle.bdo                    optional
///     <id>/labels/data/<path>.bdo               optional, byte order of the names
///     <id>/redaction.jsonl                      optional
///     <id>/frames-<alg>.txt
///     <id>/manifest-<alg>.txt
///     <id>/tagmanifest-<alg>.txt                lists every file above it, in this order
///     <id>/signatures/<role>.<key>.sig          zero or more, byte order; the only unlisted names
///
/// The n-th member (from 1) carries the name `<id>/pax/head-<n>` in its ustar headers when its own does not
/// fit; the n-th payload member `<id>/pax/data-<n>`.
namespace pouch::format {

inline constexpr std::uint64_t default_head_limit = std::uint64_t{256} << 20U;
inline constexpr std::size_t signature_count_limit = 32;

[[nodiscard]] std::string head_pax_name(std::string_view id, std::size_t ordinal);
[[nodiscard]] std::string data_pax_name(std::string_view id, std::size_t ordinal);

/// True for a signature role: `[a-z][a-z0-9-]{0,31}`.
[[nodiscard]] bool is_role(std::string_view text);
/// `signatures/<role>.<key>.sig`
[[nodiscard]] std::string signature_name(std::string_view role, std::string_view key_id);
/// The SSHSIG namespace of a role: `pouch-<role>-v1`.
[[nodiscard]] std::string namespace_of_role(std::string_view role);

/// One tag file; the views live in the head's content.
struct TagFile {
    std::string name; ///< Relative to `<id>/`.
    ByteView content;
    ByteView member; ///< Header, content and padding.
};

struct SignatureFile {
    std::string role;
    std::string key_id; ///< 16 hex digits.
    ByteView content;
};

struct FileLabel {
    std::string path; ///< Of the payload file, without `data/`.
    ByteView content;
};

/// A head whose form has been checked, and nothing else: names and order are right, no content was looked at.
class Head {
  public:
    /// Walks the canonical tar. Throws Fault::refused: `tar.header`, `tar.type`, `head.name` for a name that
    /// is not on the closed list, `head.order` for one that is missing, repeated or out of order,
    /// `head.padding`.
    explicit Head(Bytes content);

    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] crypto::Algorithm algorithm() const { return algorithm_; }
    [[nodiscard]] ByteView content() const { return content_; }

    [[nodiscard]] ByteView bagit() const { return files_[0].content; }
    [[nodiscard]] ByteView bag_info() const { return files_[1].content; }
    [[nodiscard]] std::optional<ByteView> label() const { return label_; }
    [[nodiscard]] const std::vector<FileLabel>& file_labels() const { return file_labels_; }
    [[nodiscard]] std::optional<ByteView> record() const { return record_; }
    [[nodiscard]] ByteView frames() const { return files_[files_.size() - 3].content; }
    [[nodiscard]] ByteView manifest() const { return files_[files_.size() - 2].content; }
    [[nodiscard]] ByteView tag_manifest() const { return files_.back().content; }
    [[nodiscard]] const std::vector<SignatureFile>& signatures() const { return signatures_; }
    /// Every tag file but the signatures, in order; the last is the tag manifest.
    [[nodiscard]] const std::vector<TagFile>& files() const { return files_; }

    [[nodiscard]] std::string manifest_name() const;
    [[nodiscard]] std::string tag_manifest_name() const;

    /// The identity of the bundle: the digest of its tag manifest.
    [[nodiscard]] crypto::Digest identity() const;

    /// Compares the tag manifest with the files it lists: all of them, in order, with their digests. Throws
    /// Fault::refused `tagmanifest.malformed`, `tagmanifest.digest`.
    void check_tag_digests() const;

    /// The content as far as the signatures.
    [[nodiscard]] ByteView unsigned_content() const { return content().first(signatures_start_); }

  private:
    void take(std::string name, ByteView content, ByteView member);

    Bytes content_;
    std::string id_;
    crypto::Algorithm algorithm_ = crypto::Algorithm::sha512;
    std::vector<TagFile> files_;
    std::optional<ByteView> label_;
    std::vector<FileLabel> file_labels_;
    std::optional<ByteView> record_;
    std::vector<SignatureFile> signatures_;
    std::size_t signatures_start_ = 0; ///< Where in the content the first signature's header begins.
    int rank_ = -1;                    ///< Place in the order of the member read last.
};

} // namespace pouch::format
