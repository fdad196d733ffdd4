#include "pouch/format/stored_frame.hpp"

#include "pouch/base/checked.hpp"
#include "pouch/base/error.hpp"

#include <algorithm>
#include <new>
#include <xxhash.h>

namespace pouch::format {

namespace {

std::array<std::byte, stored_header_size> stored_header(std::uint64_t content_size)
{
    std::array<std::byte, stored_header_size> header{};
    std::copy(stored_frame_start.begin(), stored_frame_start.end(), header.begin());
    for (unsigned i = 0; i < 8; ++i) header[6 + i] = static_cast<std::byte>(content_size >> (8 * i) & 0xFFU);
    return header;
}

std::array<std::byte, 3> stored_block_header(std::size_t size, bool is_last)
{
    const auto value = static_cast<std::uint32_t>(size) << 3U | (is_last ? 1U : 0U);
    return {static_cast<std::byte>(value & 0xFFU), static_cast<std::byte>(value >> 8U & 0xFFU),
            static_cast<std::byte>(value >> 16U & 0xFFU)};
}

/// The low half of a XXH64.
std::array<std::byte, 4> stored_checksum(std::uint64_t hash)
{
    std::array<std::byte, 4> bytes{};
    for (unsigned i = 0; i < 4; ++i) bytes[i] = static_cast<std::byte>(hash >> (8 * i) & 0xFFU);
    return bytes;
}

[[noreturn]] void refuse_framing()
{
    throw refused("frame.stored", "a stored frame is not in its one canonical form");
}

bool same(ByteView a, ByteView b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

std::uint64_t content_size_of(ByteView header)
{
    const auto size = read_le<std::uint64_t>(header.subspan(6, 8));
    if (size == 0 || !same(header, stored_header(size))) refuse_framing();
    return size;
}

} // namespace

std::uint64_t stored_frame_size(std::uint64_t content_size)
{
    const auto blocks = content_size / stored_block_size + (content_size % stored_block_size != 0 ? 1 : 0);
    return checked_add(checked_add(content_size, checked_mul<std::uint64_t>(blocks, 3)),
                       std::uint64_t{stored_header_size + 4});
}

struct StoredFrameWriter::Checksum {
    struct Free {
        void operator()(XXH64_state_t* state) const { XXH64_freeState(state); }
    };
    std::unique_ptr<XXH64_state_t, Free> state{XXH64_createState()};

    Checksum()
    {
        if (!state || XXH64_reset(state.get(), 0) != XXH_OK) throw std::bad_alloc();
    }
};

StoredFrameWriter::StoredFrameWriter(std::uint64_t content_size, Write write)
    : write_(std::move(write)), left_(content_size), checksum_(std::make_unique<Checksum>())
{
    write_(stored_header(content_size));
}

StoredFrameWriter::~StoredFrameWriter() = default;

void StoredFrameWriter::write_block(ByteView block)
{
    left_ -= block.size();
    XXH64_update(checksum_->state.get(), block.data(), block.size());
    write_(stored_block_header(block.size(), left_ == 0));
    write_(block);
}

void StoredFrameWriter::add(ByteView piece)
{
    if (piece.size() > left_ - block_.size()) throw bug("a stored frame of more content than was said");
    while (!piece.empty()) {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(stored_block_size, left_));
        const auto count = std::min(size - block_.size(), piece.size());
        if (count == size) {
            write_block(piece.first(count));
        } else {
            append(block_, piece.first(count));
            if (block_.size() == size) {
                write_block(block_);
                block_.clear();
            }
        }
        piece = piece.subspan(count);
    }
}

void StoredFrameWriter::finish()
{
    if (left_ != 0) throw bug("a stored frame of less content than was said");
    write_(stored_checksum(XXH64_digest(checksum_->state.get())));
}

void write_stored_frame(ByteView content, const StoredFrameWriter::Write& write)
{
    StoredFrameWriter frame(content.size(), write);
    frame.add(content);
    frame.finish();
}

void append_stored_frame(Bytes& out, ByteView content)
{
    out.reserve(out.size() + stored_frame_size(content.size()));
    write_stored_frame(content, [&](ByteView piece) { append(out, piece); });
}

Bytes stored_frame(ByteView content)
{
    Bytes frame;
    append_stored_frame(frame, content);
    return frame;
}

Bytes read_stored_frame(io::Source& in, std::uint64_t limit)
{
    std::array<std::byte, stored_header_size> piece{};
    const auto take = [&](std::size_t size) {
        const auto got = io::read_up_to(in, MutableByteView(piece).first(size));
        if (got.size() < size) throw refused("bundle.truncated", "the input ends inside the head");
        return ByteView(got);
    };
    const auto header = io::read_up_to(in, piece);
    if (header.empty()) throw refused("bundle.truncated", "the input is empty");
    const auto start = std::min(header.size(), stored_frame_start.size());
    if (!same(ByteView(header).first(start), ByteView(stored_frame_start).first(start))) {
        throw refused("bundle.not", "not a bundle: the input does not begin with a stored head");
    }
    if (header.size() < piece.size()) throw refused("bundle.truncated", "the input ends inside the head");
    const auto size = content_size_of(header);
    if (size > limit)
        throw refused("head.size", "the head is larger than {} bytes", limit).with_hint("--max-head");

    Bytes content;
    while (content.size() < size) {
        const auto old = content.size();
        const auto block = static_cast<std::size_t>(std::min<std::uint64_t>(stored_block_size, size - old));
        if (!same(take(3), stored_block_header(block, old + block == size))) refuse_framing();
        // Grown as the bytes arrive: a claim of a huge head costs nothing. The last step is made before half of them
        // are here, so that the two copies are together never more than the head.
        if (content.capacity() < old + block) {
            const auto grown = 2 * (old + block);
            content.reserve(grown > size / 2 ? size : grown);
        }
        content.resize(old + block);
        const auto got = io::read_up_to(in, MutableByteView(content).subspan(old));
        if (got.size() < block) throw refused("bundle.truncated", "the input ends inside the head");
    }
    if (!same(take(4), stored_checksum(XXH64(content.data(), content.size(), 0)))) {
        throw refused("frame.checksum", "the head does not match its checksum");
    }
    return content;
}

const Bytes& end_frame()
{
    static const Bytes frame = stored_frame(Bytes(end_content_size));
    return frame;
}

} // namespace pouch::format
