#include "pouch/stage/encrypt.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/format/bundle_watch.hpp"
#include "pouch/stage/chunk_block.hpp"

namespace pouch::stage {

namespace {

using namespace format;

class EncryptLine final : public OrderedLine {
  public:
    EncryptLine(ChunkReader& reader, io::Sink& out, const AgePayloadKey& key, const LinePlan& plan,
                BundleRule rule)
        : reader_(reader), out_(out), rule_(rule)
    {
        for (std::size_t i = 0; i < plan.slots; ++i) slots_.emplace_back(key, plan.volume);
    }

    bool read(std::size_t slot) override
    {
        auto& block = slots_[slot].block;
        if (!reader_.next(block)) return false;
        if (rule_ == BundleRule::enforced) {
            for (const auto chunk : block.chunks) watch_.feed(chunk);
            if (block.is_final) watch_.finish();
        }
        return true;
    }
    void work(std::size_t slot) override
    {
        auto& [block, aead, room, sealed_size] = slots_[slot];
        sealed_size = 0;
        for (std::size_t i = 0; i < block.chunks.size(); ++i) {
            const auto plain = block.chunks[i];
            const auto size = plain.size() + crypto::aead_tag_size;
            aead.seal(block.nonce_of(i), plain, room.first(sealed_size + size).subspan(sealed_size));
            sealed_size += size;
        }
    }
    void deliver(std::size_t slot) override { out_.write(slots_[slot].room.first(slots_[slot].sealed_size)); }

  private:
    struct Slot {
        Slot(const AgePayloadKey& key, crypto::Volume volume) : aead(key.expose(), volume) {}

        ChunkBlock block;
        crypto::Aead aead;
        BlockRoom room; ///< The sealed chunks.
        std::size_t sealed_size = 0;
    };

    ChunkReader& reader_;
    io::Sink& out_;
    BundleRule rule_;
    BundleWatch watch_;
    std::vector<Slot> slots_;
};

} // namespace

void encrypt(io::Source& in, io::Sink& out, const std::vector<AgeRecipient>& recipients,
             const EncryptOptions& options)
{
    ChunkReader reader(in, age_chunk_size);
    auto rule = options.bundle_rule;
    if (reader.is_empty()) {
        if (options.empty_input == EmptyInput::refused) {
            throw refused("input.empty", "{}: empty", in.name()).with_hint("--allow-empty encrypts it");
        }
        rule = BundleRule::off; // nothing is the start of anything
    }
    const auto file_key = AgeFileKey::random();
    AgePayloadNonce nonce{};
    randombytes_buf(nonce.data(), nonce.size());
    const auto key = age_payload_key(file_key, nonce);

    auto front = write_age_header(file_key, recipients);
    append(front, nonce);
    out.write(front);

    const auto plan = plan_for(reader, options.threads);
    EncryptLine line(reader, out, key, plan, rule);
    run_ordered(line, plan.threads, plan.slots);
}

} // namespace pouch::stage
