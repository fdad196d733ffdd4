#pragma once
#include "pouch/base/secret.hpp"

#include <array>
#include <compare>

/// Ed25519 signatures (RFC 8032, pure, deterministic) through libsodium, which refuses non-canonical and
/// small-order keys and non-canonical signatures on verification.
/// Source: https://doc.libsodium.org/public-key_cryptography/public-key_signatures
namespace pouch::crypto {

/// An Ed25519 public key: the 32 bytes of a point. Any 32 bytes fit; one that is no good key verifies
/// nothing.
struct PublicKey {
    std::array<std::byte, 32> bytes{};

    [[nodiscard]] ByteView view() const { return bytes; }
    auto operator<=>(const PublicKey&) const = default;
};

/// Seed (32) and public key (32), as libsodium and OpenSSH keep it.
using SigningKey = Secret<struct SigningKeyTag, 64>;

using Signature = std::array<std::byte, 64>;

/// The key that grows from a 32-byte seed.
[[nodiscard]] SigningKey signing_key_from_seed(std::span<const std::byte, 32> seed);
[[nodiscard]] PublicKey public_key_of(const SigningKey& key);

[[nodiscard]] Signature sign(const SigningKey& key, ByteView message);
[[nodiscard]] bool verify(const PublicKey& key, ByteView message, const Signature& signature);

} // namespace pouch::crypto
