#pragma once
#include "pouch/base/time.hpp"
#include "pouch/crypto/ed25519.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The signers file: whose signature counts, for what, and when. A strict subset of OpenSSH's allowed_signers
/// (ssh-keygen(1), ALLOWED SIGNERS), so that `ssh-keygen -Y verify` reads the same file. One signer a line,
/// fields parted by blanks:
///
///     principal namespaces="NS[,NS...]"[,valid-after="T"][,valid-before="T"] ssh-ed25519 BASE64 [comment]
///
///   - The principal is one literal name: no pattern character `*?!`, no comma, no quote, nothing
///   unprintable.
///   - Options come in any order, each at most once, names in any case, values quoted. `namespaces` is
///     required, its values literal and not empty. No other option, so no `cert-authority`.
///   - T is YYYYMMDDZ, YYYYMMDDhhmmZ or YYYYMMDDhhmmssZ. Without the Z it would be local time: refused.
///     A key is good from valid-after to valid-before, both inclusive; valid-before must be the later.
///   - Blank lines and lines whose first character that is no blank is `#` are skipped. Lines end with LF.
///   - A key belongs to one principal, or two required roles could be filled by one hand; and has one line
///     for each namespace, so that the answer does not depend on the order of lines.
///
/// Where OpenSSH skips a line it cannot read, this refuses the file: a trust anchor is never half read.
namespace pouch::format {

/// The limit for io::read_small_file.
inline constexpr std::size_t max_signers_size = std::size_t{1} << 20U;
inline constexpr std::size_t max_signers_line_size = 8192;
inline constexpr std::size_t max_signers_count = 4096;

struct Signer {
    std::string principal;
    std::vector<std::string> namespaces;
    crypto::PublicKey key;
    std::optional<Instant> valid_after;
    std::optional<Instant> valid_before;
    std::size_t line = 0; ///< Where in the file, from 1.
};

/// What the file says of a key in a namespace at a time.
enum class Standing {
    trusted,
    unknown_key,     ///< No line has the key.
    wrong_namespace, ///< The key is known, but not for this namespace.
    not_yet_valid,   ///< Before valid-after.
    expired,         ///< After valid-before.
};

struct Judgement {
    Standing standing = Standing::unknown_key;
    std::string principal; ///< Whose key it is; empty only for unknown_key.
};

class Signers {
  public:
    /// Reads the text of a signers file. Throws Fault::usage `signers.malformed` naming the line, also for a
    /// file without any signer.
    [[nodiscard]] static Signers parse(std::string_view text);

    [[nodiscard]] Judgement judge(const crypto::PublicKey& key, std::string_view ns, Instant at) const;
    [[nodiscard]] const std::vector<Signer>& all() const { return signers_; }

  private:
    void add(Signer signer);
    std::vector<Signer> signers_;
};

} // namespace pouch::format
