#include "pouch/stage/redact.hpp"

#include "pouch/base/error.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/path_set.hpp"
#include "pouch/format/tar_stream.hpp"
#include "pouch/redact/content.hpp"
#include "pouch/redact/engine.hpp"
#include "pouch/redact/image.hpp"
#include "pouch/redact/member_spool.hpp"
#include "pouch/redact/portion.hpp"
#include "pouch/redact/record.hpp"
#include "pouch/redact/structure.hpp"
#include "pouch/stage/member_labels.hpp"
#include "pouch/stage/redact_streams.hpp"

#include <algorithm>
#include <fnmatch.h>
#include <mutex>
#include <numeric>
#include <unordered_set>

namespace pouch::stage {

namespace {

using namespace pouch::redact;

constexpr std::string_view record_name = ".pouch/redaction.jsonl";

Bytes sample_of(io::Source& in, std::size_t size)
{
    Bytes sample(size);
    sample.resize(io::read_up_to(in, sample).size());
    return sample;
}

std::string_view name_of(Action action)
{
    switch (action) {
    case Action::drop:
        return "drop";
    case Action::mask:
        return "mask";
    case Action::token:
        break;
    }
    return "token";
}

/// A glob without a slash is about the last component of a name, one with a slash about all of it.
bool matches_any(const std::vector<std::string>& globs, const std::string& name)
{
    const auto slash = name.rfind('/');
    const auto base = slash == std::string::npos ? name : name.substr(slash + 1);
    return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
        const bool is_whole = glob.find('/') != std::string::npos;
        return ::fnmatch(glob.c_str(), (is_whole ? name : base).c_str(), FNM_PATHNAME) == 0;
    });
}

/// One run of the filter.
class Redactor {
  public:
    Redactor(io::Source& in, io::Sink& out, const Rulebook& book, const RedactOptions& options)
        : in_(in), out_(out), book_(book), options_(options), engine_(book.scanner, {options.threads}),
          spool_(options.spool), search_(book.scanner), labels_(book, search_, options.spool)
    {
        result_.removed.resize(book.scanner.rules().size());
    }

    RedactResult run()
    {
        auto sample = sample_of(in_, sample_size);
        if (!options_.format && format::looks_like_tar(sample)) {
            Rewound whole(std::move(sample), in_);
            tar(whole);
        } else {
            if (options_.notice)
                throw refused("document.notice", "{}: only a tar stream can take the record", in_.name());
            document(std::move(sample));
        }
        return result_;
    }

  private:
    void document(Bytes sample)
    {
        const auto image = options_.format ? std::nullopt : strippable(sample);
        if (const auto foreign = not_text(sample); foreign && !image) {
            throw refused("document.type", "{}: {}: not a text that can be redacted", in_.name(), *foreign);
        }
        const auto kind = options_.format.value_or(format_claimed_by(in_.name()));
        MeasuredSink sink(out_, options_.wants_record);
        try {
            if (!image) confirm(kind, sample, "document.format");
            Rewound whole(std::move(sample), in_);
            if (image) {
                strip(*image, whole, {});
                spool_.for_each(0, spool_.size(), [&](ByteView piece) { sink.write(piece); });
            } else if (withholds_unmarked(kind)) {
                throw not_allowed("portion.unmarked", "{} carries no portion marks", name_of(kind))
                    .with_hint("unmarked = \"keep\" in [target] of the rules leaves it to the rules");
            } else {
                redact_one(kind, whole, sink, options_.threads, {});
            }
        } catch (const Error& error) {
            throw error.fault() == Fault::refused || error.fault() == Fault::policy ? error.in(in_.name())
                                                                                    : error;
        }
        facts_.output = sink.finish();
        facts_.size = sink.size();
        end(make_record());
    }

    /// What `sample` begins as if it is an image that the rules let out without its metadata.
    [[nodiscard]] std::optional<ImageKind> strippable(ByteView sample) const
    {
        return book_.target.images == Images::strip ? image_of(sample) : std::nullopt;
    }

