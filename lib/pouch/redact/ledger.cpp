#include "pouch/redact/ledger.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <fmt/core.h>

namespace pouch::redact {

namespace {

/// A name of a member is what a stranger wrote: one that is no UTF-8 is told byte for byte.
std::string quoted_name(std::string_view name)
{
    return json_quoted(is_utf8(name) ? std::string(name) : escaped(name));
}

std::string member_of(std::string_view name)
{
    return name.empty() ? std::string() : fmt::format(",\"member\":{}", quoted_name(name));
}

std::string range_of(const Finding& finding)
{
    auto range = fmt::format(",\"begin\":{}", finding.begin);
    if (finding.end > finding.begin) range += fmt::format(",\"end\":{}", finding.end);
    return range;
}

/// What a finding that no rule decided is called, and counted as.
std::string_view category_of(FindingKind kind)
{
    switch (kind) {
    case FindingKind::unlisted:
        return "field";
    case FindingKind::portion:
        return "portion";
    case FindingKind::comment:
        return "comment";
    case FindingKind::metadata:
        return "metadata";
    case FindingKind::text:
    case FindingKind::kept:
    case FindingKind::repeat:
    case FindingKind::field:
    case FindingKind::note:
        break;
    }
    throw bug("a finding without a category of its own");
}

} // namespace

void Ledger::begin(const LedgerHead& head, const RecordFacts& facts)
{
    std::string lines = fmt::format("{{\"ledger\":\"pouch-redaction\",\"version\":1,\"tool\":\"redact\","
                                    "\"tool_version\":{}",
                                    json_quoted(POUCH_VERSION));
    if (head.at) lines += fmt::format(",\"time\":\"{}\"", format_rfc3339(*head.at));
    lines += "}\n";
    if (!head.previous.empty()) lines += fmt::format("{{\"previous\":\"sha256:{}\"}}\n", head.previous);
    lines += grounds_of(facts);
    if (key_ != nullptr) lines += fmt::format("{{\"key\":\"{}\"}}\n", key_->id());
    write(lines);
}

void Ledger::withheld(std::string_view member, const Finding& finding, bool has_output)
{
    const bool is_text = finding.kind == FindingKind::text || finding.kind == FindingKind::repeat;
    if (is_text || finding.kind == FindingKind::field) {
        const auto& rule = rules_[finding.rule];
        auto line = fmt::format("{{\"withheld\":\"{}\"{},\"rule\":{},\"category\":{},\"action\":\"{}\"",
                                is_text ? "text" : "field", member_of(member), json_quoted(rule.id),
                                json_quoted(rule.category), name_of(rule.action));
        if (finding.kind == FindingKind::repeat) line += ",\"again\":true";
        line += range_of(finding);
        if (has_output) line += fmt::format(",\"output\":{}", finding.output);
        if (proof_key_ && finding.kind == FindingKind::text) {
            const auto proof = crypto::hmac_sha256(proof_key_->expose(), finding.digest);
            line += fmt::format(",\"proof\":\"hmac-sha256:{}\"", to_hex(proof));
        }
        write(line + "}\n");
        return count(rule.category);
    }
    const auto category = category_of(finding.kind);
    auto line =
        fmt::format("{{\"withheld\":\"{}\"{},\"category\":\"{}\"", category, member_of(member), category);
    if (finding.line > 0) line += fmt::format(",\"line\":{}", finding.line);
    write(line + range_of(finding) + "}\n");
    count(std::string(category));
}

void Ledger::withheld_whole(std::string_view member, std::string_view what, std::string_view why)
{
    write(fmt::format("{{\"withheld\":\"{}\"{},\"category\":\"{}\",\"why\":{}}}\n", what, member_of(member),
                      what, json_quoted(why)));
    count(std::string(what));
}

void Ledger::withheld_at(std::string_view member, std::string_view what, const Rule* rule,
                         std::string_view where)
{
    const auto category = rule == nullptr ? std::string(what) : rule->category;
    auto line = fmt::format("{{\"withheld\":\"{}\"{}", what, member_of(member));
    if (rule != nullptr) line += fmt::format(",\"rule\":{}", json_quoted(rule->id));
    line += fmt::format(",\"category\":{}", json_quoted(category));
    if (rule != nullptr) line += fmt::format(",\"action\":\"{}\"", name_of(rule->action));
    write(line + fmt::format(",\"where\":{}}}\n", json_quoted(where)));
    count(category);
}

void Ledger::note(std::string_view member, std::string_view what, std::optional<std::uint64_t> begin)
{
    write(fmt::format("{{\"note\":{}{}{}}}\n", json_quoted(what), member_of(member),
                      begin ? fmt::format(",\"begin\":{}", *begin) : std::string()));
}

void Ledger::end(const LedgerTail& tail, const RecordFacts& facts)
{
    auto lines = fmt::format("{{\"input\":\"sha256:{}\",\"kind\":\"{}\",\"bytes\":{}}}\n", tail.input,
                             facts.is_tar ? "tar" : "document", tail.input_size);
    lines += output_line(facts);
    if (!tail.record.empty()) lines += fmt::format("{{\"record\":\"sha256:{}\"}}\n", tail.record);
    std::uint64_t total = 0;
    for (const auto& [category, count] : removed_) {
        total += count;
        lines += fmt::format("{{\"category\":{},\"removed\":{}}}\n", json_quoted(category), count);
    }
    write(lines);
    write(fmt::format("{{\"total\":{},\"chain\":\"sha256:{}\"}}\n", total, chain_.finish().hex()));
}

void Ledger::count(const std::string& category)
{
    ++removed_[category];
}

void Ledger::write(std::string_view lines)
{
    chain_.update(as_bytes(lines));
    out_.write(as_bytes(lines));
}

} // namespace pouch::redact
