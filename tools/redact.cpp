// redact: remove what the reader may not see. Manual: man/pouch-redact.1
#include "pouch/stage/redact.hpp"
#include "pouch/redact/view/charset.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/base/text.hpp"
#include "pouch/base/time.hpp"
#include "pouch/cli/progress.hpp"
#include "pouch/cli/run.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/io/companion.hpp"
#include "pouch/redact/lint.hpp"
#include "pouch/stage/age_sink.hpp"

#include <cstdlib>
#include <numeric>

namespace {

using namespace pouch;

/// --check writes nothing.
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

/// What --check found, as the error that it ends with.
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

void warn_of_formulas(const cli::Common& common, const stage::RedactResult& result)
{
    if (result.formulas == 0) return;
    common.warn("csv.formula", fmt::format("{} {} of CSV may be {} to a spreadsheet", result.formulas,
                                           result.formulas == 1 ? "cell" : "cells",
                                           result.formulas == 1 ? "a formula" : "formulas"));
}

/// What lint found, one JSON object each.
void print_objects(const cli::Common& common, const redact::LintReport& report)
{
    for (const auto& finding : report.findings) {
        const bool is_problem = finding.severity == redact::Severity::problem;
        common.object(is_problem ? "usage" : name_of(finding.severity), finding.reason, finding.message,
                      is_problem ? static_cast<int>(Fault::usage) : 0,
                      finding.rule.empty() ? "" : fmt::format("\"rule\":{}", json_quoted(finding.rule)));
    }
    for (const auto& cost : report.costs) {
        common.object("note", "lint.cost", fmt::format("rule {}: cost on this machine", cost.rule), 0,
                      fmt::format("\"rule\":{},\"ns_per_byte\":{:.3f},\"matches\":{}", json_quoted(cost.rule),
                                  cost.nanoseconds, cost.matches));
    }
}

/// --lint: the report, in place of any output.
void lint(const cli::Common& common, const cli::Streams& streams, const std::vector<std::string>& rules)
{
    const auto out = common.json ? nullptr : streams.open_output(cli::Streams::Content::text);
    redact::hold_charsets();
    const auto report = redact::lint_rule_files(rules, system_now(), [&] {
        common.lock({{}, {}, cli::directories_of({streams.output})});
    });
    if (!out) {
        print_objects(common, report);
    } else {
        out->write(as_bytes(redact::text_of(report)));
        out->commit();
    }
    if (report.is_usable()) return;
    const auto problems = report.count(redact::Severity::problem);
    throw usage_error("rules.lint", "{} {} in the rules", problems, problems == 1 ? "problem" : "problems");
}

/// What the options say of the ledger.
struct LedgerChoice {
    std::string path;
    std::vector<std::string> to;
    std::optional<std::string> previous;

    /// Adds --ledger, --ledger-to and --ledger-previous, which do not go with `others`.
    template <typename... Others> void declare(cli::App& app, Others*... others)
    {
        auto* file = app.add_option("--ledger", path, "Write the originator's ledger, encrypted")
                         ->type_name("FILE")
                         ->output()
                         ->excludes(others...);
        auto* recipient = app.add_repeated("--ledger-to", to, "Who can open the ledger, age1... (repeats)")
                              ->type_name("RECIPIENT");
        file->needs(recipient);
        recipient->needs(file);
        app.add_option("--ledger-previous", previous, "The chain of the ledger before, sha256:...")
            ->type_name("DIGEST")
            ->needs(file);
    }

    [[nodiscard]] std::vector<format::AgeRecipient> recipients() const
    {
        std::vector<format::AgeRecipient> recipients;
        for (const auto& text : to) {
            try {
                recipients.push_back(format::parse_age_recipient(text));
            } catch (const Error& error) {
                throw error.in("--ledger-to");
            }
        }
        return recipients;
    }

    /// The digest of `previous` without the name of its algorithm.
    [[nodiscard]] std::string previous_digest() const
    {
        constexpr std::string_view prefix = "sha256:";
        if (!previous) return {};
        const auto hex = previous->starts_with(prefix) ? previous->substr(prefix.size()) : std::string();
        if (!crypto::digest_from_hex(crypto::Algorithm::sha256, hex))
            throw usage_error("usage", "--ledger-previous is sha256: and 64 lower-case hexadecimal digits");
        return hex;
    }
};

/// The ledger as a file that only its owner can read, and only its recipients can open.
struct LedgerFile {
    io::Companion file;
    stage::AgeSink sink;

    LedgerFile(const LedgerChoice& choice, const std::vector<format::AgeRecipient>& recipients,
               io::Replace replace)
        : file(choice.path, {replace, true}), sink(as_regular(file.sink()), recipients)
    {
    }

  private:
    static io::FileSink& as_regular(io::FileSink& sink)
    {
        if (sink.is_atomic()) return sink;
        throw usage_error("usage", "--ledger needs a regular file, not {}", sink.name());
    }
};

/// Two outputs under one name would destroy each other, and one over the input the input. `companions` may be empty.
void refuse_same_names(const std::vector<std::string>& companions, const std::string& output,
                       const io::FileSource& in)
{
    std::vector<std::string> taken;
    if (output != "-") taken.push_back(output);
    for (const auto& path : companions) {
        if (path.empty()) continue;
        for (const auto& other : taken) {
            if (io::is_same_name(path, other))
                throw usage_error("usage.same-file", "{}: would be written twice", path);
        }
        if (io::names_file_of(path, in.descriptor()))
            throw usage_error("usage.same-file", "{}: is both input and output", path);
        taken.push_back(path);
    }
}

} // namespace

