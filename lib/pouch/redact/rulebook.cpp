#include "pouch/redact/rulebook.hpp"

#include "pouch/base/error.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/format/clearance_file.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/io/file.hpp"
#include "pouch/label/resolve.hpp"
#include "pouch/redact/stix/written.hpp"

#include <algorithm>
#include <utility>

namespace pouch::redact {

namespace {

constexpr std::size_t clearance_limit = std::size_t{1} << 20U;

/// What `read` makes of the file at `path`; its digest goes to `digest`.
template <typename Read>
auto read_file(const std::string& path, std::size_t limit, std::string& digest, Read read)
{
    const auto bytes = io::read_small_file(path, limit);
    digest = crypto::digest_of(crypto::Algorithm::sha256, bytes).hex();
    try {
        return read(ByteView(bytes));
    } catch (const Error& error) {
        throw error.in(path);
    }
}

} // namespace

bool Rulebook::names_json() const
{
    const auto& rules = scanner.rules();
    return !target.only.empty() || !target.json_labels.empty() || target.tlp || target.has_misp ||
           target.has_stix || std::any_of(rules.begin(), rules.end(), [](const Rule& rule) {
               return rule.field && (rule.scope.has(FormatKind::json) || rule.scope.has(FormatKind::jsonl));
           });
}

bool Rulebook::names_xml() const
{
    const auto& rules = scanner.rules();
    return std::any_of(rules.begin(), rules.end(),
                       [](const Rule& rule) { return rule.field && rule.scope.has(FormatKind::xml); });
}

Rulebook load_rulebook(const std::vector<std::string>& paths, Instant at)
{
    return load_rulebook(read_rule_files(paths), at);
}

Rulebook load_rulebook(RuleSet set, Instant at)
{
    Rulebook book{Scanner(std::move(set.rules), set.target.packed),
                  std::move(set.target),
                  nullptr,
                  std::move(set.digests),
                  std::move(set.list_digests),
                  {},
                  {},
                  {},
                  {},
                  at};
    for (const auto& fault : stix::faults_of_written(book.target, book.scanner)) throw fault;
    if (book.target.policy.empty()) {
        book.judge = judge_without_policy();
        return book;
    }
    auto policy = read_file(book.target.policy, format::spif_limit, book.policy_digest, format::read_spif);
    const auto read_known = [&](ByteView bytes) {
        auto clearance = format::read_clearance_file(bytes);
        label::check_clearance(policy, clearance);
        return clearance;
    };
    auto clearance = read_file(book.target.clearance, clearance_limit, book.clearance_digest, read_known);
    book.judge = judge_by_policy(policy, clearance, at);
    if (const auto& statement = book.target.stix.statement) {
        const auto verdict = book.judge->marking_verdict(statement->text);
        if (verdict && *verdict != PortionVerdict::readable)
            throw usage_error("rules.target", "target: stix: the reader may not see what the statement says");
    }
    book.policy = std::move(policy);
    book.clearance = std::move(clearance);
    return book;
}

} // namespace pouch::redact
