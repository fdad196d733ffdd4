#include "pouch/redact/engine.hpp"

#include "pouch/base/ordered.hpp"
#include "pouch/redact/encoding.hpp"
#include "pouch/redact/operator/operators.hpp"
#include "pouch/redact/overlap.hpp"
#include "pouch/redact/scope.hpp"
#include "pouch/redact/settler.hpp"
#include "pouch/redact/splicer.hpp"

#include <mutex>
#include <optional>

namespace pouch::redact {

class Engine::Line final : public OrderedLine {
  public:
    Line(const Scanner& scanner, EngineOptions options)
        : scanner_(scanner), operators_(scanner.rules(), options.key), options_(options),
          slots_(options.threads > 1 ? options.threads * 2 + 1 : 1), settler_space_(scanner.workspace())
    {
        for (auto& slot : slots_) slot.workspace = scanner.workspace();
    }

    void run(io::Source& in, io::Sink& out, std::size_t threads,
             const std::function<void(const Removal&)>& report, Syntax syntax,
             const std::function<void(std::uint64_t place)>& passed)
    {
        text_.emplace(in, scanner_, operators_, syntax, out, settler_space_, options_.digests);
        report_ = &report;
        passed_ = &passed;
        const auto count = std::min(threads, options_.threads);
        run_ordered(*this, count, count > 1 ? slots_.size() : 1);
        text_->settler.finish();
        report_repeats();
        text_.reset();
    }

    bool read(std::size_t index) override
    {
        auto& text = *text_;
        if (text.is_read) return false;
        auto& block = slots_[index].source;
        text.source.begin(block);
        do {
            fill(block);
            block.is_last = text.is_read;
            text.source.end(block);
        } while (!block.is_last && block.zone_begin == block.zone_end && again(block));
        return true;
    }

    void work(std::size_t index) override
    {
        auto& slot = slots_[index];
        const auto& block = slot.source;
        check_block(block.text(), block.zone_begin, block.origin, block.is_last);
        search(block, slot);
        operators_.apply(slot.workspace.values, slot.matches, slot.kept);
    }

    void order(std::size_t index) override
    {
        auto& slot = slots_[index];
        auto& text = *text_;
        auto& check = slot.check;
        text.check.begin(check);
        slot.edits.clear();
        auto& out = check.buffer;
        out.resize(check.used);
        text.splicer.push(slot.source.zone(), slot.matches, slot.workspace.values, slot.source.origin, out,
                          slot.edits);
        if (slot.source.is_last) text.splicer.finish(out, slot.edits);
        check.used = out.size();
        check.is_last = slot.source.is_last;
        text.check.end(check);
        report(slot.edits, false, slot.kept, slot.source.origin);
        if (*passed_) (*passed_)(text.splicer.settled());
        note_stays(slot);
        if (!slot.edits.empty()) text.last_edit = slot.edits.back().output;
        slot.is_touched = text.last_edit && *text.last_edit >= check.origin;
    }

    void finish(std::size_t index) override
    {
        auto& slot = slots_[index];
        slot.has_residue = false;
        if (!slot.is_touched) return; // every byte and its surroundings were searched as they are
        check_block(slot.check.text(), slot.check.zone_begin, slot.check.origin, slot.check.is_last);
        search(slot.check, slot);
        operators_.spare(slot.stays, slot.check.origin, slot.matches);
        slot.has_residue = !slot.matches.empty();
    }

    void deliver(std::size_t index) override
    {
        const auto& slot = slots_[index];
        text_->settler.push(slot.check.zone(), slot.has_residue, slot.stays);
        report_repeats();
    }

  private:
    struct Slot {
        Scanner::Workspace workspace;
        Block source; ///< What was read.
        Block check;  ///< What it became.
        std::vector<Match> matches;
        std::vector<Match> kept; ///< Matches that stay as they are.
        std::vector<Edit> edits;
        std::vector<Stay> stays; ///< In what it became, by places in the whole of it.
        bool is_touched = false;
        bool has_residue = false;
    };