int main(int argc, char** argv)
{
    cli::Common common;
    cli::Streams streams;
    stage::RedactOptions options;
    std::vector<std::string> rules;
    std::string format = "auto";
    std::string record_path;
    LedgerChoice ledger_choice;
    std::string key_path;
    std::string spool;
    bool check = false;
    bool explain = false;
    bool is_lint = false;
    options.threads = default_threads();

    cli::App app("Remove what the reader may not see from a text, JSON, CSV, XML, Word or image document or "
                 "a tar stream.",
                 "redact");
    common.declare(app, "rules version 1, record version 1");
    streams.declare(app);
    app.add_repeated("--rules", rules, "Rules file, TOML (repeats; in order)")->type_name("FILE")->required();
    app.add_option("--format", format, "auto (default), text, json, jsonl, stix, misp, csv, xml or docx")
        ->type_name("FORMAT")
        ->one_of({"auto", "text", "json", "jsonl", "stix", "misp", "csv", "xml", "docx"});
    app.add_option("--max-size", options.max_size, "Bytes of a JSON, XML or Word document (default 256 MiB)")
        ->type_name("N")
        ->range(1, std::uint64_t{1} << 40U);
    auto* check_flag = app.add_flag("--check", check, "Write nothing; exit 4 if anything would be removed");
    app.add_flag("--explain", explain, "A line on stderr for each removal: rule, place, action");
    auto* lint_flag = app.add_flag("--lint", is_lint, "Judge the rules and their cost; read no input")
                          ->excludes(check_flag);
    app.add_option("--record", record_path, "Write the releasable record, JSON Lines")
        ->type_name("FILE")
        ->output()
        ->excludes(check_flag, lint_flag);
    ledger_choice.declare(app, check_flag, lint_flag);
    app.add_flag("--notice", options.notice, "Put the record into the tar stream")
        ->excludes(check_flag, lint_flag);
    app.add_option("--key-file", key_path, "Key of the scope: 64 hexadecimal digits")
        ->type_name("FILE")
        ->excludes(lint_flag);
    app.add_option("--threads", options.threads, "Worker threads")->type_name("N")->range(1, 256);
    app.add_option("--tmp", spool, "Directory of the spool (default: that of the output)")->type_name("DIR");
    cli::command_line_only({check_flag, lint_flag});

    return cli::run(app, common, argc, argv, [&] {
        if (record_path == "-") throw usage_error("usage", "--record needs a file, not standard output");
        if (ledger_choice.path == "-")
            throw usage_error("usage", "--ledger needs a file, not standard output");
        if (ledger_choice.path.empty() && !ledger_choice.to.empty())
            throw usage_error("usage", "--ledger needs a name");
        const auto ledger_to = ledger_choice.recipients();
        options.ledger.previous = ledger_choice.previous_digest();
        if (!ledger_choice.path.empty() && std::getenv("SOURCE_DATE_EPOCH") != nullptr)
            options.ledger.at = now();
        auto sources = rules;
        sources.push_back(key_path);
        cli::refuse_overwriting({record_path, ledger_choice.path, streams.output}, sources);
        if (is_lint) return lint(common, streams, rules);
        const auto book = redact::load_rulebook(rules, system_now());
        std::optional<redact::KeyScope> key;
        if (!key_path.empty()) key.emplace(redact::read_key_scope(key_path));
        options.key = key ? &*key : nullptr;
        options.format = redact::format_named(format);
        options.wants_record = !record_path.empty() || options.notice;
        options.spool = cli::spool_directory(spool, streams.output);
        if (explain) {
            options.explain = [&](const stage::Explained& line) {
                common.note(line.member.empty() ? line.text : fmt::format("{}: {}", line.member, line.text));
            };
        }
        redact::hold_charsets();
        const auto in = streams.open_input();
        cli::refuse_terminal_input_of(streams.input);
        common.step(fmt::format("{} rules from {} files", book.scanner.rules().size(), rules.size()));
        cli::Progress progress(common, "read");
        const auto counted = progress.counted(*in);
        if (check) {
            common.lock({{}, {options.spool}});
            NullSink nothing;
            const auto result = stage::redact(*counted, nothing, book, options);
            warn_of_formulas(common, result);
            common.members = json_counts(result, book);
            refuse_findings(result, book);
            return;
        }
        refuse_same_names({record_path, ledger_choice.path}, streams.output, *in);
        // A record or a ledger without its output would claim what is not there.
        const auto replace = streams.force ? io::Replace::yes : io::Replace::no;
        std::optional<io::Companion> record;
        std::optional<LedgerFile> ledger;
        if (!record_path.empty()) record.emplace(record_path, io::SinkOptions{replace, false});
        if (!ledger_choice.path.empty()) ledger.emplace(ledger_choice, ledger_to, replace);
        if (ledger) options.ledger.to = &ledger->sink;
        options.before_end = [&](const std::string& text) {
            if (ledger) ledger->file.publish(ledger->sink);
            if (!record) return;
            record->sink().write(as_bytes(text));
            record->publish(record->sink());
        };
        const auto out = streams.open_output(cli::Streams::Content::text, in.get());
        if (record && io::leads_to(record_path, out->descriptor()))
            throw usage_error("usage.same-file", "--record: {}: the output is there", record_path);
        common.lock(
            {{}, {options.spool}, cli::directories_of({record_path, ledger_choice.path, streams.output})});
        const auto result = stage::redact(*counted, *out, book, options);
        out->commit();
        if (explain) warn_of_formulas(common, result);
        if (record) record->keep();
        if (ledger) ledger->file.keep();
    });
}
