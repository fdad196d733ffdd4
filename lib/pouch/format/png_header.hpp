#pragma once
#include "pouch/base/bytes.hpp"

/// IHDR of PNG, checked. Source: W3C PNG 11.2.1 (IHDR) and 8.1 (interlacing).
namespace pouch::format {

/// Throws Fault::refused `png.malformed` unless `is_good`.
void demand_of_png(bool is_good, std::string_view what);

struct PngHeader {
    enum Colour : std::uint8_t { grey = 0, rgb = 2, palette = 3, grey_alpha = 4, rgb_alpha = 6 };

    /// One reduced picture of an interlaced one, or the whole.
    struct Pass {
        std::uint32_t rows = 0;
        std::size_t row_size = 0;  ///< Bytes of a scan line, without that of its filter.
        unsigned padding_bits = 0; ///< In the last of them.
    };

    std::uint32_t width = 0;
    std::uint32_t height = 0;
    unsigned depth = 0; ///< Bits of a sample.
    std::uint8_t colour = 0;
    bool is_interlaced = false;

    [[nodiscard]] unsigned bits_of_pixel() const;
    /// The passes that have pixels.
    [[nodiscard]] std::vector<Pass> passes() const;
};

/// The content of IHDR. Throws Fault::refused `png.malformed` and `png.limit`.
[[nodiscard]] PngHeader read_png_header(ByteView content);

} // namespace pouch::format
