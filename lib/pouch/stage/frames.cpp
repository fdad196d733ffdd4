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

Error wrong_digest(std::size_t number)
{
    return refused("frame.digest", "payload frame {} does not match the frame table", number);
}

/// Reads frames, checks their digests in parallel, four in one go, writes them in order.
class CopyLine final : public OrderedLine {
  public:
    CopyLine(io::Source& in, format::FrameSink& out, const std::vector<format::FrameEntry>& frames,
             crypto::Algorithm algorithm, std::size_t slots)
        : in_(in), out_(out), frames_(frames), algorithm_(algorithm), slots_(slots)
    {
    }
    bool read(std::size_t slot) override
    {
        if (is_read()) return false;
        auto& group = slots_[slot];
        group.first = next_;
        group.count = std::min(group.frames.size(), frames_.size() - next_);
        for (std::size_t i = 0; i < group.count; ++i) read_frame(in_, group.frames[i], frames_[next_++]);
        return true;
    }
    [[nodiscard]] bool is_read() const override { return next_ == frames_.size(); }
    void work(std::size_t slot) override
    {
        const auto& group = slots_[slot];
        std::array<ByteView, group_size> frames;
        std::array<crypto::Digest, group_size> digests;
        std::copy_n(group.frames.begin(), group.count, frames.begin());
        crypto::digests_of(algorithm_, std::span(frames).first(group.count), digests);
        for (std::size_t i = 0; i < group.count; ++i) {
            if (digests[i] != frames_[group.first + i].digest) throw wrong_digest(group.first + i + 1);
        }
    }
    void deliver(std::size_t slot) override
    {
        const auto& group = slots_[slot];
        for (std::size_t i = 0; i < group.count; ++i) out_.write(group.frames[i]);
    }

  private:
    static constexpr std::size_t group_size = 4;
    struct Group {
        std::array<Bytes, group_size> frames;
        std::size_t first = 0;
        std::size_t count = 0;
    };
    io::Source& in_;
    format::FrameSink& out_;
    const std::vector<format::FrameEntry>& frames_;
    crypto::Algorithm algorithm_;
    std::vector<Group> slots_;
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
    if (hasher.finish() != entry.digest) throw wrong_digest(number);
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
    // A slot holds 16 MiB: three for up to four threads, so that memory stays in its bound.
    const auto slots = std::max<std::size_t>(3, threads / 2 + 1);
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
