#include "pouch/stage/encrypt.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/format/bundle_watch.hpp"
#include "pouch/stage/chunk_block.hpp"

namespace pouch::stage {

namespace {

using namespace format;

/// What one item needs: its block, and a sealer that only its slot uses.
struct SealSlot {
    ChunkBlock block;
    crypto::Sealer sealer;
};

class EncryptLine final : public OrderedLine {
  public:
    EncryptLine(ChunkReader& reader, io::Sink& out, const AgePayloadKey& key, BundleRule rule,
                std::size_t slots)
        : reader_(reader), out_(out), is_watching_(rule == BundleRule::enforced)
    {
        for (std::size_t i = 0; i < slots; ++i) slots_.push_back({{}, crypto::Sealer(key.expose())});
    }

    bool read(std::size_t slot) override
    {
        auto& block = slots_[slot].block;
        if (!reader_.next(block)) return false;
        if (is_watching_) watch(block);
        return true;
    }
    void work(std::size_t slot) override
    {
        auto& [block, sealer] = slots_[slot];
        for (std::size_t i = 0; i < block.count; ++i) {
            const auto plain_size = size_of(block, i);
            sealer.seal(age_chunk_nonce(block.first + i, block.place_of(i)), block.at(i, plain_size),
                        block.at(i, plain_size + crypto::aead_tag_size));
        }
    }
    void deliver(std::size_t slot) override
    {
        auto& block = slots_[slot].block;
        const auto full = (block.count - 1) * age_sealed_chunk_size;
        out_.write(block.at(0, full + block.last_size + crypto::aead_tag_size));
    }

  private:
    static std::size_t size_of(const ChunkBlock& block, std::size_t i)
    {
        return i + 1 == block.count ? block.last_size : age_chunk_size;
    }
    void watch(ChunkBlock& block)
    {
        for (std::size_t i = 0; i < block.count; ++i) watch_.feed(block.at(i, size_of(block, i)));
        if (block.is_final) watch_.finish();
    }

    ChunkReader& reader_;
    io::Sink& out_;
    bool is_watching_;
    BundleWatch watch_;
    std::vector<SealSlot> slots_;
};

} // namespace

void encrypt(io::Source& in, io::Sink& out, const std::vector<AgeRecipient>& recipients,
             const EncryptOptions& options)
{
    ChunkReader reader(in, age_chunk_size);
    if (reader.is_empty() && options.empty_input == EmptyInput::refused) {
        throw refused("input.empty", "{}: empty", in.name()).with_hint("--allow-empty encrypts it");
    }
    const auto file_key = AgeFileKey::random();
    AgePayloadNonce nonce{};
    randombytes_buf(nonce.data(), nonce.size());
    const auto key = age_payload_key(file_key, nonce);

    auto front = write_age_header(file_key, recipients);
    append(front, nonce);
    out.write(front);

    const auto threads = reader.is_single() ? 1 : options.threads;
    const auto slots = reader.is_single() ? 1 : slots_for(threads);
    EncryptLine line(reader, out, key, reader.is_empty() ? BundleRule::off : options.bundle_rule, slots);
    run_ordered(line, threads, slots);
}

} // namespace pouch::stage
