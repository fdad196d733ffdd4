// redact: remove what the reader may not see. Manual: man/pouch-redact.1
#include "pouch/stage/redact.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/base/text.hpp"
#include "pouch/base/time.hpp"
#include "pouch/cli/run.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/redact/lint.hpp"

#include <numeric>
#include <unistd.h>

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
    return fmt::format(
        "\"rules\":[{}],\"portions\":{},\"fields\":{},\"comments\":{},\"members\":{},\"images\":{},"
        "\"kept\":{}",
        rules, result.portions, result.fields, result.comments, result.members, result.images,
        count_kept(result));
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
    const auto report = redact::lint_rule_files(rules, system_now());
    if (common.json) {
        print_objects(common, report);
    } else {
        const auto out = streams.open_output(cli::Streams::Content::text);
        out->write(as_bytes(redact::text_of(report)));
        out->commit();
    }
    if (report.is_usable()) return;
    const auto problems = report.count(redact::Severity::problem);
    throw usage_error("rules.lint", "{} {} in the rules", problems, problems == 1 ? "problem" : "problems");
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
    std::string key_path;
    std::string spool;
    bool check = false;
    bool explain = false;
    bool is_lint = false;
    options.threads = default_threads();

    cli::App app(
        "Remove what the reader may not see from a text, JSON, XML or image document or a tar stream.",
        "redact");
    common.declare(app, "rules version 1, record version 1");
    streams.declare(app);
    app.add_repeated("--rules", rules, "Rules file, TOML (repeats; in order)")->type_name("FILE")->required();
    app.add_option("--format", format, "auto (default), text, json, jsonl or xml")
        ->type_name("FORMAT")
        ->one_of({"auto", "text", "json", "jsonl", "xml"});
    app.add_option("--max-size", options.max_size, "Bytes of a JSON or XML document (default 256 MiB)")
        ->type_name("N")
        ->range(1, std::uint64_t{1} << 40U);
    auto* check_flag = app.add_flag("--check", check, "Write nothing; exit 4 if anything would be removed");
    app.add_flag("--explain", explain, "A line on stderr for each removal: rule, place, action");
    auto* lint_flag = app.add_flag("--lint", is_lint, "Judge the rules and their cost; read no input")
                          ->excludes(check_flag);
    app.add_option("--record", record_path, "Write the releasable record, JSON Lines")
        ->type_name("FILE")
        ->excludes(check_flag, lint_flag);
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
        const auto in = streams.open_input();
        cli::refuse_terminal_input_of(streams.input);
        if (check) {
            NullSink nothing;
            const auto result = stage::redact(*in, nothing, book, options);
            common.members = json_counts(result, book);
            refuse_findings(result, book);
            return;
        }
        std::unique_ptr<io::FileSink> record;
        if (!record_path.empty()) {
            record = io::open_sink(record_path, {streams.force ? io::Replace::yes : io::Replace::no, false});
        }
        bool has_record = false;
        options.before_end = [&](const std::string& text) {
            if (!record) return;
            record->write(as_bytes(text));
            record->commit();
            has_record = true;
        };
        const auto out = streams.open_output(cli::Streams::Content::text, in.get());
        try {
            (void)stage::redact(*in, *out, book, options);
            out->commit();
        } catch (...) {
            // A record without its output would claim what is not there.
            if (has_record && record->is_atomic()) ::unlink(record_path.c_str());
            throw;
        }
    });
}
