#pragma once
#include "pouch/base/bytes.hpp"

#include <string_view>

/// Keys from keys: HMAC-SHA-256 (RFC 2104) through libsodium, and HKDF-SHA-256 (RFC 5869) upon it. The
/// messages are short: libsodium is slower at SHA-256 than libcrypto, but is there at once.
namespace pouch::crypto {

using Mac = std::array<std::byte, 32>;

/// HMAC-SHA-256. Compare the result with equal_in_constant_time().
[[nodiscard]] Mac hmac_sha256(ByteView key, ByteView message);

/// Fills `out`, at most 255 * 32 bytes, with HKDF-SHA-256 of the input key `secret`. `salt` may be empty.
void hkdf_sha256(ByteView secret, ByteView salt, std::string_view info, MutableByteView out);

/// The same, as a key of the type wanted.
template <typename Key> [[nodiscard]] Key derive(ByteView secret, ByteView salt, std::string_view info)
{
    return Key::filled_by([&](MutableByteView out) { hkdf_sha256(secret, salt, info, out); });
}

} // namespace pouch::crypto
