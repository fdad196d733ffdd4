#include "pouch/format/bundle_watch.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/stored_frame.hpp"

#include <algorithm>
#include <cstring>

namespace pouch::format {

namespace {

constexpr std::uint32_t zstd_magic = 0xFD2FB528;
constexpr std::size_t magic_and_descriptor = 5;
constexpr std::size_t block_header_size = 3;
constexpr std::size_t checksum_size = 4;
constexpr std::size_t block_limit = 131072;

enum class BlockType : unsigned { raw = 0, rle = 1, compressed = 2, reserved = 3 };

Error malformed(std::string_view what)
{
    return refused("bundle.malformed", "this begins as a bundle, but then comes {}", what)
        .with_hint("--raw encrypts any bytes");
}

} // namespace

void BundleWatch::feed(ByteView bytes)
{
    if (!is_bundle_ || bytes.empty()) return;
    if (seen_ < stored_frame_start.size()) {
        const auto size = std::min(bytes.size(), stored_frame_start.size() - seen_);
        is_bundle_ = std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size),
                                stored_frame_start.begin() + static_cast<std::ptrdiff_t>(seen_));
        if (!is_bundle_) return;
        seen_ += size;
    }
    walk(bytes);
}

void BundleWatch::finish() const
{
    if (!is_bundle_ || (part_ == Part::frame_start && gathered_size_ == 0 && last_was_end_)) return;
    throw refused("bundle.truncated", "the input begins as a bundle, but does not end as one")
        .with_hint("was the pipeline before this cut short? --raw encrypts any bytes");
}

/// Consumes `bytes`, part by part.
void BundleWatch::walk(ByteView bytes)
{
    while (!bytes.empty()) {
        const auto piece = bytes.first(std::min(bytes.size(), wanted_));
        bytes = bytes.subspan(piece.size());
        match_end(piece);
        if (part_ == Part::frame_start || part_ == Part::block_header) {
            std::memcpy(gathered_.data() + gathered_size_, piece.data(), piece.size());
            gathered_size_ += piece.size();
        }
        wanted_ -= piece.size();
        if (wanted_ == 0) advance();
    }
}

void BundleWatch::begin(Part part, std::size_t size)
{
    part_ = part;
    wanted_ = size;
    gathered_size_ = 0;
}

/// The part at hand is complete: on to the next one that has any bytes.
void BundleWatch::advance()
{
    switch (part_) {
    case Part::frame_start:
        return read_descriptor();
    case Part::header:
        return begin(Part::block_header, block_header_size);
    case Part::block_header:
        read_block_header();
        if (wanted_ > 0) return;
        [[fallthrough]];
    case Part::block:
        if (!is_last_block_) return begin(Part::block_header, block_header_size);
        if (has_checksum_) return begin(Part::checksum, checksum_size);
        [[fallthrough]];
    case Part::checksum:
        last_was_end_ = end_matched_ == end_frame().size();
        is_end_so_far_ = true;
        end_matched_ = 0;
        return begin(Part::frame_start, magic_and_descriptor);
    }
}

void BundleWatch::read_descriptor()
{
    if (read_le<std::uint32_t>(gathered_) != zstd_magic) throw malformed("something that is no zstd frame");
    const auto descriptor = std::to_integer<unsigned>(gathered_[4]);
    if ((descriptor & 0x08U) != 0) throw malformed("a zstd frame of an unknown kind");
    constexpr std::array<std::size_t, 4> dictionary_sizes = {0, 1, 2, 4};
    constexpr std::array<std::size_t, 4> content_sizes = {0, 2, 4, 8};
    const bool is_single_segment = (descriptor & 0x20U) != 0;
    has_checksum_ = (descriptor & 0x04U) != 0;
    const auto size_flag = descriptor >> 6U;
    // One segment has no window, and then at least one byte of size: there is always a byte of header to
    // come.
    const auto window_or_size = is_single_segment ? (size_flag == 0 ? 1U : 0U) : 1U;
    begin(Part::header, window_or_size + dictionary_sizes[descriptor & 3U] + content_sizes[size_flag]);
}

void BundleWatch::read_block_header()
{
    const auto value = read_le<std::uint16_t>(gathered_) | std::to_integer<std::uint32_t>(gathered_[2])
                                                               << 16U;
    const auto type = static_cast<BlockType>(value >> 1U & 3U);
    const std::size_t size = value >> 3U;
    if (type == BlockType::reserved || size > block_limit) throw malformed("a malformed zstd block");
    is_last_block_ = (value & 1U) != 0;
    begin(Part::block, type == BlockType::rle ? 1 : size);
}

void BundleWatch::match_end(ByteView bytes)
{
    if (!is_end_so_far_) return;
    const auto& end = end_frame();
    is_end_so_far_ = bytes.size() <= end.size() - end_matched_ &&
                     std::memcmp(bytes.data(), end.data() + end_matched_, bytes.size()) == 0;
    if (is_end_so_far_) end_matched_ += bytes.size();
}

} // namespace pouch::format
