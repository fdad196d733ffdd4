#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// What the two processes of `verify -x` say to each other: orders to the one that writes, its answers, and the
/// letter that lies beside a span of content and says which of its bytes go where. Form only; what is allowed the
/// reader judges.
namespace pouch::format {

/// An order, in one packet of 32 bytes.
struct WriteOrder {
    enum class Kind : std::uint32_t {
        begin = 1,  ///< `files`, `bytes` and `directories`: how much will come.
        write = 2,  ///< `slot`, and `bytes`: the size of the letter in it.
        commit = 3, ///< Nothing more comes: the tree gets its name.
        keep = 4,   ///< Behind a commit, of which this side has heard: the tree keeps its name.
    };
    Kind kind = Kind::begin;
    std::uint32_t slot = 0;
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t directories = 0;
    bool operator==(const WriteOrder&) const = default;
};
inline constexpr std::size_t write_order_size = 32;

[[nodiscard]] Bytes encode(const WriteOrder& order);
/// Throws Fault::bug `writer.order`. What a kind does not use is zero.
[[nodiscard]] WriteOrder read_write_order(ByteView packet);

/// The answer to an order: to a write with its slot, to others with 0. Done, or why not.
struct WriteAnswer {
    std::uint32_t slot = 0;
    std::optional<Error> failure;
};
inline constexpr std::size_t write_answer_limit = 8192;

/// Texts are cut to what fits.
[[nodiscard]] Bytes encode(const WriteAnswer& answer);
/// Throws Fault::bug `writer.answer`.
[[nodiscard]] WriteAnswer read_write_answer(ByteView packet);

/// A run of content for one file.
struct FilePiece {
    std::string_view path;
    std::uint64_t file_size = 0;
    std::uint64_t file_offset = 0;
    std::uint32_t offset = 0; ///< In the span.
    std::uint32_t size = 0;
    [[nodiscard]] bool is_whole() const { return size == file_size; }
    bool operator==(const FilePiece&) const = default;
};

/// Letters for a span of `size` bytes of tar fit here, whatever the files are called: a header takes 512 bytes and
/// holds 255 of a path, one for a longer path takes 1536.
[[nodiscard]] constexpr std::size_t letter_size_for(std::size_t size)
{
    return size / 4 * 3 + 4096;
}

/// Writes a letter into memory of the caller's.
class LetterWriter {
  public:
    explicit LetterWriter(MutableByteView into) : rest_(into), capacity_(into.size()) {}

    /// False, and nothing is written, if there is no room left.
    [[nodiscard]] bool add(const FilePiece& piece);
    [[nodiscard]] std::size_t size() const { return capacity_ - rest_.size(); }

  private:
    MutableByteView rest_;
    std::size_t capacity_;
};

/// The pieces of a letter, which must not change meanwhile; their paths lie in it. Throws Fault::bug `writer.order`.
void read_letter(ByteView letter, std::vector<FilePiece>& pieces);

} // namespace pouch::format
