#include "pouch/stage/chunk_block.hpp"

#include <algorithm>
#include <utility>

namespace pouch::stage {

ChunkReader::ChunkReader(io::Source& in, std::size_t chunk_size) : in_(in), chunk_size_(chunk_size)
{
    read_ahead();
    if (ahead_.chunks.empty()) {
        ahead_.chunks.emplace_back();
        ahead_.is_final = true;
    }
}

bool ChunkReader::next(ChunkBlock& block)
{
    if (ahead_.chunks.empty()) return false;
    std::swap(block, ahead_);
    ahead_.first_index = block.first_index + block.chunks.size();
    ahead_.chunks.clear();
    if (!block.is_final) read_ahead();
    block.is_final = ahead_.chunks.empty();
    return true;
}

void ChunkReader::read_ahead()
{
    const auto room = ahead_.room.first(chunks_per_block * chunk_size_);
    ByteView rest = io::read_up_to(in_, room);
    ahead_.is_final = rest.size() < room.size();
    ahead_.chunks.clear();
    while (!rest.empty()) {
        ahead_.chunks.push_back(rest.first(std::min(chunk_size_, rest.size())));
        rest = rest.subspan(ahead_.chunks.back().size());
    }
}

LinePlan plan_for(const ChunkReader& reader, std::size_t threads)
{
    if (reader.is_single()) return {1, 1, crypto::Volume::little};
    const auto workers = std::min(threads, worker_limit);
    return {workers, workers + 2, crypto::Volume::bulk};
}

} // namespace pouch::stage