    /// What belongs to one text.
    struct Text {
        Text(io::Source& from, const Scanner& scanner, const Operators& operators, Syntax of, io::Sink& to,
             Scanner::Workspace& workspace, SpanDigests digests)
            : in(from), kind(of.kind), source(scanner.margin()), splicer(scanner, clipper_of(of), digests),
              check(scanner.margin()), settler(scanner, operators, workspace, of, to)
        {
        }
        io::Source& in;
        FormatKind kind;
        bool is_read = false;
        Bytes stub; ///< The beginning of a character whose rest is still to be read.
        Overlap source;
        Splicer splicer;
        Overlap check;
        std::optional<std::uint64_t> last_edit;
        std::vector<Stay> stays; ///< Of which something may still be searched again.
        Settler settler;
    };

    void search(const Block& block, Slot& slot)
    {
        scanner_.scan(block.window(), slot.workspace, slot.matches);
        keep_in_scope(scanner_.rules(), text_->kind, slot.matches);
    }

    void fill(Block& block)
    {
        auto& text = *text_;
        block.append(text.stub);
        text.stub.clear();
        const auto end = block.used + options_.block_size;
        do {
            // A small text takes little memory.
            constexpr std::size_t least_read = 65536;
            const auto size = std::min(end, std::max(block.buffer.size(), 2 * block.used + least_read));
            if (block.buffer.size() < size) block.buffer.resize(size);
            const auto room = MutableByteView(block.buffer).first(size).subspan(block.used);
            const auto got = io::read_up_to(text.in, room);
            block.used += got.size();
            text.is_read = got.size() < room.size();
        } while (!text.is_read && block.used < end);
        if (text.is_read) return;
        const auto tail = incomplete_tail(block.text());
        block.used -= tail;
        const auto stub = ByteView(block.buffer).subspan(block.used, tail);
        text.stub.assign(stub.begin(), stub.end());
    }

    /// A block too small for a zone: more is read behind it.
    bool again(Block& block)
    {
        text_->source.begin(block);
        return true;
    }

    /// Takes note of what operators wrote that may match their own rules.
    void note_stays(Slot& slot)
    {
        auto& stays = text_->stays;
        std::erase_if(stays, [&](const Stay& stay) { return stay.end <= slot.check.origin; });
        for (const auto& edit : slot.edits) {
            if (edit.is_of_value && operators_.may_write_match(edit.rule))
                stays.push_back({edit.rule, edit.output_begin, edit.output});
        }
        slot.stays = stays;
    }

    void report_repeats()
    {
        report(text_->settler.edits, true);
        text_->settler.edits.clear();
    }

    /// order() and deliver() may run at the same time.
    void report(const std::vector<Edit>& edits, bool is_repeat, const std::vector<Match>& kept = {},
                std::uint64_t origin = 0)
    {
        if (edits.empty() && kept.empty()) return;
        const std::lock_guard lock(report_lock_);
        // In order of place.
        auto match = kept.begin();
        const auto report_kept_before = [&](std::uint64_t place) {
            for (; match != kept.end() && match->begin + origin < place; ++match)
                (*report_)({match->rule, match->begin + origin, false, match->end + origin, 0});
        };
        for (const auto& edit : edits) {
            report_kept_before(edit.source);
            (*report_)({edit.rule, edit.source, is_repeat, edit.source_end, edit.output_begin, edit.digest});
        }
        report_kept_before(UINT64_MAX);
    }

    const Scanner& scanner_;
    Operators operators_;
    EngineOptions options_;
    std::vector<Slot> slots_;
    Scanner::Workspace settler_space_;
    std::optional<Text> text_;
    std::mutex report_lock_;
    const std::function<void(const Removal&)>* report_ = nullptr;
    const std::function<void(std::uint64_t)>* passed_ = nullptr;
};

Engine::Engine(const Scanner& scanner, EngineOptions options)
    : line_(std::make_unique<Line>(scanner, options))
{
}
Engine::~Engine() = default;

void Engine::run(io::Source& in, io::Sink& out, std::size_t threads,
                 const std::function<void(const Removal&)>& report, Syntax syntax,
                 const std::function<void(std::uint64_t place)>& passed)
{
    line_->run(in, out, threads, report, syntax, passed);
}

} // namespace pouch::redact
