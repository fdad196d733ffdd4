#include "pouch/stage/chunk_block.hpp"

#include <utility>

namespace pouch::stage {

ChunkReader::ChunkReader(io::Source& in, std::size_t chunk_size) : in_(in), chunk_size_(chunk_size)
{
    read_ahead();
    if (ahead_.count == 0) {
        ahead_.count = 1;
        ahead_.is_final = true;
    }
}

bool ChunkReader::next(ChunkBlock& block)
{
    if (!has_ahead_) return false;
    std::swap(block, ahead_);
    if (block.is_final) {
        has_ahead_ = false;
        return true;
    }
    ahead_.first = block.first + block.count;
    read_ahead();
    if (ahead_.count == 0) {
        block.is_final = true;
        has_ahead_ = false;
    }
    return true;
}

void ChunkReader::read_ahead()
{
    auto& block = ahead_;
    if (!block.room_) {
        // Not cleared: a small input touches only as much of it as it fills.
        block.room_.reset(new std::byte[ChunkBlock::capacity * format::age_sealed_chunk_size]);
    }
    block.count = 0;
    block.last_size = 0;
    block.is_final = false;
    while (block.count < ChunkBlock::capacity) {
        const auto size = io::read_up_to(in_, block.at(block.count, chunk_size_)).size();
        if (size > 0) {
            ++block.count;
            block.last_size = size;
        }
        if (size < chunk_size_) {
            block.is_final = block.count > 0;
            return;
        }
    }
}

} // namespace pouch::stage
