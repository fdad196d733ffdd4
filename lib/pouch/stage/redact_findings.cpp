#include "pouch/stage/redact_findings.hpp"

#include "pouch/base/error.hpp"

namespace pouch::stage {

using namespace pouch::redact;

namespace {

FindingKind kind_of(CutReason reason)
{
    switch (reason) {
    case CutReason::rule:
        return FindingKind::field;
    case CutReason::not_allowed:
        return FindingKind::unlisted;
    case CutReason::comment:
        return FindingKind::comment;
    case CutReason::metadata:
        return FindingKind::metadata;
    case CutReason::portion:
        break;
    }
    return FindingKind::portion;
}

} // namespace

Findings::Findings(const Rulebook& book, const RedactOptions& options)
    : rules_(book.scanner.rules()), explain_(options.explain)
{
    result_.removed.resize(rules_.size());
    result_.kept.resize(rules_.size());
    if (options.ledger.to != nullptr) ledger_.emplace(options, rules_);
}

PlaceMap::Use Findings::places() const
{
    return explain_ || ledger_ ? PlaceMap::Use::wanted : PlaceMap::Use::unwanted;
}

void Findings::take(const std::string& member, const Finding& finding)
{
    const std::lock_guard lock(lock_);
    ++count_of(finding);
    explain(member, [&] { return text_of(finding); });
    if (ledger_ && finding.kind != FindingKind::kept) ledger_->take(finding);
}

void Findings::take(const std::string& member, const FieldCut& cut)
{
    take(member, Finding{kind_of(cut.reason), cut.rule, cut.offset, cut.end});
}

void Findings::take(const std::string& member, const ooxml::DocumentRemoval& removal)
{
    using Kind = ooxml::DocumentRemoval::Kind;
    const auto put = [&](std::string_view what, const Rule* rule, std::uint64_t& count,
                         const std::string& text) {
        ++count;
        explain(member, [&] { return text; });
        if (ledger_) ledger_->lines().withheld_at(member, what, rule, removal.place);
    };
    const auto& place = removal.place;
    switch (removal.kind) {
    case Kind::portion:
        return put("portion", nullptr, result_.portions, fmt::format("portion in {}: withheld", place));
    case Kind::metadata:
        return put("metadata", nullptr, result_.metadata, fmt::format("metadata of {}: drop", place));
    case Kind::image:
        return put("image", nullptr, result_.images,
                   fmt::format("image {}: written anew without metadata", place));
    case Kind::rule:
        break;
    }
    const auto& rule = rules_[removal.rule];
    if (rule.action == Action::keep) {
        ++result_.kept[removal.rule];
        return explain(member, [&] { return fmt::format("rule {} in {}: keep", rule.id, place); });
    }
    put("text", &rule, result_.removed[removal.rule],
        fmt::format("rule {} in {}: {}", rule.id, place, name_of(rule.action)));
}

void Findings::formula(const std::string& member, std::uint64_t place)
{
    const std::lock_guard lock(lock_);
    ++result_.formulas;
    explain(member, [&] { return fmt::format("cell at output byte {}: may be a formula", place); });
}

void Findings::propose(const std::string& member, const std::string& text)
{
    explain(member, [&] { return text; });
}

void Findings::note(const std::string& member, std::string_view what, std::uint64_t begin)
{
    const std::lock_guard lock(lock_);
    explain(member, [&] { return fmt::format("{} at byte {}: a change breaks it", what, begin); });
    if (ledger_) ledger_->note(what, begin);
}

void Findings::end(const std::string& member, bool has_outputs)
{
    if (ledger_) ledger_->end_member(member, has_outputs);
}

void Findings::wrote_image_anew(const std::string& member)
{
    ++result_.images;
    explain(member, [] { return std::string("image: written anew without metadata"); });
    if (ledger_) ledger_->lines().withheld_whole(member, "image", "metadata");
}

void Findings::left_out(const std::string& member, std::string_view why)
{
    ++result_.members;
    explain(member, [&] { return std::string(why); });
    if (ledger_) ledger_->lines().withheld_whole(member, "member", why);
}

void Findings::passed_unread(const std::string& member)
{
    explain(member, [] { return std::string("passed unread"); });
    if (ledger_) ledger_->lines().note(member, "passed unread", std::nullopt);
}

std::uint64_t& Findings::count_of(const Finding& finding)
{
    switch (finding.kind) {
    case FindingKind::text:
    case FindingKind::repeat:
    case FindingKind::field:
        return result_.removed[finding.rule];
    case FindingKind::kept:
        return result_.kept[finding.rule];
    case FindingKind::unlisted:
        return result_.fields;
    case FindingKind::portion:
        return result_.portions;
    case FindingKind::comment:
        return result_.comments;
    case FindingKind::metadata:
        return result_.metadata;
    case FindingKind::note:
        break;
    }
    throw bug("a finding that counts for nothing");
}

std::string Findings::text_of(const Finding& finding) const
{
    switch (finding.kind) {
    case FindingKind::unlisted:
        return fmt::format("not in only, at byte {}: drop", finding.begin);
    case FindingKind::comment:
        return fmt::format("comment at byte {}: drop", finding.begin);
    case FindingKind::metadata:
        return fmt::format("metadata at byte {}: drop", finding.begin);
    case FindingKind::portion:
        if (finding.line == 0) return fmt::format("portion at byte {}: withheld", finding.begin);
        return fmt::format("portion at line {}, byte {}: withheld", finding.line, finding.begin);
    case FindingKind::text:
    case FindingKind::kept:
    case FindingKind::repeat:
    case FindingKind::field:
    case FindingKind::note:
        break;
    }
    const auto& rule = rules_[finding.rule];
    return fmt::format("rule {} at {}byte {}: {}", rule.id,
                       finding.kind == FindingKind::repeat ? "output " : "", finding.begin,
                       name_of(rule.action));
}

} // namespace pouch::stage
