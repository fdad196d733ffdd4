#pragma once
#include "pouch/crypto/x25519.hpp"

#include <string>
#include <vector>

/// Recipients and identities of age, X25519 only, and the files that hold them (https://c2sp.org/age).
///
///     recipient   bech32, prefix "age", of the 32-byte public point               age1...
///     identity    bech32, prefix "AGE-SECRET-KEY-", of the 32-byte secret scalar  AGE-SECRET-KEY-1...
///     file        one entry a line; empty lines and lines that begin with # are skipped; LF or CR LF
///
/// No message repeats a line that did not parse: it may be a secret in the wrong place.
namespace pouch::format {

/// To whom a file is encrypted.
struct AgeRecipient {
    crypto::X25519Point point{};
    bool operator==(const AgeRecipient&) const = default;
};

/// Who can decrypt it.
struct AgeIdentity {
    crypto::X25519Secret secret;
    AgeRecipient recipient; ///< The public half, derived.

    [[nodiscard]] static AgeIdentity from(crypto::X25519Secret secret);
    [[nodiscard]] static AgeIdentity generate();
};

/// `age1...`
[[nodiscard]] std::string to_text(const AgeRecipient& recipient);

/// Reads `age1...`. Throws Fault::usage: `recipient.is-identity` for a secret key, `recipient.unsupported`
/// for the other types that age knows (post-quantum, ssh, plugins), else `recipient.malformed`.
[[nodiscard]] AgeRecipient parse_age_recipient(std::string_view text);

/// Reads the lines of a recipients file. Throws Fault::usage as parse_age_recipient, naming the line; also
/// `recipient.none` when there is no entry.
[[nodiscard]] std::vector<AgeRecipient> parse_age_recipients(std::string_view text);

/// Reads the lines of an identity file. Throws Fault::system, naming the line: `key.is-recipient`,
/// `key.unsupported` (encrypted, ssh, post-quantum or plugin identities), `key.malformed`, or `key.none` when
/// there is no entry.
[[nodiscard]] std::vector<AgeIdentity> parse_age_identities(ByteView text);

/// The text of a new identity file: when it was made, the recipient, the identity.
[[nodiscard]] SecretBytes age_identity_file(const AgeIdentity& identity, std::string_view created);

inline constexpr std::size_t age_recipients_file_limit = std::size_t{16} << 20U;
inline constexpr std::size_t age_identity_file_limit = std::size_t{64} << 10U;

} // namespace pouch::format
