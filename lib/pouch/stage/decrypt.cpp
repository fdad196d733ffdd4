#include "pouch/stage/decrypt.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/stage/chunk_block.hpp"

#include <algorithm>
#include <cstring>

namespace pouch::stage {

namespace {

using namespace format;

/// The bytes that were read with the header, then the rest of the stream.
class PayloadSource final : public io::Source {
  public:
    PayloadSource(Bytes front, io::Source& in) : front_(std::move(front)), in_(in) {}
    std::size_t read(MutableByteView out) override
    {
        if (at_ == front_.size()) return in_.read(out);
        const auto count = std::min(out.size(), front_.size() - at_);
        if (count > 0) std::memcpy(out.data(), front_.data() + at_, count);
        at_ += count;
        return count;
    }
    [[nodiscard]] const std::string& name() const override { return in_.name(); }

  private:
    Bytes front_;
    std::size_t at_ = 0;
    io::Source& in_;
};

struct OpenSlot {
    ChunkBlock block;
    crypto::Opener opener;
};

/// Opens chunk `index` where it stands, or says what is wrong with it.
void open_in_place(crypto::Opener& opener, std::uint64_t index, ChunkPlace place, MutableByteView sealed)
{
    if (sealed.size() < crypto::aead_tag_size) {
        throw refused("age.truncated", "the input ends inside or before chunk {}", index);
    }
    const auto plain = sealed.first(sealed.size() - crypto::aead_tag_size);
    if (opener.open(age_chunk_nonce(index, place), sealed, plain)) {
        if (plain.empty() && index > 0) throw refused("age.malformed", "the final chunk is empty");
        return;
    }
    // Refused in any case; for the message, would it open in the other place? Opening is its own inverse but
    // for the tag, so a second time brings the sealed bytes back.
    static_cast<void>(opener.open(age_chunk_nonce(index, place), sealed, plain));
    const auto other = place == ChunkPlace::final ? ChunkPlace::middle : ChunkPlace::final;
    if (opener.open(age_chunk_nonce(index, other), sealed, plain)) {
        throw place == ChunkPlace::final ? refused("age.truncated", "the input ends after chunk {}", index)
                                         : refused("age.trailing", "data after the final chunk");
    }
    throw place == ChunkPlace::final
        ? refused("age.tampered", "chunk {}, the last, is not authentic: damaged or cut short", index)
        : refused("age.tampered", "chunk {} is not authentic", index);
}

class DecryptLine final : public OrderedLine {
  public:
    DecryptLine(ChunkReader& reader, io::Sink& out, const AgePayloadKey& key, std::size_t slots)
        : reader_(reader), out_(out)
    {
        for (std::size_t i = 0; i < slots; ++i) slots_.push_back({{}, crypto::Opener(key.expose())});
    }

    bool read(std::size_t slot) override { return reader_.next(slots_[slot].block); }
    void work(std::size_t slot) override
    {
        auto& [block, opener] = slots_[slot];
        for (std::size_t i = 0; i < block.count; ++i) {
            open_in_place(opener, block.first + i, block.place_of(i), block.at(i, size_of(block, i)));
        }
    }
    void deliver(std::size_t slot) override
    {
        auto& block = slots_[slot].block;
        for (std::size_t i = 0; i < block.count; ++i) {
            out_.write(block.at(i, size_of(block, i) - crypto::aead_tag_size));
        }
    }

  private:
    static std::size_t size_of(const ChunkBlock& block, std::size_t i)
    {
        return i + 1 == block.count ? block.last_size : age_sealed_chunk_size;
    }

    ChunkReader& reader_;
    io::Sink& out_;
    std::vector<OpenSlot> slots_;
};

} // namespace

void decrypt(io::Source& in, io::Sink& out, const std::vector<AgeIdentity>& identities, std::size_t threads)
{
    auto front = read_age_header(in);
    const auto file_key = open_age_header(front.header, identities);
    PayloadSource payload(std::move(front.rest), in);
    AgePayloadNonce nonce{};
    if (io::read_up_to(payload, nonce).size() < nonce.size()) {
        throw refused("age.truncated", "the input ends before the payload");
    }
    const auto key = age_payload_key(file_key, nonce);

    ChunkReader reader(payload, age_sealed_chunk_size);
    const auto slots = reader.is_single() ? 1 : slots_for(threads);
    DecryptLine line(reader, out, key, slots);
    run_ordered(line, reader.is_single() ? 1 : threads, slots);
}

} // namespace pouch::stage
