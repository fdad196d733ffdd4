#pragma once
#include "pouch/base/bytes.hpp"

#include <memory>

/// Authenticated encryption: ChaCha20-Poly1305 (RFC 8439) without associated data.
///
/// A sealed message is the ciphertext, as long as the plaintext, and a tag of 16 bytes. A nonce must never
/// serve twice under one key.
namespace pouch::crypto {

inline constexpr std::size_t aead_key_size = 32;
inline constexpr std::size_t aead_tag_size = 16;
using AeadNonce = std::array<std::byte, 12>;
using AeadKeyView = std::span<const std::byte, aead_key_size>;

/// How much is to come under the key. Both give the same bytes: libsodium seals a little and starts at once;
/// libcrypto takes milliseconds to load and is then up to three times as fast.
enum class Volume { little, bulk };

/// Seals and opens messages under one key, which is set up once. Not thread-safe: one a thread.
class Aead {
  public:
    /// The bytes of `key` are copied, and wiped with the object.
    Aead(AeadKeyView key, Volume volume);
    ~Aead();
    Aead(Aead&&) noexcept;
    Aead& operator=(Aead&&) noexcept;

    /// Writes the sealed form of `plain` to `sealed`, which has room for exactly aead_tag_size bytes more.
    /// Both may begin at the same byte; otherwise they do not overlap.
    void seal(const AeadNonce& nonce, ByteView plain, MutableByteView sealed);

    /// Writes the plaintext of `sealed` to `plain`, which has room for exactly aead_tag_size bytes less, and
    /// returns whether it is authentic. When it is not (or `sealed` is too short for a tag), what `plain`
    /// holds must not be used. Both may begin at the same byte; otherwise they do not overlap.
    [[nodiscard]] bool open(const AeadNonce& nonce, ByteView sealed, MutableByteView plain);

    class Engine;

  private:
    std::unique_ptr<Engine> engine_;
};

/// As Aead::open, for one little message under `key`, of which no copy is made.
[[nodiscard]] bool open_little(AeadKeyView key, const AeadNonce& nonce, ByteView sealed,
                               MutableByteView plain);

} // namespace pouch::crypto
