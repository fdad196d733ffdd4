#pragma once
#include "pouch/format/checked_head.hpp"
#include "pouch/format/tar.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The tar archive inside the payload frames, read span by span and held against the manifest.
namespace pouch::stage {

/// A run of content of one file inside one span.
struct ContentPiece {
    std::size_t file = 0;   ///< Index in the manifest.
    std::size_t offset = 0; ///< In the span.
    std::size_t size = 0;
    std::uint64_t file_offset = 0; ///< In the file.
    std::uint64_t file_size = 0;
    bool is_first = false;
    bool is_last = false;
    [[nodiscard]] bool is_whole() const { return is_first && is_last; }
};

/// Serial: spans must come in order. Every header is regenerated and compared, the n-th member must be the
/// n-th file of the manifest, padding must be zero.
class PayloadParser {
  public:
    PayloadParser(const format::CheckedHead& head, std::string id) : head_(head), id_(std::move(id)) {}

    /// Lists the content in `span`. Throws Fault::refused: `tar.header`, `tar.type`, `tar.padding`,
    /// `payload.unlisted`, `payload.order`.
    void parse(ByteView span, std::vector<ContentPiece>& pieces);

    /// After the last span. Throws Fault::refused `payload.missing` unless every file of the manifest came
    /// whole, `payload.oxum` unless the bytes are as many as declared.
    void finish() const;

  private:
    [[nodiscard]] std::optional<format::TarHeader> read_header(ByteView bytes) const;
    std::size_t take_header(ByteView rest);
    void begin_file(const format::TarHeader& header);

    const format::CheckedHead& head_;
    std::string id_;
    Bytes header_;         ///< The front of a header that began in an earlier span.
    std::size_t next_ = 0; ///< Index of the file to begin next.
    bool in_file_ = false;
    std::uint64_t size_ = 0;
    std::uint64_t left_ = 0;
    std::size_t padding_ = 0;
    std::uint64_t octets_ = 0;
};

} // namespace pouch::stage