    /// Writes an image anew, to the spool.
    void strip(ImageKind kind, io::Source& in, const std::string& member)
    {
        spool_.clear();
        if (!strip_image(kind, in, spool_)) return;
        ++result_.images;
        explain(member, [] { return std::string("image: written anew without metadata"); });
    }

    /// Redacts one text; true if something is left that the reader may see.
    bool text(io::Source& in, io::Sink& out, std::size_t threads, const std::string& member)
    {
        const auto on_portion = [&](std::uint64_t line, std::uint64_t offset) {
            const std::lock_guard lock(report_lock_);
            ++result_.portions;
            explain(member,
                    [&] { return fmt::format("portion at line {}, byte {}: withheld", line, offset); });
        };
        std::optional<PortionFilter> portions;
        if (book_.judges_portions()) {
            const auto places =
                options_.explain ? PortionFilter::Places::wanted : PortionFilter::Places::unwanted;
            portions.emplace(in, *book_.judge, book_.target.unmarked, on_portion, places);
        }

        engine_.run(portions ? *portions : in, out, threads, [&](const Removal& removal) {
            report(removal, member,
                   [&](std::uint64_t place) { return portions ? portions->origin_of(place) : place; });
        });
        return !portions || !portions->is_all_withheld();
    }

    /// The same of a document with structure.
    bool structured(FormatKind kind, io::Source& in, io::Sink& out, std::size_t threads,
                    const std::string& member)
    {
        const auto on_cut = [&](const FieldCut& cut) {
            const std::lock_guard lock(report_lock_);
            ++count_of(cut);
            explain(member, [&] { return text_of(cut); });
        };
        const auto places = options_.explain ? PlaceMap::Use::wanted : PlaceMap::Use::unwanted;
        auto* judge = book_.judges_portions() ? book_.judge.get() : nullptr;
        const auto on_note = [&](std::string_view what, std::uint64_t offset) {
            const std::lock_guard lock(report_lock_);
            explain(member, [&] { return fmt::format("{} at byte {}: a change breaks it", what, offset); });
        };
        const StructureOptions how{
            book_.scanner.rules(), book_.target, judge, options_.max_size, places, on_cut, on_note};
        const auto structure = structure_of(kind, in, how);
        const auto checker = checker_of(kind, out);
        const auto on_removal = [&](const Removal& removal) {
            report(removal, member, [&](std::uint64_t place) { return structure->origin_of(place); });
        };
        engine_.run(*structure, *checker, threads, on_removal, kind);
        checker->finish();
        return !structure->is_all_withheld();
    }

    [[nodiscard]] std::uint64_t& count_of(const FieldCut& cut)
    {
        if (cut.reason == CutReason::rule) return result_.removed[cut.rule];
        if (cut.reason == CutReason::comment) return result_.comments;
        return cut.reason == CutReason::portion ? result_.portions : result_.fields;
    }

    [[nodiscard]] std::string text_of(const FieldCut& cut) const
    {
        if (cut.reason == CutReason::portion) return fmt::format("portion at byte {}: withheld", cut.offset);
        if (cut.reason == CutReason::not_allowed)
            return fmt::format("not in only, at byte {}: drop", cut.offset);
        if (cut.reason == CutReason::comment) return fmt::format("comment at byte {}: drop", cut.offset);
        const auto& rule = book_.scanner.rules()[cut.rule];
        return fmt::format("rule {} at byte {}: {}", rule.id, cut.offset, name_of(rule.action));
    }

    bool redact_one(FormatKind kind, io::Source& in, io::Sink& out, std::size_t threads,
                    const std::string& member)
    {
        return kind == FormatKind::text ? text(in, out, threads, member)
                                        : structured(kind, in, out, threads, member);
    }

