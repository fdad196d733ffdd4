#include "pouch/stage/pack.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/format/bag_info.hpp"
#include "pouch/format/frame_sink.hpp"
#include "pouch/format/head.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/payload_frame.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/spool.hpp"
#include "pouch/stage/bound_labels.hpp"
#include "pouch/stage/frames.hpp"
#include "pouch/stage/offenders.hpp"
#include "pouch/stage/payload_manifest.hpp"
#include "pouch/stage/payload_tar.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/core.h>
#include <mutex>
#include <set>

namespace pouch::stage {

namespace {

/// Compressors are lent to whoever compresses, so there are only as many as threads.
class Compressors {
  public:
    explicit Compressors(int level) : level_(level) {}

    format::FrameCompressor borrow()
    {
        const std::lock_guard lock(mutex_);
        if (free_.empty()) return format::FrameCompressor(level_);
        auto compressor = std::move(free_.back());
        free_.pop_back();
        return compressor;
    }
    void give_back(format::FrameCompressor compressor)
    {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(compressor));
    }
    void clear() { free_.clear(); }

  private:
    int level_;
    std::mutex mutex_;
    std::vector<format::FrameCompressor> free_;
};

/// The line of pack: read a span, hash the files that lie whole in it, compress, hash and spool the frame;
/// files over several spans are hashed in order of delivery.
class PackLine final : public OrderedLine {
  public:
    PackLine(const Inventory& inventory, const PackOptions& options, std::size_t slots)
        : tar_(inventory, options.id), digests_(options.algorithm, inventory.files.size()), slots_(slots),
          compressors_(options.level), chain_(options.algorithm), spool_(io::open_unnamed(options.spool)),
          algorithm_(options.algorithm)
    {
    }

    bool read(std::size_t index) override
    {
        auto& slot = slots_[index];
        if (slot.span.empty()) slot.span.resize(format::frame_content_size);
        slot.size = tar_.fill(slot.span, slot.pieces);
        is_read_ = slot.size < slot.span.size();
        return slot.size > 0;
    }
    [[nodiscard]] bool is_read() const override { return is_read_; }

    void work(std::size_t index) override
    {
        auto& slot = slots_[index];
        const auto span = ByteView(slot.span).first(slot.size);
        if (!slot.hasher) slot.hasher.emplace(algorithm_);
        for (const auto& piece : slot.pieces) {
            if (!piece.is_first || !piece.is_last) continue;
            slot.hasher->update(span.subspan(piece.offset, piece.size));
            digests_.set(piece.file, slot.hasher->finish());
        }
        auto compressor = compressors_.borrow();
        const auto frame = compressor.compress(span);
        slot.hasher->update(frame);
        slot.frame = {slot.hasher->finish(), frame.size(), span.size()};
        slot.where = spooled_.fetch_add(frame.size());
        io::write_at(spool_.get(), frame, slot.where, "the spool");
        compressors_.give_back(std::move(compressor));
    }

    void deliver(std::size_t index) override
    {
        const auto& slot = slots_[index];
        for (const auto& piece : slot.pieces) {
            if (piece.is_first && piece.is_last) continue;
            chain_.update(ByteView(slot.span).subspan(piece.offset, piece.size));
            if (piece.is_last) digests_.set(piece.file, chain_.finish());
        }
        frames_.push_back(slot.frame);
        places_.push_back(slot.where);
    }

    [[nodiscard]] const DigestList& digests() const { return digests_; }
    [[nodiscard]] const std::vector<format::FrameEntry>& frames() const { return frames_; }
    [[nodiscard]] std::uint64_t octets() const { return tar_.octets(); }

    /// When all was read: gives back the memory of the work, before the head takes as much.
    void end_work()
    {
        slots_.clear();
        compressors_.clear();
    }

    /// Writes the spooled frames in order.
    void write_frames(format::FrameSink& out) const
    {
        for (std::size_t i = 0; i < frames_.size(); ++i) {
            const auto size = frames_[i].compressed_size;
            io::SpoolSource frame(spool_, places_[i], places_[i] + size);
            if (!out.pass(frame, size)) throw bug("the spool ends inside a frame");
        }
    }

  private:
    struct Slot {
        Bytes span;
        std::size_t size = 0;
        std::vector<TarPiece> pieces;
        std::optional<crypto::Hasher> hasher;
        format::FrameEntry frame;
        std::uint64_t where = 0;
    };

