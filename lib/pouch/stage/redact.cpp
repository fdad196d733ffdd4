#include "pouch/stage/redact.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/path_set.hpp"
#include "pouch/format/tar_stream.hpp"
#include "pouch/io/prefixed.hpp"
#include "pouch/redact/content.hpp"
#include "pouch/redact/engine.hpp"
#include "pouch/redact/image.hpp"
#include "pouch/redact/json/kind.hpp"
#include "pouch/redact/member_spool.hpp"
#include "pouch/redact/ooxml/document.hpp"
#include "pouch/redact/portion.hpp"
#include "pouch/redact/record.hpp"
#include "pouch/redact/structure.hpp"
#include "pouch/stage/member_labels.hpp"
#include "pouch/stage/redact_findings.hpp"
#include "pouch/stage/redact_streams.hpp"

#include <algorithm>
#include <fnmatch.h>
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

EngineOptions engine_options(const RedactOptions& options)
{
    EngineOptions engine;
    engine.threads = options.threads;
    // Margins of a large block count for less; the blocks of several threads must fit the memory that is promised.
    if (options.threads == 1) engine.block_size *= 2;
    engine.key = options.key;
    const bool are_proven = options.ledger.to != nullptr && options.key != nullptr;
    engine.digests = are_proven ? SpanDigests::wanted : SpanDigests::unwanted;
    return engine;
}

/// One run of the filter.
class Redactor {
  public:
    Redactor(io::Source& in, io::Sink& out, const Rulebook& book, const RedactOptions& options)
        : wants_digests_(options.wants_record || options.ledger.to != nullptr),
          in_(in, options.ledger.to != nullptr || (options.wants_record && options.key != nullptr)),
          out_(out), book_(book), options_(options), findings_(book, options),
          engine_(book.scanner, engine_options(options)), spool_(options.spool), search_(book.scanner),
          labels_(book, search_, options.spool)
    {
    }

    RedactResult run()
    {
        begin_ledger();
        auto sample = sample_of(in_, sample_size);
        if (!options_.format && format::looks_like_tar(sample)) {
            io::PrefixedSource whole(std::move(sample), in_);
            tar(whole);
        } else {
            if (options_.notice)
                throw refused("document.notice", "{}: only a tar stream can take the record", in_.name());
            document(std::move(sample));
        }
        return findings_.result();
    }

  private:
    void document(Bytes sample)
    {
        const auto image = options_.format ? std::nullopt : strippable(sample);
        const auto kind = options_.format.value_or(format_claimed_by(in_.name()));
        if (const auto foreign = not_text(sample); foreign && !image && kind != FormatKind::docx) {
            throw refused("document.type", "{}: {}: not a text that can be redacted", in_.name(), *foreign);
        }
        MeasuredSink sink(out_, wants_digests_);
        try {
            if (!image) confirm(kind, sample, "document.format");
            io::PrefixedSource whole(std::move(sample), in_);
            if (image) {
                strip(*image, whole, {});
                spool_.for_each(0, spool_.size(), [&](ByteView piece) { sink.write(piece); });
            } else {
                text_document(kind, whole, sink);
            }
        } catch (const Error& error) {
            throw error.fault() == Fault::refused || error.fault() == Fault::policy ? error.in(in_.name())
                                                                                    : error;
        }
        facts_.output = sink.finish();
        facts_.size = sink.size();
        end();
    }

    void text_document(FormatKind claimed, io::Source& in, io::Sink& out)
    {
        Bytes held;
        const auto kind = exact_kind(claimed, in, held);
        if (withholds_unmarked(kind)) {
            throw not_allowed("portion.unmarked", "{} carries no portion marks", name_of(kind))
                .with_hint("unmarked = \"keep\" in [target] of the rules leaves it to the rules");
        }
        io::PrefixedSource whole(std::move(held), in);
        const bool is_left = redact_one(kind, whole, out, options_.threads, {});
        if ((kind == FormatKind::misp || kind == FormatKind::stix) && !is_left)
            throw not_allowed("document.withheld", "the reader may see nothing of it");
    }

    /// Redacts a document of Word; true if something is left that the reader may see.
    bool office(io::Source& in, io::Sink& out, const std::string& member)
    {
        const auto on_removal = [&](const ooxml::DocumentRemoval& removal) {
            findings_.take(member, removal);
        };
        auto* judge = book_.judges_portions() ? book_.judge.get() : nullptr;
        return ooxml::redact_document(
            in, out, {book_.scanner, book_.target, judge, options_.max_size, on_removal, options_.key});
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
        findings_.wrote_image_anew(member);
    }

