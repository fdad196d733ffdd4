#include "pouch/format/png_header.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/image_limits.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

constexpr std::size_t header_size = 13;

bool may_have(std::uint8_t colour, unsigned depth)
{
    switch (colour) {
    case PngHeader::grey:
        return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case PngHeader::palette:
        return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case PngHeader::rgb:
    case PngHeader::grey_alpha:
    case PngHeader::rgb_alpha:
        return depth == 8 || depth == 16;
    default:
        return false;
    }
}

/// Where the pixels of a pass of Adam7 begin, and how far they are from each other.
struct Lattice {
    std::uint32_t x, y, step_x, step_y;
};
constexpr std::array<Lattice, 7> adam7{{
    {0, 0, 8, 8},
    {4, 0, 8, 8},
    {0, 4, 4, 8},
    {2, 0, 4, 4},
    {0, 2, 2, 4},
    {1, 0, 2, 2},
    {0, 1, 1, 2},
}};

std::uint32_t points(std::uint32_t side, std::uint32_t begin, std::uint32_t step)
{
    return side <= begin ? 0 : (side - begin + step - 1) / step;
}

} // namespace

void demand_of_png(bool is_good, std::string_view what)
{
    if (!is_good) throw refused("png.malformed", "a PNG that is malformed: {}", what);
}

unsigned PngHeader::bits_of_pixel() const
{
    switch (colour) {
    case rgb:
        return 3 * depth;
    case grey_alpha:
        return 2 * depth;
    case rgb_alpha:
        return 4 * depth;
    default:
        return depth;
    }
}

std::vector<PngHeader::Pass> PngHeader::passes() const
{
    std::vector<Pass> passes;
    const auto add = [&](std::uint32_t columns, std::uint32_t rows) {
        if (columns == 0 || rows == 0) return;
        const auto bits = std::size_t{columns} * bits_of_pixel();
        const auto size = (bits + 7) / 8;
        passes.push_back({rows, size, static_cast<unsigned>(8 * size - bits)});
    };
    if (!is_interlaced) {
        add(width, height);
        return passes;
    }
    for (const auto& at : adam7) add(points(width, at.x, at.step_x), points(height, at.y, at.step_y));
    return passes;
}

PngHeader read_png_header(ByteView content)
{
    demand_of_png(content.size() == header_size, "the length of IHDR");
    const auto byte = [&](std::size_t at) { return std::to_integer<std::uint8_t>(content[at]); };
    PngHeader header;
    header.width = read_be<std::uint32_t>(content);
    header.height = read_be<std::uint32_t>(content.subspan(4));
    header.depth = byte(8);
    header.colour = byte(9);
    header.is_interlaced = byte(12) == 1;
    demand_of_png(header.width > 0 && header.height > 0, "a side of 0");
    demand_of_png(may_have(header.colour, header.depth), "a depth that its colours cannot have");
    demand_of_png(byte(10) == 0 && byte(11) == 0 && byte(12) <= 1, "the methods of IHDR");
    if (std::max(header.width, header.height) > image_side_limit ||
        std::uint64_t{header.width} * header.height > image_pixels_limit) {
        throw refused("png.limit", "more than {} pixels, or {} on a side", image_pixels_limit,
                      image_side_limit);
    }
    return header;
}

} // namespace pouch::format
