#pragma once
#include "pouch/crypto/ed25519.hpp"

#include <optional>
#include <string>
#include <string_view>

/// OpenSSH keys, Ed25519 only.
///
/// Public key, wire form (51 bytes; RFC 8709 section 4):
///
///     string "ssh-ed25519" || string public key (32)
///
/// Public key, text form: `ssh-ed25519 ` || base64 of the wire form, padded || optional ` ` and a comment.
///
/// Private key file (OpenSSH PROTOCOL.key): a PEM block `OPENSSH PRIVATE KEY` whose base64 holds
///
///     "openssh-key-v1" NUL || string cipher || string kdf || string kdf options || uint32 count (1)
///     || string wire public key || string private section
///     private section (cipher `none`: a multiple of 8 bytes):
///     uint32 check || uint32 check, the same || string "ssh-ed25519" || string public key (32)
///     || string seed and public key (64) || string comment || padding 1, 2, 3 ... of at most 7 bytes
///
/// Source: https://github.com/openssh/openssh-portable (PROTOCOL.key)
namespace pouch::format {

inline constexpr std::string_view ed25519_key_type = "ssh-ed25519";

/// No private key file is larger; the limit for io::read_secret_file.
inline constexpr std::size_t max_private_key_size = 16 * 1024;

/// The wire form of `key`.
[[nodiscard]] Bytes ssh_wire_of(const crypto::PublicKey& key);
/// The key whose wire form `wire` is; nothing for another type, or for anything more or less.
[[nodiscard]] std::optional<crypto::PublicKey> key_from_ssh_wire(ByteView wire);

/// Names a key in file names: the first 16 hexadecimal digits of the SHA-256 of its wire form.
[[nodiscard]] std::string key_id_of(const crypto::PublicKey& key);
/// Names a key to people, as `ssh-keygen -l` does: `SHA256:` and 43 base64 characters.
[[nodiscard]] std::string fingerprint_of(const crypto::PublicKey& key);

/// `ssh-ed25519 AAAA...`, without comment and without line feed.
[[nodiscard]] std::string public_key_line(const crypto::PublicKey& key);
/// The base64 field of that line. Nothing unless it is canonical.
[[nodiscard]] std::optional<crypto::PublicKey> key_from_base64(std::string_view base64);
/// Reads the text of a .pub file: one line, one space between the fields, an optional comment, an optional
/// line feed. Throws Fault::system `key.unsupported` for another type of key, `key.malformed` for the rest.
[[nodiscard]] crypto::PublicKey read_public_key(std::string_view text);

/// Reads the text of a private key file (io::read_secret_file has checked its mode). Throws Fault::system
/// `key.encrypted`, `key.unsupported` (another type or format) or `key.malformed`, never with a byte of it.
[[nodiscard]] crypto::SigningKey read_private_key(ByteView file);

} // namespace pouch::format
