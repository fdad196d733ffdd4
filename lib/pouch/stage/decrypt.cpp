#include "pouch/stage/decrypt.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/io/prefixed.hpp"
#include "pouch/stage/chunk_block.hpp"

#include <algorithm>
#include <cstring>

namespace pouch::stage {

namespace {

using namespace format;

/// What is wrong with a chunk that did not open as `place`: would it open in the other one? `room` is as long
/// as its plaintext; what comes to stand there is not used.
Error judge(crypto::Aead& aead, std::uint64_t index, ChunkPlace place, ByteView sealed, MutableByteView room)
{
    const bool is_last = place == ChunkPlace::final;
    const auto other = is_last ? ChunkPlace::middle : ChunkPlace::final;
    if (aead.open(age_chunk_nonce(index, other), sealed, room)) {
        return is_last ? refused("age.truncated", "the input ends after chunk {}, which is not the final one",
                                 index)
                       : refused("age.trailing", "data after the final chunk");
    }
    return is_last
               ? refused("age.tampered", "chunk {}, the last, is not authentic: damaged or cut short", index)
               : refused("age.tampered", "chunk {} is not authentic", index);
}

class DecryptLine final : public OrderedLine {
  public:
    DecryptLine(ChunkReader& reader, io::Sink& out, const AgePayloadKey& key, const LinePlan& plan)
        : reader_(reader), out_(out)
    {
        for (std::size_t i = 0; i < plan.slots; ++i) slots_.emplace_back(key, plan.volume);
    }

    bool read(std::size_t slot) override { return reader_.next(slots_[slot].block); }
    void work(std::size_t slot) override
    {
        auto& [block, aead, room, plain_size] = slots_[slot];
        plain_size = 0;
        for (std::size_t i = 0; i < block.chunks.size(); ++i) {
            const auto sealed = block.chunks[i];
            const auto index = block.first_index + i;
            if (sealed.size() < crypto::aead_tag_size) {
                throw refused("age.truncated", "the input ends before chunk {} does", index);
            }
            const auto size = sealed.size() - crypto::aead_tag_size;
            const auto plain = room.first(plain_size + size).subspan(plain_size);
            if (!aead.open(block.nonce_of(i), sealed, plain)) {
                throw judge(aead, index, block.place_of(i), sealed, plain);
            }
            if (size == 0 && index > 0) throw refused("age.malformed", "the final chunk is empty");
            plain_size += size;
        }
    }
    void deliver(std::size_t slot) override { out_.write(slots_[slot].room.first(slots_[slot].plain_size)); }

  private:
    struct Slot {
        Slot(const AgePayloadKey& key, crypto::Volume volume) : aead(key.expose(), volume) {}

        ChunkBlock block;
        crypto::Aead aead;
        BlockRoom room; ///< The opened chunks.
        std::size_t plain_size = 0;
    };

    ChunkReader& reader_;
    io::Sink& out_;
    std::vector<Slot> slots_;
};

} // namespace

void decrypt(io::Source& in, io::Sink& out, const std::vector<AgeIdentity>& identities, std::size_t threads)
{
    auto front = read_age_header(in);
    const auto file_key = open_age_header(front.header, identities);
    io::PrefixedSource payload(std::move(front.rest), in);
    AgePayloadNonce nonce{};
    if (io::read_up_to(payload, nonce).size() < nonce.size()) {
        throw refused("age.truncated", "the input ends before the payload");
    }
    const auto key = age_payload_key(file_key, nonce);

    ChunkReader reader(payload, age_sealed_chunk_size);
    const auto plan = plan_for(reader, threads);
    DecryptLine line(reader, out, key, plan);
    run_ordered(line, plan.threads, plan.slots);
}

} // namespace pouch::stage
