// redact: its options.
#include "pouch/base/error.hpp"
#include "pouch/base/time.hpp"
#include "pouch/cli/values.hpp"
#include "tools/redact_form.hpp"

#include <cstdlib>

namespace pouch::redact_tool {

namespace {

std::vector<format::AgeRecipient> recipients_of(const std::vector<std::string>& texts)
{
    std::vector<format::AgeRecipient> recipients;
    for (const auto& text : texts) {
        try {
            recipients.push_back(format::parse_age_recipient(text));
        } catch (const Error& error) {
            throw error.in("--ledger-to");
        }
    }
    return recipients;
}

/// The digest of the chain of the ledger before, without the name of its algorithm.
std::string digest_of(const std::optional<std::string>& previous)
{
    constexpr std::string_view prefix = "sha256:";
    if (!previous) return {};
    const auto hex = previous->starts_with(prefix) ? previous->substr(prefix.size()) : std::string();
    if (!crypto::digest_from_hex(crypto::Algorithm::sha256, hex))
        throw usage_error("usage", "--ledger-previous is sha256: and 64 lower-case hexadecimal digits");
    return hex;
}

} // namespace

void Options::declare(cli::App& app)
{
    app.add_repeated("--rules", rules, "Rules file, TOML (repeats; in order)")->type_name("FILE")->required();
    app.add_option("--format", format, "auto (default), text, json, jsonl, stix, misp, csv, xml or docx")
        ->type_name("FORMAT")
        ->one_of({"auto", "text", "json", "jsonl", "stix", "misp", "csv", "xml", "docx"});
    app.add_option("--max-size", redact.max_size, "Bytes of a JSON, XML or Word document (default 256 MiB)")
        ->type_name("N")
        ->range(1, std::uint64_t{1} << 40U);
    auto* check_flag =
        app.add_flag("--check", is_check, "Write nothing; exit 4 if anything would be removed");
    app.add_flag("--explain", explain, "A line on stderr for each removal: rule, place, action");
    auto* lint_flag = app.add_flag("--lint", is_lint, "Judge the rules and their cost; read no input")
                          ->excludes(check_flag);
    app.add_option("--record", record, "Write the releasable record, JSON Lines")
        ->type_name("FILE")
        ->output()
        ->excludes(check_flag, lint_flag);
    auto* ledger_file = app.add_option("--ledger", ledger, "Write the originator's ledger, encrypted")
                            ->type_name("FILE")
                            ->output()
                            ->excludes(check_flag, lint_flag);
    auto* recipient = app.add_repeated("--ledger-to", ledger_to, "Who can open the ledger, age1... (repeats)")
                          ->type_name("RECIPIENT");
    ledger_file->needs(recipient);
    recipient->needs(ledger_file);
    app.add_option("--ledger-previous", ledger_previous, "The chain of the ledger before, sha256:...")
        ->type_name("DIGEST")
        ->needs(ledger_file);
    app.add_flag("--notice", redact.notice, "Put the record into the tar stream")
        ->excludes(check_flag, lint_flag);
    app.add_option("--key-file", key, "Key of the scope: 64 hexadecimal digits")
        ->type_name("FILE")
        ->excludes(lint_flag);
    app.add_option("--threads", redact.threads, "Worker threads")->type_name("N")->range(1, 256);
    app.add_option("--tmp", spool, "Directory of the spool (default: that of the output)")->type_name("DIR");
    cli::command_line_only({check_flag, lint_flag});
}

void Options::prepare(const cli::Common& common, const cli::Streams& streams)
{
    if (record == "-") throw usage_error("usage", "--record needs a file, not standard output");
    if (ledger == "-") throw usage_error("usage", "--ledger needs a file, not standard output");
    if (ledger.empty() && !ledger_to.empty()) throw usage_error("usage", "--ledger needs a name");
    recipients = recipients_of(ledger_to);
    redact.ledger.previous = digest_of(ledger_previous);
    if (!ledger.empty() && std::getenv("SOURCE_DATE_EPOCH") != nullptr) redact.ledger.at = now();
    auto sources = rules;
    sources.push_back(key);
    cli::refuse_overwriting({record, ledger, streams.output}, sources);
    redact.format = redact::format_named(format);
    redact.wants_record = !record.empty() || redact.notice;
    redact.spool = cli::spool_directory(spool, streams.output);
    if (explain) {
        redact.explain = [&common](const stage::Explained& line) {
            common.note(line.member.empty() ? line.text : fmt::format("{}: {}", line.member, line.text));
        };
    }
}

} // namespace pouch::redact_tool
