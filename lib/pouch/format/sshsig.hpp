#pragma once
#include "pouch/crypto/digest.hpp"
#include "pouch/crypto/ed25519.hpp"

#include <string>
#include <string_view>

/// SSHSIG, the signatures of `ssh-keygen -Y`: Ed25519 and SHA-512 only, canonical form only.
///
///     armor    "-----BEGIN SSH SIGNATURE-----" LF
///              base64 of the blob, padded, 70 columns a line, the last 1 to 70
///              "-----END SSH SIGNATURE-----" LF
///     blob     "SSHSIG" || uint32 1 || string wire public key || string namespace || string "" (reserved)
///              || string "sha512" || string (string "ssh-ed25519" || string signature (64))
///     signed   "SSHSIG" || string namespace || string "" || string "sha512" || string SHA-512(message)
///
/// One signature has one spelling: what a blob leaves open (line lengths, padding, the reserved field, text
/// around the armor) is refused, so a signature file carries nothing but a signature. `ssh-keygen -Y verify`
/// is laxer on each of these points.
/// Source: https://github.com/openssh/openssh-portable (PROTOCOL.sshsig)
namespace pouch::format {

/// Longer files are no signature of ours: an armored signature with the longest namespace fits.
inline constexpr std::size_t max_sshsig_size = 1024;
inline constexpr std::size_t max_sshsig_namespace_size = 255;

struct SshSignature {
    crypto::PublicKey key;
    std::string ns; ///< Namespace: what the signature is for. Never empty. The caller compares it.
    crypto::Signature signature{};
};

/// Signs `message` for the namespace `ns` (1 to 255 bytes); returns the armored text, byte for byte what
/// `ssh-keygen -Y sign -n NS` writes with the same key.
[[nodiscard]] std::string sign_sshsig(const crypto::SigningKey& key, std::string_view ns, ByteView message);

/// The armored text of `signature`.
[[nodiscard]] std::string write_sshsig(const SshSignature& signature);

/// Reads a signature file. Throws Fault::refused `signature.malformed` unless `armored` is exactly what
/// write_sshsig makes of the result.
[[nodiscard]] SshSignature read_sshsig(ByteView armored);

/// True if `signature` was made over `message`, in its namespace, by the private half of its key. Whose key
/// that is, and whether the namespace is the right one, is the caller's question.
[[nodiscard]] bool verify(const SshSignature& signature, ByteView message);
/// As above, for a message whose SHA-512 is known: for many signatures over one message.
[[nodiscard]] bool verify_digest(const SshSignature& signature, const crypto::Digest& sha512_of_message);

} // namespace pouch::format
