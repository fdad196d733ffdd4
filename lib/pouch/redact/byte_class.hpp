#pragma once
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

/// Which bytes of a text are in which classes, 64 bytes at a time: the ground on which patterns without a literal, and the
/// built-in recognisers, find where they may begin. It costs a few instructions a class for 64 bytes, whatever
/// the text.
namespace pouch::redact {

using ByteSet = std::bitset<256>;

/// The set of the bytes from `first` to `last`.
[[nodiscard]] ByteSet byte_range(unsigned char first, unsigned char last);
/// The set of the bytes of `members`.
[[nodiscard]] ByteSet bytes_in(std::string_view members);
/// What `\w` is: ASCII letters, digits and the underscore.
[[nodiscard]] ByteSet word_bytes();

/// A list of classes, each a set of bytes, and the classification of text by all of them at once.
class ByteClasses {
  public:
    /// The index of the class that is `set`; made if there is none yet.
    std::size_t index_of(const ByteSet& set);
    [[nodiscard]] std::size_t count() const { return ranges_.size(); }

    /// Bytes that one mask tells of.
    static constexpr std::size_t chunk_size = 64;

    /// How the work is done; all give the same masks.
    enum class Width { plain, sse2, avx2, avx512 };
    /// Those that this machine can do, the fastest last.
    [[nodiscard]] static std::vector<Width> widths();

    /// Writes count() masks for each of the `chunks` chunks at `bytes`: bit i of a mask is set if byte i of the
    /// chunk is in the class. The masks of a chunk stand together.
    void classify(const char* bytes, std::size_t chunks, std::uint64_t* masks) const;
    void classify(const char* bytes, std::size_t chunks, std::uint64_t* masks, Width width) const;

  private:
    struct Range {
        unsigned char first;
        unsigned char last;
    };
    std::vector<ByteSet> sets_;
    std::vector<std::vector<Range>> ranges_;

    friend struct Classifier;
};

} // namespace pouch::redact
