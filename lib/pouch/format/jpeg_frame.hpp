#pragma once
#include "pouch/base/bytes.hpp"

#include <array>
#include <optional>

/// The frame of a JPEG and the heads of its scans, checked. Source: ITU-T T.81, B.2.2 and B.2.3; G.1.1.1 for scans
/// of progressive pictures. What is wrong is Fault::refused `jpeg.malformed`.
namespace pouch::format {

/// The byte at `at` as a number.
[[nodiscard]] inline unsigned byte_at(ByteView bytes, std::size_t at)
{
    return std::to_integer<unsigned>(bytes[at]);
}

namespace jpeg_marker {
inline constexpr std::uint8_t baseline = 0xC0; ///< The first of the frames, which differ in their coding,
inline constexpr std::uint8_t progressive = 0xC2;
inline constexpr std::uint8_t last_frame = 0xCF; ///< and go up to here, but for Huffman tables.
inline constexpr std::uint8_t huffman_tables = 0xC4;
inline constexpr std::uint8_t start = 0xD8;
inline constexpr std::uint8_t end = 0xD9;
inline constexpr std::uint8_t start_of_scan = 0xDA;
inline constexpr std::uint8_t quantisation_tables = 0xDB;
inline constexpr std::uint8_t late_height = 0xDC;
inline constexpr std::uint8_t restart_interval = 0xDD;
inline constexpr std::uint8_t hierarchy = 0xDE;
inline constexpr std::uint8_t expansion = 0xDF;
inline constexpr std::uint8_t application_0 = 0xE0;
inline constexpr std::uint8_t application_1 = 0xE1;
inline constexpr std::uint8_t application_14 = 0xEE;
inline constexpr std::uint8_t application_15 = 0xEF;
inline constexpr std::uint8_t comment = 0xFE;
} // namespace jpeg_marker

inline constexpr std::size_t jpeg_slots = 4;      ///< Tables of a kind, and components.
inline constexpr unsigned jpeg_coefficients = 64; ///< Of a block.

/// Throws Fault::refused `jpeg.malformed` unless `is_good`.
void demand_of_jpeg(bool is_good, std::string_view what);

struct JpegComponent {
    std::uint8_t id = 0;
    std::uint8_t sampling = 0; ///< Horizontal and vertical, four bits each.
    std::uint8_t quantisation = 0;
    bool has_begun = false; ///< A scan of it was there.
    std::array<std::optional<unsigned>, jpeg_coefficients>
        lowest_bits{};                  ///< Of what was read; progressive only.
    std::vector<std::uint64_t> nonzero; ///< The same: a bit for each coefficient.

    [[nodiscard]] unsigned wide() const { return sampling >> 4U; }
    [[nodiscard]] unsigned high() const { return sampling & 15U; }
};

/// What SOF says.
struct JpegFrame {
    std::uint8_t marker = 0;
    std::uint16_t width = 0;
    std::uint16_t height = 0;
    unsigned wide = 1; ///< The largest of the sampling factors.
    unsigned high = 1;
    std::vector<JpegComponent> components;

    [[nodiscard]] bool is_progressive() const { return marker == jpeg_marker::progressive; }
    /// Blocks of the picture in a scan of `component` alone.
    [[nodiscard]] std::uint64_t blocks_of(const JpegComponent& component) const;
    /// Units of the picture in a scan of several components.
    [[nodiscard]] std::uint64_t units() const;
};

/// What SOS says.
struct JpegScanHead {
    struct Part {
        std::size_t component = 0; ///< Index in the frame.
        unsigned dc = 0;           ///< Numbers of tables.
        unsigned ac = 0;
    };
    std::vector<Part> parts;
    unsigned first = 0; ///< Of the coefficients,
    unsigned last = 0;
    unsigned high_bit = 0; ///< and of the bits of them: 0, or the last that was read before.
    unsigned low_bit = 0;
};

/// Throws also `jpeg.kind` and `jpeg.limit`, see rewrite_jpeg.
[[nodiscard]] JpegFrame read_jpeg_frame(std::uint8_t marker, ByteView segment);

[[nodiscard]] JpegScanHead read_jpeg_scan_head(ByteView segment, const JpegFrame& frame);

} // namespace pouch::format
