#pragma once
#include "pouch/crypto/digest.hpp"
#include "pouch/format/head_builder.hpp"
#include "pouch/stage/inventory.hpp"

#include <vector>

/// The payload manifest of a bundle to be. It is much longer than what it is made of, so it is made when it is written.
namespace pouch::stage {

/// The digest of each file, in the bytes it needs.
class DigestList {
  public:
    DigestList(crypto::Algorithm algorithm, std::size_t count);

    /// Thread-safe for different files.
    void set(std::size_t file, const crypto::Digest& digest);
    [[nodiscard]] crypto::Digest operator[](std::size_t file) const;
    [[nodiscard]] crypto::Algorithm algorithm() const { return algorithm_; }

  private:
    crypto::Algorithm algorithm_;
    std::size_t size_;
    Bytes bytes_;
};

class PayloadManifest {
  public:
    /// Both live as long as this does.
    PayloadManifest(const std::vector<InputFile>& files, const DigestList& digests)
        : files_(files), digests_(digests)
    {
    }

    [[nodiscard]] std::uint64_t size() const;
    [[nodiscard]] crypto::Digest digest() const;
    void write(const format::HeadBuilder::Write& write) const;

  private:
    const std::vector<InputFile>& files_;
    const DigestList& digests_;
};

} // namespace pouch::stage
