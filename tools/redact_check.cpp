// redact --check: what would be removed.
#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "tools/redact_form.hpp"

#include <numeric>

namespace pouch::redact_tool {

namespace {

class NullSink final : public io::Sink {
  public:
    void write(ByteView) override {}
    void commit() override {}
    [[nodiscard]] bool is_atomic() const override { return true; }
};

/// Matches of rules that keep.
std::uint64_t count_kept(const stage::RedactResult& result)
{
    return std::accumulate(result.kept.begin(), result.kept.end(), std::uint64_t{0});
}

/// What was found, as the error that the check ends with.
void refuse_findings(const stage::RedactResult& result, const redact::Rulebook& book)
{
    if (result.total() == 0) return;
    std::vector<std::string> details;
    for (std::size_t i = 0; i < result.removed.size(); ++i) {
        if (result.removed[i] == 0) continue;
        const auto& rule = book.scanner.rules()[i];
        details.push_back(fmt::format("rule {} {}: {}", rule.id, rule.category, result.removed[i]));
    }
    if (result.portions > 0) details.push_back(fmt::format("portions withheld: {}", result.portions));
    if (result.fields > 0) details.push_back(fmt::format("fields not in only: {}", result.fields));
    if (result.comments > 0) details.push_back(fmt::format("comments left out: {}", result.comments));
    if (result.members > 0) details.push_back(fmt::format("members left out: {}", result.members));
    if (result.metadata > 0) details.push_back(fmt::format("metadata left out: {}", result.metadata));
    if (result.images > 0) details.push_back(fmt::format("images written anew: {}", result.images));
    if (const auto kept = count_kept(result); kept > 0)
        details.push_back(fmt::format("matches kept: {}", kept));
    throw not_allowed("redact.found", "{} removals would be made", result.total())
        .with_details(std::move(details));
}

/// The same counts as members of a JSON object.
std::string json_counts(const stage::RedactResult& result, const redact::Rulebook& book)
{
    std::string rules;
    for (std::size_t i = 0; i < result.removed.size(); ++i) {
        if (result.removed[i] == 0) continue;
        const auto& rule = book.scanner.rules()[i];
        rules += fmt::format("{}{{\"rule\":{},\"category\":{},\"removals\":{}}}", rules.empty() ? "" : ",",
                             json_quoted(rule.id), json_quoted(rule.category), result.removed[i]);
    }
    return fmt::format("\"rules\":[{}],\"portions\":{},\"fields\":{},\"comments\":{},\"members\":{},"
                       "\"images\":{},\"formulas\":{},\"metadata\":{},\"kept\":{}",
                       rules, result.portions, result.fields, result.comments, result.members, result.images,
                       result.formulas, result.metadata, count_kept(result));
}

} // namespace

void warn_of_formulas(const cli::Common& common, const stage::RedactResult& result)
{
    if (result.formulas == 0) return;
    common.warn("csv.formula", fmt::format("{} {} of CSV may be {} to a spreadsheet", result.formulas,
                                           result.formulas == 1 ? "cell" : "cells",
                                           result.formulas == 1 ? "a formula" : "formulas"));
}

void check(cli::Common& common, io::Source& in, const redact::Rulebook& book, const Options& options)
{
    common.lock({{}, {options.redact.spool}});
    NullSink nothing;
    const auto result = stage::redact(in, nothing, book, options.redact);
    warn_of_formulas(common, result);
    common.members = json_counts(result, book);
    refuse_findings(result, book);
}

} // namespace pouch::redact_tool
