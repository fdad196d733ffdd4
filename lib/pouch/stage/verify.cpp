#include "pouch/stage/verify.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/format/frame_sink.hpp"
#include "pouch/format/payload_frame.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/stage/frames.hpp"
#include "pouch/stage/payload_parser.hpp"

#include <fmt/core.h>
#include <optional>

namespace pouch::stage {

namespace {

constexpr std::string_view payload_prefix = "data/";

/// A piece of content, and the open file it goes to when that file has pieces in several spans.
struct PlacedPiece {
    ContentPiece content;
    std::shared_ptr<const io::Descriptor> open_file;
};

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
        if (next_ == checked_.frames.size()) return false;
        slots_[index].number = next_++;
        read_frame(in_, slots_[index].frame, checked_.frames[slots_[index].number]);
        return true;
    }

    void work(std::size_t index) override
    {
        auto& slot = slots_[index];
        const auto& entry = checked_.frames[slot.number];
        check_frame(slot.frame, entry, slot.hasher, slot.number + 1);
        slot.span.resize(entry.content_size);
        try {
            slot.decompressor.decompress(slot.frame, slot.span);
        } catch (const Error& error) {
            throw error.in(fmt::format("payload frame {}", slot.number + 1));
        }
    }

    void order(std::size_t index) override
    {
        auto& slot = slots_[index];
        parser_.parse(slot.span, parsed_);
        slot.pieces.clear();
        for (const auto& piece : parsed_) slot.pieces.push_back(place(piece));
    }

    void finish(std::size_t index) override
    {
        auto& slot = slots_[index];
        for (const auto& piece : slot.pieces) {
            const auto bytes = content(slot.span, piece.content);
            if (piece.content.is_whole()) {
                slot.hasher.update(bytes);
                check_digest(piece.content.file, slot.hasher.finish());
                if (to_.tree != nullptr) write_whole(slot, piece.content.file, bytes);
            } else if (piece.open_file) {
                io::write_at(piece.open_file->get(), bytes, piece.content.file_offset,
                             name_of(piece.content.file));
            }
        }
    }

    void deliver(std::size_t index) override
    {
        auto& slot = slots_[index];
        for (const auto& piece : slot.pieces) {
            if (piece.content.is_whole()) continue;
            chain_.update(content(slot.span, piece.content));
            if (piece.content.is_last) check_digest(piece.content.file, chain_.finish());
        }
        slot.pieces.clear(); // closes files
        if (out_ != nullptr) out_->write(slot.frame);
    }

    void check_totals() const { parser_.finish(); }

  private:
    struct Slot {
        explicit Slot(crypto::Algorithm algorithm) : hasher(algorithm) {}
        std::size_t number = 0;
        Bytes frame;
        Bytes span;
        std::vector<PlacedPiece> pieces;
        crypto::Hasher hasher;
        format::FrameDecompressor decompressor;
        std::string directory_path; ///< Of the directory that is open.
        io::TreeWriter::Directory directory;
    };

    static ByteView content(const Bytes& span, const ContentPiece& piece)
    {
        return ByteView(span).subspan(piece.offset, piece.size);
    }

    /// `data/<path>`
    [[nodiscard]] std::string name_of(std::size_t file) const
    {
        return std::string(checked_.manifest[file].path);
    }

    void check_digest(std::size_t file, const crypto::Digest& digest) const
    {
        if (digest != checked_.manifest[file].digest) {
            throw refused("payload.digest", "{}: does not match the manifest", name_of(file));
        }
    }

    PlacedPiece place(const ContentPiece& piece)
    {
        PlacedPiece placed{piece, nullptr};
        if (to_.tree == nullptr) return placed;
        if (piece.is_first) {
            const auto path = target_of(piece.file);
            const auto directory = to_.tree->directory(parent_of(path));
            if (!piece.is_last) {
                open_file_ = std::make_shared<const io::Descriptor>(
                    io::TreeWriter::create(directory, io::base_name_of(path)));
            }
        }
        placed.open_file = open_file_; // null for a file that is whole in its span
        if (piece.is_last) open_file_.reset();
        return placed;
    }

    static std::string parent_of(const std::string& path)
    {
        const auto slash = path.rfind('/');
        return slash == std::string::npos ? std::string() : path.substr(0, slash);
    }

    /// Where in the tree a payload file goes.
    [[nodiscard]] std::string target_of(std::size_t file) const
    {
        const auto name = name_of(file);
        return to_.payload_only ? name.substr(payload_prefix.size()) : name;
    }

    /// Each slot keeps one directory open: however many there are, descriptors do not run out.
    void write_whole(Slot& slot, std::size_t file, ByteView bytes) const
    {
        const auto path = target_of(file);
        auto directory = parent_of(path);
        if (!slot.directory || slot.directory_path != directory) {
            slot.directory = to_.tree->reopen(directory);
            slot.directory_path = std::move(directory);
        }
        const auto out = io::TreeWriter::create(slot.directory, io::base_name_of(path));
        io::write_all(out.get(), bytes, path);
    }

    io::Source& in_;
    const format::CheckedHead& checked_;
    const Destination& to_;
    format::FrameSink* out_;
    PayloadParser parser_;
    crypto::Hasher chain_;
    std::vector<Slot> slots_;
    std::size_t next_ = 0;
    std::vector<ContentPiece> parsed_;
    std::shared_ptr<const io::Descriptor> open_file_;
};

void write_tag_files(const format::Head& head, const Destination& to)
{
    if (to.payload_only) {
        for (const auto& label : head.file_labels()) to.tree->write_file(label.path + ".bdo", label.content);
        return;
    }
    for (const auto& file : head.files()) to.tree->write_file(file.name, file.content);
    for (const auto& file : head.signatures()) {
        to.tree->write_file(fmt::format("signatures/{}.{}.sig", file.role, file.key_id), file.content);
    }
}

} // namespace

Verified verify(io::Source& in, const Destination& to, const VerifyOptions& options,
                const std::function<void(const Verified&)>& when_verified)
{
    const format::Head head(format::read_stored_frame(in, options.head_limit));
    auto verdict = judge(head, options.demand);

    std::optional<format::FrameSink> out;
    if (to.filter != nullptr) {
        out.emplace(*to.filter);
        format::write_stored_frame(head.content(), [&](ByteView piece) { out->write(piece); });
    }
    if (to.tree != nullptr) write_tag_files(head, to);

    const auto slots = options.threads + 2;
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