    /// Redacts one text; true if something is left that the reader may see.
    bool text(io::Source& in, io::Sink& out, std::size_t threads, const std::string& member)
    {
        const auto on_portion = [&](std::uint64_t line, std::uint64_t begin, std::uint64_t portion_end) {
            findings_.take(member, Finding{FindingKind::portion, 0, begin, portion_end, 0, line});
        };
        std::optional<PortionFilter> portions;
        KeptMarks kept;
        if (book_.judges_portions()) {
            const PortionFilter::Habits habits{book_.target.unmarked, book_.target.nested, book_.target.gap};
            portions.emplace(in, *book_.judge, habits, on_portion, findings_.places(),
                             options_.explain ? &kept : nullptr);
        }
        const auto origin_of = [&](std::uint64_t place) {
            return portions ? portions->origin_of(place) : place;
        };
        const auto on_removal = [&](const Removal& removal) { findings_.take(member, removal, origin_of); };
        engine_.run(portions ? *portions : in, out, threads, on_removal, FormatKind::text, origin_of);
        findings_.end(member, true);
        if (book_.policy && !kept.is_empty())
            findings_.propose(member, kept.proposal(*book_.policy, book_.at));
        return !portions || !portions->is_all_withheld();
    }

    /// The same of a document with structure.
    bool structured(FormatKind kind, io::Source& in, io::Sink& out, std::size_t threads,
                    const std::string& member)
    {
        const auto on_cut = [&](const FieldCut& cut) { findings_.take(member, cut); };
        auto* judge = book_.judges_portions() ? book_.judge.get() : nullptr;
        const auto on_note = [&](std::string_view what, std::uint64_t offset) {
            findings_.note(member, what, offset);
        };
        const StructureOptions how{book_.scanner.rules(), book_.target, judge,   options_.max_size,
                                   findings_.places(),    on_cut,       on_note, options_.key,
                                   &book_.scanner};
        const auto structure = structure_of(kind, in, how);
        MeasuredSink checked(out, false);
        const Syntax syntax(kind, book_.target.csv_delimiter);
        const auto on_formula = [&](std::uint64_t place) { findings_.formula(member, place); };
        const auto checker = checker_of(syntax, checked, on_formula);
        MeasuredSink unchecked(*checker, false);
        const auto origin_of = [&](std::uint64_t place) { return structure->origin_of(place); };
        const auto on_removal = [&](const Removal& removal) { findings_.take(member, removal, origin_of); };
        engine_.run(*structure, unchecked, threads, on_removal, syntax, origin_of);
        checker->finish();
        findings_.end(member, checked.size() == unchecked.size()); // the checker only ever adds
        return !structure->is_all_withheld();
    }

    bool redact_one(FormatKind kind, io::Source& in, io::Sink& out, std::size_t threads,
                    const std::string& member)
    {
        if (kind == FormatKind::docx) return office(in, out, member);
        return kind == FormatKind::text ? text(in, out, threads, member)
                                        : structured(kind, in, out, threads, member);
    }

    /// What a document is that is named as one of `kind`: events of MISP and bundles of STIX are called JSON too. What was read of `in` to tell
    /// goes to `held`.
    [[nodiscard]] FormatKind exact_kind(FormatKind kind, io::Source& in, Bytes& held) const
    {
        if (kind != FormatKind::json || options_.format) return kind;
        held = io::read_all(in, options_.max_size);
        return json::kind_of(as_text(held));
    }

    /// True if a document of that format goes as a whole, since it carries no portion marks.
    [[nodiscard]] bool withholds_unmarked(FormatKind kind) const
    {
        if ((kind == FormatKind::misp || kind == FormatKind::stix) && book_.target.tlp)
            return false; // it has marks of its own
        const bool has_labels = kind == FormatKind::csv && book_.target.csv_label;
        return kind != FormatKind::text && kind != FormatKind::docx && !has_labels &&
               book_.judge->has_policy() && book_.target.unmarked == Unmarked::withhold;
    }

