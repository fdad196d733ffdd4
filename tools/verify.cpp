// verify: the gate. Manual: man/pouch-verify.1
#include "pouch/stage/verify.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/base/text.hpp"
#include "pouch/cli/label_options.hpp"
#include "pouch/cli/progress.hpp"
#include "pouch/cli/receipt.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/cli/writer.hpp"
#include "pouch/io/companion.hpp"
#include "pouch/stage/bag_check.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace {

using namespace pouch;

/// The options as they are written, before anything is opened.
struct Options {
    std::string signers;
    std::vector<std::string> required;
    cli::LabelOptions labels;
    std::string recipient;
    std::string at;
    std::string receipt;
    std::string ignored;
    std::string extract;
    cli::LabelInput read; ///< What the options about labels name.
    std::string bag;
    bool payload = false;
    bool test = false;
    bool unlabelled = false;
    bool is_unsigned = false;
    stage::VerifyOptions verify;

    void declare(cli::App& app)
    {
        app.add_option("--signers", signers, "Whose signatures count (an allowed_signers file)")
            ->type_name("FILE");
        app.add_repeated("--require", required, "Signatures wanted in a role (default: release=1; repeats)")
            ->type_name("ROLE[=N]");
        labels.declare_policy(app);
        app.add_option("--clearance", labels.clearance, "What the reader may see")->type_name("FILE");
        app.add_flag("--explain", labels.explain,
                     "Tell of each label the rule behind a finding, and a remedy");
        app.add_option("--recipient", recipient, "Who we are")->type_name("NAME");
        app.add_option("--max-head", verify.head_limit, "Largest head, in bytes")->type_name("N");
        auto& quotas = verify.demand.quotas;
        app.add_option("--max-bytes", quotas.bytes, "Largest payload, in bytes")->type_name("N");
        app.add_option("--max-files", quotas.files, "Most payload files")->type_name("N");
        app.add_option("--max-frames", quotas.frames, "Most payload frames, of 4 MiB each")->type_name("N");
        app.add_option("--max-labels", quotas.labels, "Most labels")->type_name("N");
        app.add_option("--max-signatures", quotas.signatures, "Most signatures")->type_name("N");
        app.add_option("--max-path", quotas.path, "Longest path, in bytes")->type_name("N");
        app.add_option("--max-depth", quotas.depth, "Most components of a path")->type_name("N");
        app.add_option("--receipt", receipt, "Write what was verified to FILE, as JSON")->type_name("FILE");
        auto* x = app.add_option("-x,--extract", extract, "Extract: DIR becomes the bag, whole or not at all")
                      ->type_name("DIR");
        app.add_flag("--payload", payload, "With -x: DIR becomes the payload, each label beside its file")
            ->needs(x);
        app.add_flag("-t,--test", test, "Only test; write nothing")->excludes(x);
        cli::command_line_only(
            {app.add_option("--bag", bag, "Check a plain BagIt directory instead")->type_name("DIR"),
             app.add_flag("--expand-memberships", labels.expands_memberships,
                          "The reader is in the groups that the policy lists"),
             app.add_option("--at", at, "Judge as of this time (default: now)")->type_name("TIME"),
             app.add_option("--ignore", ignored, "Do not check: recipient,channel,label")->type_name("LIST"),
             app.add_flag("--lenient", labels.lenient,
                          "Mend what is only untidy in a policy, with a warning each"),
             app.add_flag("--unlabelled", unlabelled, "Let a bundle without a label pass"),
             app.add_flag("--unsigned", is_unsigned,
                          "Let a bundle without a signature pass (only with -t or -x)")});
        app.add_option("--threads", verify.threads, "Worker threads")->type_name("N")->range(1, 256);
    }
};

stage::Requirement requirement(const std::string& text)
{
    const auto equals = text.find('=');
    const auto role = text.substr(0, equals);
    const auto count =
        equals == std::string::npos ? 1 : parse_number(std::string_view(text).substr(equals + 1));
    if (!format::is_role(role) || !count || *count < 1 || *count > format::signature_count_limit) {
        throw usage_error("usage", "--require: {}: not ROLE or ROLE=N", text);
    }
    return {role, *count};
}