    /// Takes note of a removal; `origin_of(place)` is where a place of what the engine read stood in the input.
    template <typename OriginOf>
    void report(const Removal& removal, const std::string& member, OriginOf origin_of)
    {
        const std::lock_guard lock(report_lock_);
        ++result_.removed[removal.rule];
        explain(member, [&] {
            const auto& rule = book_.scanner.rules()[removal.rule];
            const auto place = removal.is_repeat ? removal.offset : origin_of(removal.offset);
            return fmt::format("rule {} at {}byte {}: {}", rule.id, removal.is_repeat ? "output " : "", place,
                               name_of(rule.action));
        });
    }

    /// True if a document of that format goes as a whole, since it carries no portion marks.
    [[nodiscard]] bool withholds_unmarked(FormatKind kind) const
    {
        return kind != FormatKind::text && book_.judge->has_policy() &&
               book_.target.unmarked == Unmarked::withhold;
    }

    /// Throws if what begins with `sample` cannot be of the format that it should have, or if rules about fields would
    /// do nothing because of its name.
    void confirm(FormatKind kind, ByteView sample, std::string_view reason) const
    {
        if (!may_be(kind, as_text(sample)))
            throw refused(reason, "it does not begin as {} does", name_of(kind));
        if (kind == FormatKind::text && !options_.format && book_.names_json() &&
            looks_like_json(as_text(sample))) {
            throw refused(reason, "it begins as JSON does, but is not named so, and the rules name fields")
                .with_hint("name it .json or .jsonl; --format says what a document is");
        }
    }

    void tar(io::Source& in)
    {
        format::TarReader reader(in);
        format::TarWriter writer(out_);
        while (const auto member = reader.next()) {
            try {
                take_member(reader, writer, *member);
            } catch (const Error& error) {
                const bool is_of_member = error.fault() == Fault::refused || error.fault() == Fault::policy;
                const auto& reason = error.reason();
                const bool is_named = reason.starts_with("tar.") || reason.starts_with("path.");
                throw is_of_member && !is_named ? error.in(member->name) : error;
            }
        }
        labels_.release(left_out_,
                        [&](const std::string& name, const MemberSpool& spool, std::uint64_t begin,
                            std::uint64_t size) { write_member(writer, name, spool, begin, size); });
        facts_.is_tar = true;
        facts_.output = crypto::digest_of(crypto::Algorithm::sha256, as_bytes(listing_)).hex();
        const auto record = make_record();
        if (options_.notice) {
            writer.begin(record_name, record.size());
            writer.write(as_bytes(record));
        }
        end(record);
        writer.finish();
    }

    void take_member(format::TarReader& reader, format::TarWriter& writer, const format::TarMember& member)
    {
        const auto& name = member.name;
        const auto stem = labelled_by(name);
        if (format::is_reserved_path(name) && stem.empty()) {
            throw refused("member.reserved", "names below {} are reserved", reserved_directory);
        }
        if (matches_any(book_.target.drop, name)) return leave_out(name, "dropped");
        format::require_path(stem.empty() ? name : stem);
        names_.add(name);
        MemberSource content(reader, name);
        if (!stem.empty()) {
            check_name(name);
            return labels_.keep(content, name);
        }
        auto sample = sample_of(content, std::min<std::uint64_t>(sample_size, member.size));
        const auto image = strippable(sample);
        const auto foreign = not_text(sample);
        const auto kind = foreign ? FormatKind::text : format_claimed_by(name);
        confirm(kind, sample, "member.format");
        Rewound whole(std::move(sample), content);
        if (foreign) {
            if (!matches_any(book_.target.pass, name)) {
                if (image) {
                    check_name(name);
                    strip(*image, whole, name);
                    return write_member(writer, name, spool_, 0, spool_.size());
                }
                throw refused("member.type", "{}: not a text that can be redacted", *foreign)
                    .with_hint("members.pass or members.drop of the rules may name it");
            }
            check_name(name);
            explain(name, [] { return std::string("passed unread"); });
            return pass(whole, writer, member);
        }
        if (withholds_unmarked(kind)) return leave_out(name, "withheld");
        spool_.clear();
        const auto threads = member.size > 2 * EngineOptions().block_size ? options_.threads : 1;
        if (!redact_one(kind, whole, spool_, threads, name)) return leave_out(name, "withheld");
        check_name(name, kind);
        write_member(writer, name, spool_, 0, spool_.size());
    }