    /// Throws if what begins with `sample` cannot be of the format that it should have, or if rules about fields would
    /// do nothing because of its name.
    void confirm(FormatKind kind, ByteView sample, std::string_view reason) const
    {
        if (!may_be(kind, as_text(sample)))
            throw refused(reason, "it does not begin as {} does", name_of(kind));
        if (kind != FormatKind::text || options_.format) return;
        const auto refuse = [&](std::string_view what, std::string_view names) {
            throw refused(reason,
                          "it begins as {} does, but is not named so, and the rules name what is in it", what)
                .with_hint(fmt::format("name it {}; --format says what a document is", names));
        };
        const bool is_blank =
            as_text(sample).find_first_not_of(" \t\r\n\xEF\xBB\xBF") == std::string_view::npos;
        if (sample.size() == sample_size && is_blank && (book_.names_json() || book_.names_xml()))
            throw refused(reason, "it begins with {} blanks, and the rules name what JSON or XML holds",
                          sample.size());
        if (book_.names_json() && looks_like_json(as_text(sample))) refuse("JSON", ".json or .jsonl");
        if (book_.names_xml() && looks_like_xml(as_text(sample))) refuse("XML", ".xml");
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
        end(&writer);
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
        const auto claimed = format_claimed_by(name);
        const bool passes = foreign && matches_any(book_.target.pass, name);
        const bool is_office = claimed == FormatKind::docx && !passes;
        const auto kind = foreign && !is_office ? FormatKind::text : claimed;
        confirm(kind, sample, "member.format");
        io::PrefixedSource whole(std::move(sample), content);
        if (foreign && !is_office) {
            if (!passes) {
                if (image) {
                    check_name(name);
                    strip(*image, whole, name);
                    return write_member(writer, name, spool_, 0, spool_.size());
                }
                throw refused("member.type", "{}: not a text that can be redacted", *foreign)
                    .with_hint("members.pass or members.drop of the rules may name it");
            }
            check_name(name);
            findings_.passed_unread(name);
            return pass(whole, writer, member);
        }
        Bytes held;
        const auto exact = exact_kind(kind, whole, held);
        if (withholds_unmarked(exact)) return leave_out(name, "withheld");
        io::PrefixedSource rest(std::move(held), whole);
        spool_.clear();
        const auto threads = member.size > 4 * EngineOptions().block_size ? options_.threads : 1;
        if (!redact_one(exact, rest, spool_, threads, name)) return leave_out(name, "withheld");
        check_name(name, exact);
        write_member(writer, name, spool_, 0, spool_.size());
    }

    void leave_out(const std::string& name, std::string_view why)
    {
        left_out_.insert(name);
        findings_.left_out(name, why);
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
            if (wants_digests_) hasher.update(piece);
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
            if (wants_digests_) hasher.update(piece);
            writer.write(piece);
        });
        list(name, hasher);
    }

    void list(const std::string& name, crypto::Hasher& hasher)
    {
        ++facts_.size;
        if (wants_digests_) listing_ += fmt::format("{}  {}\n", hasher.finish().hex(), name);
    }

    void begin_ledger()
    {
        facts_.rules = book_.rules_digests;
        facts_.lists = book_.list_digests;
        facts_.policy = book_.policy_digest;
        facts_.clearance = book_.clearance_digest;
        facts_.target = book_.target.name;
        auto* ledger = findings_.ledger();
        if (ledger == nullptr) return;
        ledger->lines().begin({options_.ledger.at, options_.ledger.previous}, facts_);
    }

    std::string make_record(const std::optional<crypto::Digest>& input)
    {
        if (!options_.wants_record) return {};
        if (input && options_.key != nullptr)
            facts_.input = to_hex(options_.key->mac(KeyScope::Purpose::input, as_text(input->view())));
        const auto& result = findings_.result();
        for (std::size_t i = 0; i < result.removed.size(); ++i) {
            if (result.removed[i] > 0) facts_.removed[book_.scanner.rules()[i].category] += result.removed[i];
        }
        if (result.portions > 0) facts_.removed["portion"] += result.portions;
        if (result.fields > 0) facts_.removed["field"] += result.fields;
        if (result.comments > 0) facts_.removed["comment"] += result.comments;
        if (result.members > 0) facts_.removed["member"] += result.members;
        if (result.metadata > 0) facts_.removed["metadata"] += result.metadata;
        if (result.images > 0) facts_.removed["image"] += result.images;
        return record_of(facts_);
    }

    /// All content is written: the record, then the ledger. `writer`: of the tar stream that may take the record.
    void end(format::TarWriter* writer = nullptr)
    {
        const auto input = in_.finish();
        const auto record = make_record(input);
        if (options_.notice && writer != nullptr) {
            writer->begin(record_name, record.size());
            writer->write(as_bytes(record));
        }
        if (auto* ledger = findings_.ledger()) {
            const auto digest = options_.wants_record
                                    ? crypto::digest_of(crypto::Algorithm::sha256, as_bytes(record)).hex()
                                    : std::string();
            ledger->lines().end({input->hex(), in_.size(), digest}, facts_);
        }
        if (options_.before_end) options_.before_end(record);
    }

    bool wants_digests_; ///< Record or ledger name what was read and written.
    MeasuredSource in_;
    io::Sink& out_;
    const Rulebook& book_;
    const RedactOptions& options_;
    Findings findings_;
    Engine engine_;
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
    return std::accumulate(removed.begin(), removed.end(),
                           portions + fields + comments + members + images + metadata);
}

RedactResult redact(io::Source& in, io::Sink& out, const redact::Rulebook& book, const RedactOptions& options)
{
    return Redactor(in, out, book, options).run();
}

} // namespace pouch::stage