/// Checks the command line, opens what it names, and returns the names of the checks it takes out.
std::vector<std::string> prepare(Options& options, const cli::Common& common)
{
    if (options.is_unsigned && options.extract.empty() && !options.test) {
        throw usage_error("usage", "--unsigned goes with -t or -x only");
    }
    if (options.signers.empty() && !options.is_unsigned) {
        throw usage_error("usage", "--signers is required").with_hint("who may sign is the caller's to say");
    }
    options.labels.check();
    if (options.is_unsigned && !options.required.empty()) {
        throw usage_error("usage", "--unsigned and --require exclude each other");
    }
    std::vector<std::string> skipped;
    auto& demand = options.verify.demand;
    if (!options.ignored.empty()) {
        for (const auto word : split(options.ignored, ',')) {
            bool* flag = word == "recipient" ? &demand.ignore_recipient
                         : word == "channel" ? &demand.ignore_channel
                         : word == "label"   ? &demand.labels.ignored
                                             : nullptr;
            if (flag == nullptr)
                throw usage_error("usage", "--ignore: {}: not recipient, channel or label", word);
            *flag = true;
            skipped.emplace_back(word);
        }
    }
    if (demand.ignore_recipient && !options.recipient.empty()) {
        throw usage_error("usage", "--recipient and --ignore recipient exclude each other");
    }
    if (demand.labels.ignored && !options.labels.policies.empty()) {
        throw usage_error("usage", "--policy and --ignore label exclude each other");
    }
    if (options.unlabelled) skipped.emplace_back("unlabelled");
    if (options.is_unsigned) skipped.emplace_back("unsigned");

    demand.at = options.at.empty() ? system_now() : cli::time("--at", options.at);
    demand.signatures.at = demand.at;
    demand.signatures.unsigned_allowed = options.is_unsigned;
    for (const auto& text : options.required) {
        auto one = requirement(text);
        for (const auto& other : demand.signatures.required) {
            if (other.role == one.role)
                throw usage_error("usage", "--require: the role {} comes twice", one.role);
        }
        demand.signatures.required.push_back(std::move(one));
    }
    if (!options.recipient.empty()) demand.recipient = options.recipient;
    if (!options.signers.empty()) {
        const auto text = io::read_small_file(options.signers, format::max_signers_size);
        try {
            demand.signatures.signers = format::Signers::parse(as_text(text));
        } catch (const Error& error) {
            throw error.in(options.signers);
        }
    }
    options.read = cli::read_labels(options.labels, common);
    auto& labels = options.read.demand;
    labels.at = demand.at;
    labels.ignored = demand.labels.ignored;
    labels.unlabelled = options.unlabelled;
    demand.labels = std::move(labels);
    return skipped;
}

/// The receipt's own output, opened before anything is read. Fault::usage where it would mix with the bundle; `out` is
/// null where no bundle is passed on.
std::unique_ptr<io::Companion> open_receipt(const Options& options, const cli::Streams& streams,
                                            const io::FileSource& in, const io::FileSink* out)
{
    const auto& path = options.receipt;
    if (path.empty()) return nullptr;
    const auto refuse = [&] {
        throw usage_error("usage.same-file", "--receipt: {}: the bundle is there", path);
    };
    if (path == "-") {
        if (out != nullptr) refuse();
    } else {
        for (const auto& other : {streams.input, streams.output})
            if (other != "-" && io::is_same_name(path, other)) refuse();
        if (io::leads_to(path, in.descriptor()) || (out != nullptr && io::leads_to(path, out->descriptor())))
            refuse();
    }
    const io::SinkOptions how{streams.force ? io::Replace::yes : io::Replace::no, false};
    return std::make_unique<io::Companion>(path, how);
}

/// Standard output, for --explain, where nothing else goes there; null without that option.
std::unique_ptr<io::FileSink> open_explanation(Options& options, const cli::Common& common,
                                               const cli::Streams& streams)
{
    if (!options.labels.explain) return nullptr;
    const bool is_filter = !options.test && options.extract.empty();
    if ((is_filter && streams.output == "-") || options.receipt == "-")
        throw usage_error("usage.same-file",
                          "--explain writes to standard output, where something else goes");
    auto out = io::open_sink("-");
    options.verify.demand.labels.when_judged = cli::explain_to(*out, common, options.read.policies);
    return out;
}