    void leave_out(const std::string& name, std::string_view why)
    {
        ++result_.members;
        left_out_.insert(name);
        explain(name, [&] { return std::string(why); });
    }

    /// A name is content too, and cannot be replaced without making two names one.
    void check_name(const std::string& name, FormatKind kind = FormatKind::text)
    {
        if (const auto* rule = search_.first_match(name, {FormatKind::text, kind})) {
            throw not_allowed("member.name", "rule {} matches the name of this member", rule->id)
                .with_hint("rename it, or name it in members.drop of the rules");
        }
    }

    void pass(io::Source& in, format::TarWriter& writer, const format::TarMember& member)
    {
        crypto::Hasher hasher(crypto::Algorithm::sha256);
        writer.begin(member.name, member.size);
        Bytes buffer(std::size_t{1} << 18U);
        while (const auto got = in.read(buffer)) {
            const auto piece = ByteView(buffer).first(got);
            if (options_.wants_record) hasher.update(piece);
            writer.write(piece);
        }
        list(member.name, hasher);
    }

    void write_member(format::TarWriter& writer, const std::string& name, const MemberSpool& spool,
                      std::uint64_t begin, std::uint64_t size)
    {
        crypto::Hasher hasher(crypto::Algorithm::sha256);
        writer.begin(name, size);
        spool.for_each(begin, size, [&](ByteView piece) {
            if (options_.wants_record) hasher.update(piece);
            writer.write(piece);
        });
        list(name, hasher);
    }

    void list(const std::string& name, crypto::Hasher& hasher)
    {
        ++facts_.size;
        if (options_.wants_record) listing_ += fmt::format("{}  {}\n", hasher.finish().hex(), name);
    }

    std::string make_record()
    {
        if (!options_.wants_record) return {};
        facts_.rules = book_.rules_digests;
        facts_.lists = book_.list_digests;
        facts_.policy = book_.policy_digest;
        facts_.clearance = book_.clearance_digest;
        facts_.target = book_.target.name;
        for (std::size_t i = 0; i < result_.removed.size(); ++i) {
            if (result_.removed[i] > 0)
                facts_.removed[book_.scanner.rules()[i].category] += result_.removed[i];
        }
        if (result_.portions > 0) facts_.removed["portion"] += result_.portions;
        if (result_.fields > 0) facts_.removed["field"] += result_.fields;
        if (result_.comments > 0) facts_.removed["comment"] += result_.comments;
        if (result_.members > 0) facts_.removed["member"] += result_.members;
        if (result_.images > 0) facts_.removed["image"] += result_.images;
        return record_of(facts_);
    }

    void end(const std::string& record) const
    {
        if (options_.before_end) options_.before_end(record);
    }

    template <typename Text> void explain(const std::string& member, Text text) const
    {
        if (options_.explain) options_.explain({member, text()});
    }

    io::Source& in_;
    io::Sink& out_;
    const Rulebook& book_;
    const RedactOptions& options_;
    Engine engine_;
    std::mutex report_lock_; ///< Of result_ and explain while a text is redacted, on several threads.
    RedactResult result_;
    RecordFacts facts_;
    MemberSpool spool_;  ///< The present member.
    SmallSearch search_; ///< In names and labels.
    MemberLabels labels_;
    format::PathSet names_; ///< Of the members read and not dropped.
    std::unordered_set<std::string> left_out_;
    std::string listing_; ///< Digests and names of the members written.
};

} // namespace

std::uint64_t RedactResult::total() const
{
    return std::accumulate(removed.begin(), removed.end(), portions + fields + comments + members + images);
}

RedactResult redact(io::Source& in, io::Sink& out, const redact::Rulebook& book, const RedactOptions& options)
{
    return Redactor(in, out, book, options).run();
}

} // namespace pouch::stage
