// verify: its options.
#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/cli/values.hpp"
#include "tools/verify_form.hpp"

#include <utility>

namespace pouch::verify_tool {

namespace {

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

} // namespace

void Options::declare(cli::App& app)
{
    app.add_option("--signers", signers, "Whose signatures count (an allowed_signers file)")
        ->type_name("FILE");
    app.add_repeated("--require", required, "Signatures wanted in a role (default: release=1; repeats)")
        ->type_name("ROLE[=N]");
    labels.declare_policy(app);
    app.add_option("--clearance", labels.clearance, "What the reader may see")->type_name("FILE");
    app.add_flag("--explain", labels.explain, "Tell of each label the rule behind a finding, and a remedy");
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
    app.add_option("--max-directories", quotas.directories, "Most directories of the payload")
        ->type_name("N");
    app.add_option("--receipt", receipt, "Write what was verified to FILE, as JSON")
        ->type_name("FILE")
        ->output();
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

std::vector<std::string> Options::prepare(const cli::Common& common)
{
    if (is_unsigned && extract.empty() && !test) {
        throw usage_error("usage", "--unsigned goes with -t or -x only");
    }
    if (signers.empty() && !is_unsigned) {
        throw usage_error("usage", "--signers is required").with_hint("who may sign is the caller's to say");
    }
    labels.check();
    if (is_unsigned && !required.empty()) {
        throw usage_error("usage", "--unsigned and --require exclude each other");
    }
    std::vector<std::string> skipped;
    auto& demand = verify.demand;
    if (!ignored.empty()) {
        for (const auto word : split(ignored, ',')) {
            bool* flag = word == "recipient" ? &demand.ignore_recipient
                         : word == "channel" ? &demand.ignore_channel
                         : word == "label"   ? &demand.labels.ignored
                                             : nullptr;
            if (flag == nullptr)
                throw usage_error("usage", "--ignore: {}: not recipient, channel or label", word);
            if (!std::exchange(*flag, true)) skipped.emplace_back(word);
        }
    }
    if (demand.ignore_recipient && !recipient.empty()) {
        throw usage_error("usage", "--recipient and --ignore recipient exclude each other");
    }
    if (demand.labels.ignored && !labels.policies.empty()) {
        throw usage_error("usage", "--policy and --ignore label exclude each other");
    }
    if (unlabelled) skipped.emplace_back("unlabelled");
    if (is_unsigned) skipped.emplace_back("unsigned");

    demand.at = at.empty() ? system_now() : cli::time("--at", at);
    demand.signatures.at = demand.at;
    demand.signatures.unsigned_allowed = is_unsigned;
    for (const auto& text : required) {
        auto one = requirement(text);
        for (const auto& other : demand.signatures.required) {
            if (other.role == one.role)
                throw usage_error("usage", "--require: the role {} comes twice", one.role);
        }
        demand.signatures.required.push_back(std::move(one));
    }
    if (!recipient.empty()) demand.recipient = recipient;
    if (!signers.empty()) {
        const auto text = io::read_small_file(signers, format::max_signers_size);
        try {
            demand.signatures.signers = format::Signers::parse(as_text(text));
        } catch (const Error& error) {
            throw error.in(signers);
        }
    }
    read = cli::read_labels(labels, common);
    read.demand.at = demand.at;
    read.demand.ignored = demand.labels.ignored;
    read.demand.unlabelled = unlabelled;
    demand.labels = std::move(read.demand);
    return skipped;
}

} // namespace pouch::verify_tool