/// --bag: another kind of input, with few of the options.
void check_plain_bag(const cli::App& app, const cli::Common& common, const Options& options)
{
    constexpr std::array<std::string_view, 10> usable = {
        "--bag",   "--threads", "--max-bytes", "--max-files", "--json",
        "--quiet", "--verbose", "--progress",  "--sandbox",   "--config"};
    for (const auto& name : app.given()) {
        if (std::find(usable.begin(), usable.end(), name) == usable.end())
            throw usage_error("usage", "--bag and {} exclude each other", name);
    }
    const auto root = io::open_file(options.bag, O_RDONLY | O_DIRECTORY);
    common.lock({{options.bag}, {}});
    stage::BagOptions how;
    how.threads = options.verify.threads;
    how.limits.files = std::min(how.limits.files, options.verify.demand.quotas.files);
    how.limits.octets = options.verify.demand.quotas.bytes;
    cli::Progress progress(common, "checked");
    how.when_hashed = [&](std::uint64_t bytes) { progress.add(bytes); };
    format::BagWarnings warnings;
    const auto warn = [&] {
        for (const auto& warning : warnings.all())
            common.warn(warning.reason, fmt::format("{}: {}", options.bag, warning.message));
    };
    try {
        const auto bag =
            cli::naming(options.bag, [&] { return stage::check_bag(root.get(), how, warnings); });
        warn();
        std::string digests;
        for (const auto algorithm : bag.algorithms) digests += fmt::format(" {}", name_of(algorithm));
        common.step(fmt::format(
            "{}: a valid bag: version {}.{}, {} files, {} bytes, checked by{}; {} tag files unlisted",
            options.bag, bag.declaration.version / 100, bag.declaration.version % 100, bag.files, bag.octets,
            digests, bag.unlisted));
    } catch (const Error&) {
        warn();
        throw;
    }
}

} // namespace

int main(int argc, char** argv)
{
    cli::Common common;
    cli::Streams streams;
    Options options;
    options.verify.threads = default_threads();

    cli::App app("Verify a bundle; pass it on, test it, or extract it.", "verify");
    common.declare(app, "bundle format 1");
    streams.declare(app);
    options.declare(app);

    return cli::run(app, common, argc, argv, [&] {
        if (!options.bag.empty()) return check_plain_bag(app, common, options);
        auto sources = options.labels.files();
        sources.push_back(options.signers);
        cli::refuse_overwriting({streams.output, options.receipt}, sources);
        const auto skipped = prepare(options, common);
        if (streams.output != "-" && (options.test || !options.extract.empty())) {
            throw usage_error("usage", "-o goes with neither -t nor -x");
        }
        const auto told = open_explanation(options, common, streams);
        const auto in = streams.open_input();
        cli::refuse_terminal_input_of(streams.input);

        stage::Destination to;
        std::unique_ptr<io::FileSink> out;
        std::optional<stage::WriterProcess> writer;
        if (!options.extract.empty()) {
            to.tree = &cli::start_writer(writer, options.extract, options.verify, common);
            to.payload_only = options.payload;
        } else if (!options.test) {
            out = streams.open_output(cli::Streams::Content::binary, in.get());
            to.filter = out.get();
        }
        const auto receipt = open_receipt(options, streams, *in, out.get());
        common.lock(
            {{}, {}, cli::directories_of({streams.output, options.receipt}), writer ? writer->id() : 0});
        cli::Progress progress(common, "verified");
        const auto counted = progress.counted(*in);
        std::string text;
        const auto publish = [&] {
            if (!receipt) return;
            receipt->sink().write(as_bytes(text));
            receipt->publish(receipt->sink());
        };
        const auto when_verified = [&](const stage::Verified& verified) {
            text = cli::receipt(verified, options.read.expanded, skipped, system_now(),
                                options.verify.demand.at);
            for (const auto& remark : verified.remarks) common.warn(remark.reason, remark.sentence);
            common.step(text.substr(0, text.size() - 1));
            if (!writer) publish(); // of a filter: durable before END
        };
        cli::naming(streams.input, [&] { stage::verify(*counted, to, options.verify, when_verified); });
        if (writer) {
            // Of a tree: not a byte before it is there, and not one without the other.
            writer->client().commit();
            publish();
            writer->keep();
        }
        if (out) out->commit();
        if (receipt) receipt->keep();
    });
}
