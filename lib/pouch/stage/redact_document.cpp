#include "pouch/stage/redact_document.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/csv/header.hpp"
#include "pouch/redact/json/kind.hpp"
#include "pouch/redact/ooxml/document.hpp"
#include "pouch/redact/portion.hpp"
#include "pouch/redact/structure.hpp"
#include "pouch/stage/document_label.hpp"
#include "pouch/stage/redact_streams.hpp"

#include <algorithm>

namespace pouch::stage {

using namespace pouch::redact;

namespace {

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

/// `error`, with the rules that replaced something in a document of which no valid one is left.
Error with_rules(const Error& error, const std::vector<Rule>& rules, const std::vector<bool>& has_acted)
{
    constexpr std::size_t most_named = 4;
    std::string names;
    std::size_t count = 0;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (!has_acted[i] || ++count > most_named) continue;
        names += (names.empty() ? "" : ", ") + rules[i].id;
    }
    if (count == 0) return error;
    if (count > most_named) names += fmt::format(" and {} more", count - most_named);
    const std::string before = error.hint().empty() ? "" : error.hint() + "; ";
    return error.with_hint(before + "rules that replaced something here: " + names);
}

} // namespace

DocumentRedactor::DocumentRedactor(const Rulebook& book, const RedactOptions& options, Findings& findings)
    : book_(book), options_(options), findings_(findings), engine_(book.scanner, engine_options(options)),
      demand_(demand_of(book)), columns_(csv::columns_named(book.scanner.rules(), book.target))
{
}

template <typename Act>
void DocumentRedactor::judged(io::Source& in, const std::string& member, Act act) const
{
    if (demand_.policies.empty()) return act(in);
    LabelledSource labelled(in, io::base_name_of(member.empty() ? in.name() : member), demand_);
    act(labelled);
    labelled.drain();
}

bool DocumentRedactor::office(io::Source& in, io::Sink& out, const std::string& member)
{
    const auto on_removal = [&](const ooxml::DocumentRemoval& removal) { findings_.take(member, removal); };
    auto* judge = book_.judges_portions() ? book_.judge.get() : nullptr;
    ooxml::DocumentOptions how{book_.scanner,     book_.target, judge,
                               options_.max_size, on_removal,   options_.key};
    how.judge_picture = [&](ByteView picture, const std::string& part) {
        io::MemorySource from(picture);
        judged(from, part, [](io::Source&) {});
    };
    bool is_left = false;
    judged(in, member, [&](io::Source& from) { is_left = ooxml::redact_document(from, out, how); });
    return is_left;
}

bool DocumentRedactor::text(io::Source& in, io::Sink& out, std::size_t threads, const std::string& member)
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
    const auto origin_of = [&](std::uint64_t place) { return portions ? portions->origin_of(place) : place; };
    const auto on_removal = [&](const Removal& removal) { findings_.take(member, removal, origin_of); };
    engine_.run(portions ? *portions : in, out, threads, on_removal, FormatKind::text, origin_of);
    findings_.end(member, true);
    if (book_.policy && !kept.is_empty()) findings_.propose(member, kept.proposal(*book_.policy, book_.at));
    return !portions || !portions->is_all_withheld();
}

bool DocumentRedactor::structured(FormatKind kind, io::Source& in, io::Sink& out, std::size_t threads,
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
    const auto size = in.expected();
    const auto structure = structure_of(kind, in, how);
    MeasuredSink checked(out, false);
    const Syntax syntax(kind, book_.target.csv_delimiter);
    const auto on_formula = [&](std::uint64_t place) { findings_.formula(member, place); };
    const auto checker = checker_of(syntax, checked, on_formula);
    checker->expect(std::min(size, options_.max_size));
    MeasuredSink unchecked(*checker, false);
    const auto origin_of = [&](std::uint64_t place) { return structure->origin_of(place); };
    std::vector<bool> has_acted(book_.scanner.rules().size());
    const auto on_removal = [&](const Removal& removal) {
        has_acted[removal.rule] = true;
        findings_.take(member, removal, origin_of);
    };
    try {
        engine_.run(*structure, unchecked, threads, on_removal, syntax, origin_of);
        checker->finish();
    } catch (const Error& error) {
        throw error.reason() == "redact.invalid-output" ? with_rules(error, book_.scanner.rules(), has_acted)
                                                        : error;
    }
    findings_.end(member, checked.size() == unchecked.size()); // the checker only ever adds
    return !structure->is_all_withheld();
}

bool DocumentRedactor::redact(FormatKind kind, io::Source& in, io::Sink& out, std::size_t threads,
                              const std::string& member)
{
    if (kind == FormatKind::docx) return office(in, out, member);
    return kind == FormatKind::text ? text(in, out, threads, member)
                                    : structured(kind, in, out, threads, member);
}

std::optional<ImageKind> DocumentRedactor::strippable(ByteView sample) const
{
    return book_.target.images == Images::strip ? image_of(sample) : std::nullopt;
}

void DocumentRedactor::strip(ImageKind kind, io::Source& in, MemberSpool& out, const std::string& member)
{
    out.clear();
    bool is_anew = false;
    judged(in, member, [&](io::Source& from) { is_anew = strip_image(kind, from, out); });
    if (!is_anew) return;
    findings_.wrote_image_anew(member);
}

FormatKind DocumentRedactor::exact_kind(FormatKind kind, io::Source& in, Bytes& held) const
{
    if (kind != FormatKind::json || options_.format) return kind;
    held = io::read_all(in, options_.max_size);
    return json::kind_of(as_text(held), book_.target.judges_marks());
}

bool DocumentRedactor::withholds_unmarked(FormatKind kind) const
{
    if ((kind == FormatKind::misp || kind == FormatKind::stix) && book_.target.tlp)
        return false; // it has marks of its own
    const bool is_json = kind == FormatKind::json || kind == FormatKind::jsonl;
    const bool has_labels =
        (kind == FormatKind::csv && book_.target.csv_label) || (is_json && !book_.target.json_labels.empty());
    return kind != FormatKind::text && kind != FormatKind::docx && !has_labels && book_.judge->has_policy() &&
           book_.target.unmarked == Unmarked::withhold;
}

void DocumentRedactor::confirm(FormatKind kind, ByteView sample, std::string_view reason) const
{
    if (!may_be(kind, as_text(sample))) throw refused(reason, "it does not begin as {} does", name_of(kind));
    if (kind != FormatKind::text || options_.format) return;
    const auto refuse = [&](std::string_view what, std::string_view names) {
        throw refused(reason, "it begins as {} does, but is not named so, and the rules name what is in it",
                      what)
            .with_hint(fmt::format("name it {}; --format says what a document is", names));
    };
    const bool is_blank = behind_blanks(as_text(sample)).empty();
    const bool judges = book_.target.judges_marks();
    if (sample.size() == sample_size && is_blank && (book_.names_json() || judges || book_.names_xml()))
        throw refused(reason, "it begins with {} blanks, and the rules name what JSON or XML holds",
                      sample.size());
    const bool is_named = judges && looks_like_marks(as_text(sample));
    if (is_named || (book_.names_json() && looks_like_json(as_text(sample))))
        refuse("JSON", ".json or .jsonl");
    if (book_.names_xml() && looks_like_xml(as_text(sample))) refuse("XML", ".xml");
    if (csv::header_names(as_text(sample), columns_)) refuse("CSV", ".csv");
}

} // namespace pouch::stage