    PayloadTar tar_;
    bool is_read_ = false;
    DigestList digests_;
    std::vector<Slot> slots_;
    Compressors compressors_;
    crypto::Hasher chain_;
    io::Descriptor spool_;
    std::atomic<std::uint64_t> spooled_ = 0;
    std::vector<format::FrameEntry> frames_;
    std::vector<std::uint64_t> places_; ///< Where each frame begins in the spool.
    crypto::Algorithm algorithm_;
};

void check_field(const char* option, std::string_view value)
{
    if (const auto fault = format::field_value_fault(value); !fault.empty()) {
        throw usage_error("usage.field", "{}: {}", option, fault);
    }
}

void check_options(const PackOptions& options)
{
    if (!format::is_bundle_id(options.id)) {
        throw usage_error("usage.id", "--id: a bundle id is 1 to 64 letters, digits, '.', '_' or '-'");
    }
    if (options.sender) check_field("--sender", *options.sender);
    for (const auto& recipient : options.recipients) check_field("--recipient", recipient);
    for (const auto& [name, value] : options.info) {
        if (const auto fault = format::field_name_fault(name); !fault.empty()) {
            throw usage_error("usage.field", "--info: {}: {}", name, fault);
        }
        check_field("--info", value);
    }
}

/// Every sidecar must be a label for the file it stands beside.
void check_labels(const Inventory& inventory, const PackOptions& options)
{
    std::set<std::string_view> labelled;
    BoundLabels labels;
    for (const auto& label : inventory.labels) {
        static_cast<void>(labels.read(label.content, label.path));
        labelled.insert(label.path);
    }
    if (!options.require_label || labelled.size() == inventory.files.size()) return;
    Offenders missing(Fault::policy, "label.missing", "files without a label");
    for (const auto& file : inventory.files) {
        if (!labelled.contains(file.path)) missing.add(file.path, "no label");
    }
    missing.throw_if_any();
}

/// What the head says of the bundle as a whole.
format::BagInfo bag_info(const PackOptions& options)
{
    format::BagInfo info;
    info.id = options.id;
    info.sender = options.sender;
    info.recipients = options.recipients;
    std::sort(info.recipients.begin(), info.recipients.end());
    info.recipients.erase(std::unique(info.recipients.begin(), info.recipients.end()), info.recipients.end());
    info.not_after = options.not_after;
    info.bagging_date = format_date(now());
    info.agent = "pouch " POUCH_VERSION;
    info.extra = options.info;
    return info;
}

void write_packed_head(const Inventory& inventory, const PackOptions& options, const PackLine& line,
                       format::FrameSink& out)
{
    const PayloadManifest manifest(inventory.files, line.digests());
    const auto algorithm = crypto::name_of(options.algorithm);
    auto info = bag_info(options);
    info.content = fmt::format("{}:{}", algorithm, manifest.digest().hex());
    info.payload_octets = line.octets();
    info.payload_files = inventory.files.size();
    Bytes frames;
    for (const auto& frame : line.frames()) format::append_frame_line(frames, frame);

    format::HeadBuilder head(options.id, options.algorithm);
    head.add("bagit.txt", as_bytes(format::bagit_text));
    head.add("bag-info.txt", as_bytes(format::write_bag_info(info)));
    for (const auto& label : inventory.labels) {
        head.add(fmt::format("labels/data/{}.bdo", label.path), label.content);
        if (head.size() > format::default_head_limit) throw head_too_large();
    }
    if (inventory.record) head.add("redaction.jsonl", *inventory.record);
    head.add(fmt::format("frames-{}.txt", algorithm), frames);
    head.add_produced(fmt::format("manifest-{}.txt", algorithm), manifest.size(),
                      [&](const auto& write) { manifest.write(write); });
    head.add_tag_manifest();
    write_head(head, out);
}

} // namespace

void pack(Inventory inventory, io::Sink& out, const PackOptions& options)
{
    check_options(options);
    check_labels(inventory, options);

    const auto slots = options.threads + 2;
    PackLine line(inventory, options, slots);
    run_ordered(line, options.threads, slots);
    line.end_work();

    format::FrameSink sink(out);
    write_packed_head(inventory, options, line, sink);
    line.write_frames(sink);
    sink.write(format::end_frame());
    sink.finish();
}

} // namespace pouch::stage
