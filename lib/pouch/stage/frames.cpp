#include "pouch/stage/frames.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/format/stored_frame.hpp"

#include <algorithm>

namespace pouch::stage {

namespace {

Error truncated()
{
    return refused("bundle.truncated", "the bundle ends before its END");
}

/// Reads frames, checks their digests in parallel, writes them in order.
class CopyLine final : public OrderedLine {
  public:
    CopyLine(io::Source& in, format::FrameSink& out, const std::vector<format::FrameEntry>& frames,
             crypto::Algorithm algorithm, std::size_t slots)
        : in_(in), out_(out), frames_(frames)
    {
        for (std::size_t i = 0; i < slots; ++i) slots_.push_back({{}, 0, crypto::Hasher(algorithm)});
    }
    bool read(std::size_t slot) override
    {
        if (next_ == frames_.size()) return false;
        slots_[slot].number = next_++;
        read_frame(in_, slots_[slot].frame, frames_[slots_[slot].number]);
        return true;
    }
    void work(std::size_t slot) override
    {
        auto& [frame, number, hasher] = slots_[slot];
        check_frame(frame, frames_[number], hasher, number + 1);
    }
    void deliver(std::size_t slot) override { out_.write(slots_[slot].frame); }

  private:
    struct Slot {
        Bytes frame;
        std::size_t number;
        crypto::Hasher hasher;
    };
    io::Source& in_;
    format::FrameSink& out_;
    const std::vector<format::FrameEntry>& frames_;
    std::vector<Slot> slots_;
    std::size_t next_ = 0;
};

} // namespace

Error head_too_large()
{
    return refused("head.size", "the head of this bundle would exceed {} bytes", format::default_head_limit)
        .with_hint("fewer files in one bundle, or fewer labels of files");
}

void write_head(const format::HeadBuilder& head, format::FrameSink& out)
{
    if (head.size() > format::default_head_limit) throw head_too_large();
    format::StoredFrameWriter frame(head.size(), [&](ByteView piece) { out.write(piece); });
    head.write([&](ByteView piece) { frame.add(piece); });
    frame.finish();
}

void read_frame(io::Source& in, Bytes& buffer, const format::FrameEntry& entry)
{
    buffer.resize(entry.compressed_size);
    if (io::read_up_to(in, buffer).size() < buffer.size()) throw truncated();
}

void check_frame(ByteView frame, const format::FrameEntry& entry, crypto::Hasher& hasher, std::size_t number)
{
    hasher.update(frame);
    if (hasher.finish() != entry.digest) {
        throw refused("frame.digest", "payload frame {} does not match the frame table", number);
    }
}

void read_end(io::Source& in)
{
    const auto& end = format::end_frame();
    Bytes got(end.size());
    const auto read = io::read_up_to(in, got);
    if (!std::equal(read.begin(), read.end(), end.begin())) {
        throw refused("bundle.end", "what follows the payload is not the END of a bundle");
    }
    if (read.size() < end.size()) throw truncated();
    std::byte more{};
    if (in.read({&more, 1}) != 0) throw refused("bundle.trailing", "data follows the END of the bundle");
}

void copy_checked(io::Source& in, format::FrameSink& out, const format::CheckedHead& head,
                  crypto::Algorithm algorithm, std::size_t threads)
{
    const auto slots = threads + 2;
    CopyLine line(in, out, head.frames, algorithm, slots);
    run_ordered(line, threads, slots);
    read_end(in);
    out.write(format::end_frame());
}

void copy_unchecked(io::Source& in, format::FrameSink& out, const format::CheckedHead& head)
{
    for (const auto& frame : head.frames) { // by frames, so that the sink knows where each one ends
        if (!out.pass(in, frame.compressed_size)) throw truncated();
    }
    read_end(in);
    out.write(format::end_frame());
}

} // namespace pouch::stage
