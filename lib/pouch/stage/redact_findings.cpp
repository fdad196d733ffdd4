#include "pouch/stage/redact_findings.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/action_name.hpp"

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
    if (ledger_) ledger_->take(finding);
}

void Findings::take(const std::string& member, const FieldCut& cut)
{
    take(member, Finding{kind_of(cut.reason), cut.rule, cut.offset, cut.end});
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
    case FindingKind::unlisted:
        return result_.fields;
    case FindingKind::portion:
        return result_.portions;
    case FindingKind::comment:
        return result_.comments;
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
    case FindingKind::portion:
        if (finding.line == 0) return fmt::format("portion at byte {}: withheld", finding.begin);
        return fmt::format("portion at line {}, byte {}: withheld", finding.line, finding.begin);
    case FindingKind::text:
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
