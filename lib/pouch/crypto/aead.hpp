#pragma once
#include "pouch/base/bytes.hpp"

#include <memory>

/// Authenticated encryption: ChaCha20-Poly1305 (RFC 8439) without associated data, through OpenSSL's EVP.
///
/// A sealed message is the ciphertext, as long as the plaintext, and a tag of 16 bytes. A nonce must never
/// serve twice under one key.
namespace pouch::crypto {

inline constexpr std::size_t aead_key_size = 32;
inline constexpr std::size_t aead_tag_size = 16;
using AeadNonce = std::array<std::byte, 12>;

/// Seals messages under one key, which is set up once. Not thread-safe: one a thread.
class Sealer {
  public:
    explicit Sealer(std::span<const std::byte, aead_key_size> key);
    ~Sealer();
    Sealer(Sealer&&) noexcept;
    Sealer& operator=(Sealer&&) noexcept;

    /// Writes the sealed form of `plain` to `sealed`, which has room for exactly aead_tag_size bytes more.
    /// Both may begin at the same byte; otherwise they do not overlap.
    void seal(const AeadNonce& nonce, ByteView plain, MutableByteView sealed);

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

/// Opens messages under one key, which is set up once. Not thread-safe: one a thread.
class Opener {
  public:
    explicit Opener(std::span<const std::byte, aead_key_size> key);
    ~Opener();
    Opener(Opener&&) noexcept;
    Opener& operator=(Opener&&) noexcept;

    /// Writes the plaintext of `sealed` to `plain`, which has room for exactly aead_tag_size bytes less, and
    /// returns whether it is authentic. When it is not (or `sealed` is too short for a tag), what `plain`
    /// holds must not be used. Both may begin at the same byte; otherwise they do not overlap.
    [[nodiscard]] bool open(const AeadNonce& nonce, ByteView sealed, MutableByteView plain);

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

} // namespace pouch::crypto
