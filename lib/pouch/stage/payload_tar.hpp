#pragma once
#include "pouch/stage/inventory.hpp"

#include <string>
#include <vector>

/// The payload of a bundle to be.
namespace pouch::stage {

/// A run of content of one file inside one span.
struct TarPiece {
    std::size_t file;
    std::size_t offset; ///< In the span.
    std::size_t size;
    bool is_first;
    bool is_last;
};

/// The payload as one tar stream, produced span by span.
class PayloadTar {
  public:
    /// Both live as long as this does.
    PayloadTar(const Inventory& inventory, const std::string& id) : inventory_(inventory), id_(id) {}

    /// Fills the front of `span`, to its end unless the payload ends first; lists the content in it. Returns the size of what
    /// was filled. Throws what the reader of the inventory throws.
    std::size_t fill(MutableByteView span, std::vector<TarPiece>& pieces);

    /// Bytes of content so far.
    [[nodiscard]] std::uint64_t octets() const { return octets_; }

  private:
    void begin_file();
    std::size_t take_content(MutableByteView span, std::size_t at, std::vector<TarPiece>& pieces);

    const Inventory& inventory_;
    const std::string& id_;
    std::size_t next_ = 0; ///< The file to begin next.
    Bytes header_;         ///< What is left of a header that begins in an earlier span.
    bool is_open_ = false;
    bool is_first_ = false;
    std::uint64_t left_ = 0;
    std::size_t padding_ = 0;
    std::uint64_t octets_ = 0;
};

} // namespace pouch::stage
