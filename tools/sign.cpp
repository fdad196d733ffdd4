// sign: add a release authority's signature to a bundle. Manual: man/pouch-sign.1
#include "pouch/stage/sign.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/cli/label_options.hpp"
#include "pouch/cli/progress.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/format/ssh_key.hpp"

#include <fmt/core.h>

namespace {

pouch::crypto::SigningKey read_key(const std::string& path)
{
    const auto text = pouch::io::read_secret_file(path, pouch::format::max_private_key_size);
    try {
        return pouch::format::read_private_key(text.expose());
    } catch (const pouch::Error& error) {
        throw error.in(path);
    }
}

} // namespace

int main(int argc, char** argv)
{
    using namespace pouch;

    cli::Common common;
    cli::Streams streams;
    stage::SignOptions options;
    std::string key_path;
    std::string spool;
    std::string at;
    cli::LabelOptions labels;
    options.threads = default_threads();

    cli::App app("Add a signature to a bundle.", "sign");
    common.declare(app, "bundle format 1, SSHSIG 1");
    streams.declare(app);
    app.add_option("-k,--key", key_path, "OpenSSH private key file (ssh-ed25519, not encrypted)")
        ->type_name("KEY")
        ->required();
    app.add_option("--role", options.role, "What the signature stands for (default: release)")
        ->type_name("ROLE");
    labels.declare_policy(app);
    app.add_flag("--explain", labels.explain, "Tell of each label the rule behind a finding, and a remedy");
    cli::command_line_only(
        {app.add_option("--at", at, "Judge labels as of this time (default: now)")->type_name("TIME"),
         app.add_flag("--unlabelled", options.labels.unlabelled, "Sign a bundle that has no label")});
    app.add_option("--threads", options.threads, "Worker threads")->type_name("N")->range(1, 256);
    app.add_option("--tmp", spool, "Directory of the spool (default: that of the output)")->type_name("DIR");

    return cli::run(app, common, argc, argv, [&] {
        options.spool = cli::spool_directory(spool, streams.output);
        labels.check();
        auto sources = labels.files();
        sources.push_back(key_path);
        cli::refuse_overwriting({streams.output}, sources);
        if (!at.empty() && labels.policies.empty()) throw usage_error("usage", "--at goes with --policy");
        if (labels.explain && streams.output == "-")
            throw usage_error("usage.same-file", "--explain writes to standard output, where the bundle goes")
                .with_hint("-o FILE, for the bundle");
        auto read = cli::read_labels(labels, common);
        read.demand.unlabelled = options.labels.unlabelled;
        read.demand.at = at.empty() ? system_now() : cli::time("--at", at);
        options.labels = std::move(read.demand);
        const auto key = read_key(key_path);
        const auto in = streams.open_input();
        const auto out = streams.open_output(cli::Streams::Content::binary, in.get());
        const auto told = labels.explain ? io::open_sink("-") : nullptr;
        if (told) cli::refuse_mixing(*told, out.get());
        if (told) options.labels.when_judged = cli::explain_to(*told, common, read.policies);
        std::vector<std::string> spools;
        if (!out->is_atomic()) spools.push_back(options.spool);
        common.lock({{}, std::move(spools), cli::directories_of({streams.output})});
        common.step(fmt::format("signing in the role {} with {}", options.role,
                                format::fingerprint_of(crypto::public_key_of(key))));
        cli::Progress progress(common, "read");
        const auto remarks = cli::naming(
            streams.input, [&] { return stage::sign(*progress.counted(*in), *out, key, options); });
        for (const auto& remark : remarks) common.warn(remark.reason, remark.sentence);
        out->commit();
    });
}
