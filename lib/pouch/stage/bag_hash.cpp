#include "pouch/stage/bag_hash.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/interrupt.hpp"
#include "pouch/base/ordered.hpp"

namespace pouch::stage {

namespace {

constexpr std::size_t buffer_size = std::size_t{256} << 10U;

struct HashSlot {
    const BagFile* file = nullptr;
    std::vector<crypto::AnyAlgorithm> algorithms;
    std::vector<crypto::Digest> digests;
    Bytes buffer;
};

/// One item is one file.
class HashLine final : public OrderedLine {
  public:
    HashLine(const BagHashing& hashing, std::size_t slots) : hashing_(hashing), slots_(slots) {}

    bool read(std::size_t slot) override
    {
        if (is_read()) return false;
        slots_[slot].file = &hashing_.files[next_++];
        slots_[slot].algorithms = hashing_.wanted(*slots_[slot].file);
        return true;
    }
    [[nodiscard]] bool is_read() const override { return next_ == hashing_.files.size(); }

    void work(std::size_t slot) override
    {
        auto& item = slots_[slot];
        item.digests.clear();
        if (item.algorithms.empty()) return;
        crypto::AnyHasher hasher(item.algorithms);
        const auto& path = item.file->path;
        const auto file = open_bag_file(hashing_.root, path);
        item.buffer.resize(buffer_size);
        std::uint64_t size = 0;
        while (const auto got = io::read_some(file.get(), item.buffer, path)) {
            throw_if_interrupted();
            hasher.update(ByteView(item.buffer).first(got));
            size += got;
            if (size > item.file->size) break;
        }
        if (size != item.file->size) {
            throw Error(Fault::temporary, "input.changed", path + ": the file changed while it was read");
        }
        item.digests = hasher.finish();
    }

    void deliver(std::size_t slot) override
    {
        const auto& item = slots_[slot];
        hashing_.deliver(*item.file, item.algorithms, item.digests);
    }

  private:
    const BagHashing& hashing_;
    std::vector<HashSlot> slots_;
    std::size_t next_ = 0;
};

} // namespace

void hash_bag(const BagHashing& hashing, std::size_t threads)
{
    const auto slots = 4 * threads;
    HashLine line(hashing, slots);
    run_ordered(line, threads, slots);
}

} // namespace pouch::stage
