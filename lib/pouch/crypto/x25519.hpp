#pragma once
#include "pouch/base/secret.hpp"

#include <optional>

/// X25519 (RFC 7748) through libsodium.
namespace pouch::crypto {

using X25519Point = std::array<std::byte, 32>;
using X25519Secret = Secret<struct X25519SecretTag, 32>;
using X25519Shared = Secret<struct X25519SharedTag, 32>;

/// The public point of `secret`.
[[nodiscard]] X25519Point x25519_public(const X25519Secret& secret);

/// What the holders of `secret` and of the secret behind `point` share; nothing if that is all zero, which
/// happens only for the few points of low order, which no honest key has.
[[nodiscard]] std::optional<X25519Shared> x25519_shared(const X25519Secret& secret, const X25519Point& point);
/// The same, into `shared`, for many after one another; false for nothing.
[[nodiscard]] bool x25519_shared(const X25519Secret& secret, const X25519Point& point, X25519Shared& shared);

} // namespace pouch::crypto
