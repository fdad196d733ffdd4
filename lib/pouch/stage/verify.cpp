#include "pouch/stage/verify.hpp"

#include "pouch/base/checked.hpp"
#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/format/directory_count.hpp"
#include "pouch/format/frame_sink.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/payload_frame.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/stage/frames.hpp"
#include "pouch/stage/payload_parser.hpp"
#include "pouch/stage/tag_files.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <optional>

namespace pouch::stage {

namespace {

/// The line of verify: read exactly one frame; check and decompress it; parse in order; hash and write the
/// files that lie whole in the span; hash the others in order and pass the frame on.
class VerifyLine final : public OrderedLine {
  public:
    VerifyLine(io::Source& in, const format::Head& head, const format::CheckedHead& checked,
               const Destination& to, format::FrameSink* out, std::size_t slots)
        : in_(in), checked_(checked), to_(to), out_(out), parser_(checked, head.id()),
          chain_(head.algorithm())
    {
        for (std::size_t i = 0; i < slots; ++i) slots_.emplace_back(head.algorithm());
    }

    bool read(std::size_t index) override
    {
        if (is_read()) return false;
        slots_[index].number = next_++;
        read_frame(in_, slots_[index].frame, checked_.frames[slots_[index].number]);
        return true;
    }
    [[nodiscard]] bool is_read() const override { return next_ == checked_.frames.size(); }

    void work(std::size_t index) override
    {
        auto& slot = slots_[index];
        const auto& entry = checked_.frames[slot.number];
        check_frame(slot.frame, entry, slot.hasher, slot.number + 1);
        slot.span = room_for(index, entry.content_size);
        try {
            slot.decompressor.decompress(slot.frame, slot.span);
        } catch (const Error& error) {
            throw error.in(fmt::format("payload frame {}", slot.number + 1));
        }
    }

    void order(std::size_t index) override { parser_.parse(slots_[index].span, slots_[index].pieces); }

    void finish(std::size_t index) override
    {
        auto& slot = slots_[index];
        for (const auto& piece : slot.pieces) {
            if (!piece.is_whole()) continue;
            slot.hasher.update(content(slot.span, piece));
            check_digest(piece.file, slot.hasher.finish());
        }
        if (to_.tree != nullptr) hand_over(index);
    }

    void deliver(std::size_t index) override
    {
        auto& slot = slots_[index];
        for (const auto& piece : slot.pieces) {
            if (piece.is_whole()) continue;
            chain_.update(content(slot.span, piece));
            if (piece.is_last) check_digest(piece.file, chain_.finish());
        }
        if (to_.tree != nullptr) to_.tree->await(index);
        if (out_ != nullptr) out_->write(slot.frame);
    }

    void check_totals() const { parser_.finish(); }

  private:
    struct Slot {
        explicit Slot(crypto::Algorithm algorithm) : hasher(algorithm) {}
        std::size_t number = 0;
        Bytes frame;
        Bytes own; ///< Where the span lies, unless another process must see it.
        MutableByteView span;
        std::vector<ContentPiece> pieces;
        crypto::Hasher hasher;
        format::FrameDecompressor decompressor;
    };

    MutableByteView room_for(std::size_t index, std::size_t size)
    {
        if (to_.tree != nullptr) return to_.tree->span(index).first(size);
        slots_[index].own.resize(size);
        return slots_[index].own;
    }

    static ByteView content(ByteView span, const ContentPiece& piece)
    {
        return span.subspan(piece.offset, piece.size);
    }

    /// `data/<path>`
    [[nodiscard]] std::string_view name_of(std::size_t file) const { return checked_.manifest[file].path; }

    void check_digest(std::size_t file, const crypto::Digest& digest) const
    {
        if (digest != checked_.manifest[file].digest) {
            throw refused("payload.digest", "{}: does not match the manifest", name_of(file));
        }
    }

    /// Has the content of the span written.
    void hand_over(std::size_t index)
    {
        auto letter = to_.tree->letter(index);
        for (const auto& piece : slots_[index].pieces) {
            const auto path =
                name_of(piece.file).substr(to_.payload_only ? format::payload_prefix.size() : 0);
            if (!letter.add({path, piece.file_size, piece.file_offset,
                             static_cast<std::uint32_t>(piece.offset),
                             static_cast<std::uint32_t>(piece.size)}))
                throw bug("{}: no room for its name", path);
        }
        if (letter.size() > 0) to_.tree->send(index, letter.size());
    }

    io::Source& in_;
    const format::CheckedHead& checked_;
    const Destination& to_;
    format::FrameSink* out_;
    PayloadParser parser_;
    crypto::Hasher chain_;
    std::vector<Slot> slots_;
    std::size_t next_ = 0;
};

/// Announces the whole tree, and writes what the head holds of it. A head that declares more than its frames can hold
/// will be refused for that: it must not ask for the room.
void begin_tree(const format::Head& head, const format::CheckedHead& checked, const Destination& to)
{
    std::uint64_t room = 0;
    for (const auto& frame : checked.frames) room = checked_add<std::uint64_t>(room, frame.content_size);
    auto files = checked.info.payload_files;
    auto bytes = std::min(checked.info.payload_octets, room);
    format::DirectoryCount above_payload;
    for (std::size_t i = 0; i < checked.manifest.size(); ++i)
        above_payload.add(
            checked.manifest.path(i).substr(to.payload_only ? format::payload_prefix.size() : 0));
    format::DirectoryCount above_tags;
    for_each_tag_file(head, to.payload_only, [&](std::string_view path, ByteView content) {
        files = checked_add<std::uint64_t>(files, 1);
        bytes = checked_add<std::uint64_t>(bytes, content.size());
        if (!to.payload_only) above_tags.add(path); // else each label is beside its file
    });
    to.tree->begin(files, bytes, above_payload.count() + above_tags.count());
    SpanFiller filler(*to.tree);
    for_each_tag_file(head, to.payload_only,
                      [&](std::string_view path, ByteView content) { filler.add(path, content); });
    filler.finish();
}

/// A head that lists more frames than the input can hold gets no room for what is in them.
void refuse_missing_frames(const io::Source& in, const format::CheckedHead& checked)
{
    const auto left = in.expected();
    if (left == 0 || checked.compressed_size() <= left) return;
    throw refused("bundle.truncated", "the head lists {} bytes of frames, and {} are left of the input",
                  checked.compressed_size(), left);
}

} // namespace

Verified verify(io::Source& in, const Destination& to, const VerifyOptions& options,
                const std::function<void(const Verified&)>& when_verified)
{
    const format::Head head(format::read_stored_frame(in, options.head_limit));
    auto verdict = judge(head, options.demand);
    refuse_missing_frames(in, verdict.checked);

    std::optional<format::FrameSink> out;
    if (to.filter != nullptr) {
        out.emplace(*to.filter);
        format::write_stored_frame(head.content(), [&](ByteView piece) { out->write(piece); });
    }
    if (to.tree != nullptr) begin_tree(head, verdict.checked, to);

    const auto slots = to.tree != nullptr ? to.tree->slot_count() : options.threads + 2;
    VerifyLine line(in, head, verdict.checked, to, out ? &*out : nullptr, slots);
    run_ordered(line, options.threads, slots);
    line.check_totals();
    read_end(in);

    Verified verified{verdict.checked.info,
                      fmt::format("{}:{}", crypto::name_of(head.algorithm()), head.identity().hex()),
                      std::move(verdict.approvals), std::move(verdict.remarks)};
    when_verified(verified);
    if (out) {
        out->write(format::end_frame());
        out->finish();
    }
    return verified;
}

} // namespace pouch::stage
