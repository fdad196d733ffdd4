#pragma once
#include "pouch/crypto/digest.hpp"

#include <vector>

/// The digests of bags that others made. MD5 and SHA-1 are broken against a sender who means harm: they are read here,
/// and no format of ours knows them.
namespace pouch::crypto {

enum class AnyAlgorithm { md5, sha1, sha256, sha512 };

inline constexpr std::array any_algorithms = {AnyAlgorithm::md5, AnyAlgorithm::sha1, AnyAlgorithm::sha256,
                                              AnyAlgorithm::sha512};

/// `md5`, `sha1`, `sha256` or `sha512`.
[[nodiscard]] std::string_view name_of(AnyAlgorithm algorithm);
[[nodiscard]] std::optional<AnyAlgorithm> any_algorithm_named(std::string_view name);
[[nodiscard]] std::size_t digest_size(AnyAlgorithm algorithm);

/// Several digests of one message in one pass. Not thread-safe.
class AnyHasher {
  public:
    explicit AnyHasher(const std::vector<AnyAlgorithm>& algorithms);
    ~AnyHasher();
    AnyHasher(AnyHasher&&) noexcept;
    AnyHasher& operator=(AnyHasher&&) noexcept;

    void update(ByteView bytes);
    /// One digest an algorithm, in their order; ready for the next message.
    [[nodiscard]] std::vector<Digest> finish();

  private:
    struct Context;
    std::vector<std::unique_ptr<Context>> contexts_;
};

} // namespace pouch::crypto
