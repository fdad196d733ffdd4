#pragma once
#include "pouch/base/bytes.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// SHA-2 (FIPS 180-4) through OpenSSL's EVP, but for many messages at once. One context a thread; not thread-safe.
namespace pouch::crypto {

enum class Algorithm { sha256, sha512 };

/// `sha256` or `sha512`, as in the names of manifest files.
[[nodiscard]] std::string_view name_of(Algorithm algorithm);
[[nodiscard]] std::optional<Algorithm> algorithm_named(std::string_view name);
[[nodiscard]] constexpr std::size_t digest_size(Algorithm algorithm)
{
    return algorithm == Algorithm::sha256 ? 32 : 64;
}

/// A digest: digest_size(algorithm) bytes, compared by content. Not a secret.
struct Digest {
    std::array<std::byte, 64> bytes{};
    std::size_t size = 0;

    [[nodiscard]] ByteView view() const { return ByteView(bytes).first(size); }
    [[nodiscard]] std::string hex() const;
    bool operator==(const Digest& other) const;
};

/// The digest that `hex` (lower case, exactly the right length) stands for; nothing otherwise.
[[nodiscard]] std::optional<Digest> digest_from_hex(Algorithm algorithm, std::string_view hex);

/// Digests one message at a time; finish() makes it ready for the next.
class Hasher {
  public:
    explicit Hasher(Algorithm algorithm);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    void update(ByteView bytes);
    [[nodiscard]] Digest finish();
    [[nodiscard]] Algorithm algorithm() const { return algorithm_; }

  private:
    struct Context;
    std::unique_ptr<Context> context_;
    Algorithm algorithm_;
};

/// The digest of one message.
[[nodiscard]] Digest digest_of(Algorithm algorithm, ByteView message);

/// The digests of several messages, as many as `digests` has room for. SHA-512 takes four at once (sha512_lanes.hpp) where the
/// processor can and their sizes are alike; everything else goes one after another.
void digests_of(Algorithm algorithm, std::span<const ByteView> messages, std::span<Digest> digests);

} // namespace pouch::crypto
