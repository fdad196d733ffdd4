#include "pouch/format/jpeg_frame.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/image_limits.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

std::uint64_t divided_up(std::uint64_t a, std::uint64_t b)
{
    return (a + b - 1) / b;
}

} // namespace

void demand_of_jpeg(bool is_good, std::string_view what)
{
    if (!is_good) throw refused("jpeg.malformed", "a JPEG that is malformed: {}", what);
}

std::uint64_t JpegFrame::blocks_of(const JpegComponent& component) const
{
    const auto blocks = [](std::uint64_t side, unsigned factor, unsigned largest) {
        return divided_up(divided_up(side * factor, largest), 8);
    };
    return blocks(width, component.wide(), wide) * blocks(height, component.high(), high);
}

std::uint64_t JpegFrame::units() const
{
    return divided_up(width, 8 * wide) * divided_up(height, 8 * high);
}

JpegFrame read_jpeg_frame(std::uint8_t marker, ByteView segment)
{
    demand_of_jpeg(segment.size() >= 6, "SOF is too short");
    JpegFrame frame;
    frame.marker = marker;
    frame.height = read_be<std::uint16_t>(segment.subspan(1));
    frame.width = read_be<std::uint16_t>(segment.subspan(3));
    if (byte_at(segment, 0) != 8) throw refused("jpeg.kind", "a JPEG that has not 8 bits for a sample");
    if (frame.height == 0) throw refused("jpeg.kind", "a JPEG whose height comes later");
    demand_of_jpeg(frame.width != 0, "a width of 0");
    if (std::uint64_t{frame.width} * frame.height > image_pixels_limit) {
        throw refused("jpeg.limit", "more than {} pixels", image_pixels_limit);
    }
    const auto count = byte_at(segment, 5);
    demand_of_jpeg(count >= 1 && count <= jpeg_slots && segment.size() == 6 + 3 * count,
                   "the components of SOF");
    for (std::size_t i = 0; i < count; ++i) {
        JpegComponent component;
        component.id = static_cast<std::uint8_t>(byte_at(segment, 6 + 3 * i));
        component.sampling = static_cast<std::uint8_t>(byte_at(segment, 7 + 3 * i));
        component.quantisation = static_cast<std::uint8_t>(byte_at(segment, 8 + 3 * i));
        const auto is_factor = [](unsigned factor) { return factor >= 1 && factor <= 4; };
        demand_of_jpeg(is_factor(component.wide()) && is_factor(component.high()), "a sampling factor");
        demand_of_jpeg(component.quantisation < jpeg_slots, "the number of a quantisation table");
        for (const auto& other : frame.components)
            demand_of_jpeg(other.id != component.id, "a component twice");
        frame.wide = std::max(frame.wide, component.wide());
        frame.high = std::max(frame.high, component.high());
        frame.components.push_back(component);
    }
    return frame;
}

JpegScanHead read_jpeg_scan_head(ByteView segment, const JpegFrame& frame)
{
    const auto count = segment.empty() ? 0 : byte_at(segment, 0);
    demand_of_jpeg(count >= 1 && count <= jpeg_slots && segment.size() == 4 + 2 * count,
                   "the components of SOS");
    JpegScanHead head;
    std::size_t next = 0;
    unsigned blocks = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto id = byte_at(segment, 1 + 2 * i);
        while (next < frame.components.size() && frame.components[next].id != id) ++next;
        demand_of_jpeg(next < frame.components.size(),
                       "a scan of a component that is not there, twice, or not in order");
        const auto tables = byte_at(segment, 2 + 2 * i);
        head.parts.push_back({next, tables >> 4U, tables & 15U});
        demand_of_jpeg(head.parts.back().dc < jpeg_slots && head.parts.back().ac < jpeg_slots,
                       "the number of a Huffman table");
        blocks += frame.components[next].wide() * frame.components[next].high();
        ++next;
    }
    demand_of_jpeg(count == 1 || blocks <= 10, "more than ten blocks in a unit");
    head.first = byte_at(segment, 1 + 2 * count);
    head.last = byte_at(segment, 2 + 2 * count);
    head.high_bit = byte_at(segment, 3 + 2 * count) >> 4U;
    head.low_bit = byte_at(segment, 3 + 2 * count) & 15U;
    if (!frame.is_progressive()) {
        demand_of_jpeg(head.first == 0 && head.last == jpeg_coefficients - 1 && head.high_bit == 0 &&
                           head.low_bit == 0,
                       "the coefficients of a sequential scan");
        return head;
    }
    demand_of_jpeg(head.first == 0 ? head.last == 0
                                   : head.first <= head.last && head.last < jpeg_coefficients && count == 1,
                   "the coefficients of a progressive scan");
    demand_of_jpeg(head.low_bit <= 13 && (head.high_bit == 0 || head.high_bit == head.low_bit + 1),
                   "the bits of a progressive scan");
    return head;
}

} // namespace pouch::format
