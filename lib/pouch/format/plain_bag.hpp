#pragma once
#include "pouch/crypto/any_digest.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Plain BagIt bags, 0.93 to 1.0 (RFC 8493), as others write them: the texts of their tag files. What old versions
/// let pass and what the RFC calls suspicious is a warning; everything else that is not as it must be is refused.
namespace pouch::format {

/// What is odd about a bag and does not refuse it. The first few of each reason are kept, the rest is counted.
class BagWarnings {
  public:
    static constexpr std::size_t kept_of_each = 10;

    struct Warning {
        std::string reason;
        std::string message;
    };

    void add(std::string_view reason, std::string message);
    /// In the order they were found; behind them a line for each reason of which there are more.
    [[nodiscard]] std::vector<Warning> all() const;

  private:
    std::vector<Warning> kept_;
    std::map<std::string, std::uint64_t, std::less<>> counts_;
};

/// How the other tag files are written.
enum class BagCharset { utf8, latin1, utf16, utf16le, utf16be };

/// bagit.txt.
struct BagDeclaration {
    unsigned version = 100; ///< 93 to 97, or 100 for 1.0.
    BagCharset charset = BagCharset::utf8;

    [[nodiscard]] bool is_strict() const { return version >= 100; }
};

/// Throws refused `bag.declaration`, `bag.version` for one that is not known, `bag.charset` likewise.
[[nodiscard]] BagDeclaration read_bag_declaration(std::string_view text, BagWarnings& warnings);

/// The text of the tag file `name` as UTF-8. Throws refused `bag.charset` for bytes that its charset does not have,
/// for a byte order mark where the version forbids it, and for NUL.
[[nodiscard]] std::string decode_tag_file(std::string_view bytes, const BagDeclaration& bag,
                                          std::string_view name, BagWarnings& warnings);

/// Lines of `text`, which end in LF, CR or CRLF; anything but LF, and a last line without an end, is a warning.
[[nodiscard]] std::vector<std::string_view> bag_lines(std::string_view text, std::string_view name,
                                                      BagWarnings& warnings);

/// A path as a manifest or fetch.txt spells it: percent forms of its version decoded, `./` in front taken away. Throws
/// refused `bag.path` for one that is empty, absolute, with `.`, `..` or an empty component, or too long.
[[nodiscard]] std::string read_bag_path(std::string_view spelt, const BagDeclaration& bag,
                                        std::string_view name, BagWarnings& warnings);

struct BagEntry {
    std::string path;
    crypto::Digest digest;
};

/// The lines of a manifest, sorted by path, each once. Throws refused `bag.manifest` for a line that is malformed,
/// `bag.duplicate` for a path that comes twice: in 1.0 always, before it only with another digest.
[[nodiscard]] std::vector<BagEntry> read_bag_manifest(std::string_view text, crypto::AnyAlgorithm algorithm,
                                                      const BagDeclaration& bag, std::string_view name,
                                                      BagWarnings& warnings);

struct BagFetch {
    std::string path;
    std::optional<std::uint64_t> size; ///< Nothing for `-`.
};

/// The lines of fetch.txt. Throws refused `bag.fetch` for a line that is malformed or a path that is not payload.
[[nodiscard]] std::vector<BagFetch> read_bag_fetch(std::string_view text, const BagDeclaration& bag,
                                                   BagWarnings& warnings);

/// What bag-info.txt says of the payload.
struct BagOxum {
    std::uint64_t octets;
    std::uint64_t files;
};

/// Reads bag-info.txt, and the Payload-Oxum in it if there is one. Throws refused `bag.info` for a line that is no
/// field, and for a Payload-Oxum that is malformed or comes twice.
[[nodiscard]] std::optional<BagOxum> read_bag_oxum(std::string_view text, const BagDeclaration& bag,
                                                   std::string_view name, BagWarnings& warnings);

} // namespace pouch::format
