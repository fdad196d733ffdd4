#include "pouch/stage/redact.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/path_set.hpp"
#include "pouch/format/tar_stream.hpp"
#include "pouch/io/prefixed.hpp"
#include "pouch/stage/member_labels.hpp"
#include "pouch/stage/redact_document.hpp"
#include "pouch/stage/redact_facts.hpp"
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

/// One run of the filter.
class Redactor {
  public:
    Redactor(io::Source& in, io::Sink& out, const Rulebook& book, const RedactOptions& options)
        : wants_digests_(options.wants_record || options.ledger.to != nullptr),
          in_(in, options.ledger.to != nullptr || (options.wants_record && options.key != nullptr)),
          out_(out), book_(book), options_(options), findings_(book, options),
          redactor_(book, options, findings_), spool_(options.spool), search_(book.scanner),
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
        const auto image = options_.format ? std::nullopt : redactor_.strippable(sample);
        const auto kind = options_.format.value_or(format_claimed_by(in_.name()));
        if (const auto foreign = not_text(sample); foreign && !image && kind != FormatKind::docx) {
            throw refused("document.type", "{}: {}: not a text that can be redacted", in_.name(), *foreign);
        }
        MeasuredSink sink(out_, wants_digests_);
        try {
            if (!image) redactor_.confirm(kind, sample, "document.format");
            io::PrefixedSource whole(std::move(sample), in_);
            if (image) {
                redactor_.strip(*image, whole, spool_, {});
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
        const auto kind = redactor_.exact_kind(claimed, in, held);
        if (redactor_.withholds_unmarked(kind)) {
            throw not_allowed("portion.unmarked", "{} carries no portion marks", name_of(kind))
                .with_hint("unmarked = \"keep\" in [target] of the rules leaves it to the rules");
        }
        io::PrefixedSource whole(std::move(held), in);
        const bool is_left = redactor_.redact(kind, whole, out, options_.threads, {});
        if ((kind == FormatKind::misp || kind == FormatKind::stix) && !is_left)
            throw not_allowed("document.withheld", "the reader may see nothing of it");
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
        if (matches_any(book_.target.drop, name)) {
            MemberSource label(reader, name);
            if (!stem.empty()) labels_.keep(label, name, MemberLabels::Fate::dropped);
            return leave_out(name, "dropped");
        }
        format::require_path(stem.empty() ? name : stem);
        names_.add(name);
        MemberSource content(reader, name);
        if (!stem.empty()) {
            check_name(name);
            return labels_.keep(content, name, MemberLabels::Fate::stays);
        }
        auto sample = sample_of(content, std::min<std::uint64_t>(sample_size, member.size));
        const auto image = redactor_.strippable(sample);
        const auto foreign = not_text(sample);
        const auto claimed = format_claimed_by(name);
        const bool passes = foreign && matches_any(book_.target.pass, name);
        const bool is_office = claimed == FormatKind::docx && !passes;
        const auto kind = foreign && !is_office ? FormatKind::text : claimed;
        if (!foreign || is_office || passes) redactor_.confirm(kind, sample, "member.format");
        io::PrefixedSource whole(std::move(sample), content);
        if (foreign && !is_office) {
            if (!passes) {
                if (image) {
                    check_name(name);
                    redactor_.strip(*image, whole, spool_, name);
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
        const auto exact = redactor_.exact_kind(kind, whole, held);
        if (redactor_.withholds_unmarked(exact)) return leave_out(name, "withheld");
        io::PrefixedSource rest(std::move(held), whole);
        spool_.clear();
        const auto threads = member.size > 4 * EngineOptions().block_size ? options_.threads : 1;
        if (!redactor_.redact(exact, rest, spool_, threads, name)) return leave_out(name, "withheld");
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
        facts_ = grounds_in(book_);
        auto* ledger = findings_.ledger();
        if (ledger == nullptr) return;
        ledger->lines().begin({options_.ledger.at, options_.ledger.previous}, facts_);
    }

    std::string make_record(const std::optional<crypto::Digest>& input)
    {
        if (!options_.wants_record) return {};
        if (input && options_.key != nullptr)
            facts_.input = to_hex(options_.key->mac(KeyScope::Purpose::input, as_text(input->view())));
        add_removals(facts_, findings_.result(), book_);
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
    DocumentRedactor redactor_;
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
