#pragma once
#include "pouch/crypto/aead.hpp"
#include "pouch/format/age_header.hpp"
#include "pouch/format/age_keys.hpp"

#include <optional>

/// The keys of an age v1 file, and the layout of its payload (https://c2sp.org/age).
///
///     file    = header nonce(16) 1*chunk
///     chunk   = ChaCha20-Poly1305(payload key, chunk nonce, plaintext): 65536 bytes of plaintext, the final
///     one
///               fewer (0 only when the whole plaintext is empty), and a tag of 16
///     chunk nonce = index from 0, 11 bytes, big endian, then 01 for the final chunk, 00 for the others
///     payload key = HKDF-SHA-256(file key, salt = nonce, info = "payload")
///     MAC         = HMAC-SHA-256(HKDF-SHA-256(file key, no salt, info = "header"), header through "---")
///
/// Each chunk is so bound to its place and to whether it is the last.
///
///     -> X25519 base64(share)          share = X25519(ephemeral, base point)
///     base64(body)                     body  = ChaCha20-Poly1305(wrap key, nonce of zeros, file key), 32
///     bytes wrap key = HKDF-SHA-256(X25519(ephemeral, recipient), salt = share || recipient,
///                             info = "age-encryption.org/v1/X25519")
namespace pouch::format {

using AgeFileKey = Secret<struct AgeFileKeyTag, 16>;
using AgePayloadKey = Secret<struct AgePayloadKeyTag, 32>;
using AgePayloadNonce = std::array<std::byte, 16>;

inline constexpr std::size_t age_chunk_size = 65536; ///< Plaintext bytes of every chunk but the final one.
inline constexpr std::size_t age_sealed_chunk_size = age_chunk_size + crypto::aead_tag_size;

enum class ChunkPlace { middle, final };

/// The nonce of chunk `index`.
[[nodiscard]] crypto::AeadNonce age_chunk_nonce(std::uint64_t index, ChunkPlace place);

/// A new header that wraps `key` for each of `recipients`. Throws Fault::usage `recipient.malformed` for a
/// point that no key pair has.
[[nodiscard]] Bytes write_age_header(const AgeFileKey& key, const std::vector<AgeRecipient>& recipients);

/// The file key of `header`, by the first of `identities` that fits a stanza; its MAC is checked. Every
/// stanza of a type known here must be well formed, also when another one fits; other types are passed over.
/// Throws Fault::refused: `age.stanza`, `age.mac`; Fault::no_key `age.no-identity`.
[[nodiscard]] AgeFileKey open_age_header(const AgeHeader& header, const std::vector<AgeIdentity>& identities);

[[nodiscard]] AgePayloadKey age_payload_key(const AgeFileKey& key, const AgePayloadNonce& nonce);

/// All that is random in a file for one recipient.
struct AgeFileSecrets {
    AgeFileKey file_key;
    crypto::X25519Secret ephemeral;
    AgePayloadNonce nonce{};
};

/// A whole file of one chunk, 1 to 65536 bytes, with secrets that the caller chose: the same input gives the same bytes.
///
/// That is safe only if the secrets are unpredictable and never serve for other content or another recipient, so that no
/// key and nonce meets two plaintexts. The caller derives each by a function that is random to all who lack its key, from
/// the recipient and the whole content; then equal secrets mean the same file, and all that it tells is that two files are
/// equal. Throws Fault::usage as write_age_header.
[[nodiscard]] Bytes write_small_age_file(const AgeFileSecrets& secrets, const AgeRecipient& recipient,
                                         ByteView content);

} // namespace pouch::format
