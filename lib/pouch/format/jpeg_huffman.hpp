#pragma once
#include "pouch/base/bytes.hpp"

#include <array>

/// Huffman tables of JPEG. Source: ITU-T T.81, B.2.4.2 and annexes C and F.2.2.3.
namespace pouch::format {

class JpegHuffman {
  public:
    enum class Class : std::uint8_t { dc = 0, ac = 1 };

    struct Symbol {
        unsigned length = 0; ///< Bits of its code; 0 if the bits are no code.
        unsigned value = 0;
    };

    /// Reads one table from the front of `bytes`: sixteen counts, then the symbols; the rest is left in `bytes`.
    /// Throws Fault::refused `jpeg.huffman` if it is short, empty, has more codes than bits allow, names a symbol
    /// twice, or one of DC above 15.
    static JpegHuffman read(Class kind, ByteView& bytes);

    /// The symbol whose code begins `bits`, the next sixteen.
    [[nodiscard]] Symbol find(unsigned bits) const
    {
        const auto near = near_[bits >> (longest - near_bits)];
        return near.length != 0 ? near : find_far(bits);
    }

    /// The table as DHT holds it, without class and number.
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

  private:
    static constexpr unsigned longest = 16;
    static constexpr unsigned near_bits = 9;

    [[nodiscard]] Symbol find_far(unsigned bits) const;

    Bytes bytes_;
    std::array<Symbol, 1U << near_bits> near_{}; ///< By the first nine bits; length 0 for longer codes.
    std::array<unsigned, longest + 1> code_{};   ///< The first code of each length,
    std::array<unsigned, longest + 1> count_{};  ///< how many there are,
    std::array<std::size_t, longest + 1> at_{};  ///< and where the symbol of the first stands in bytes_.
};

} // namespace pouch::format
