// pack: seal files into a bundle. Manual: man/pouch-pack.1
#include "pouch/stage/pack.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/cli/progress.hpp"
#include "pouch/cli/run.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/io/pipe.hpp"

#include <fmt/core.h>
#include <optional>

int main(int argc, char** argv)
{
    using namespace pouch;

    cli::Common common;
    cli::Streams streams;
    stage::PackOptions options;
    std::string root = ".";
    std::vector<std::string> paths;
    std::string digest = "sha512";
    std::string level = "3";
    std::string not_after;
    std::vector<std::string> info;
    std::string spool;
    options.threads = default_threads();

    cli::App app("Seal files, or a tar stream on standard input, into a bundle.", "pack");
    common.declare(app, "bundle format 1");
    streams.declare_output(app);
    app.add_operands("PATH", paths, "Files and directories to pack; none: a tar stream on standard input");
    app.add_option("-C,--directory", root, "Take every PATH relative to DIR")->type_name("DIR");
    app.add_option("--id", options.id, "Bundle id, the one top directory (default: bundle)")->type_name("ID");
    app.add_option("--digest", digest, "sha512 (default) or sha256")->type_name("ALG");
    app.add_option("--level", level, "Compression level 1 to 9 (default: 3), or store")->type_name("N");
    app.add_option("--sender", options.sender, "Who sends it")->type_name("NAME");
    app.add_repeated("--recipient", options.recipients, "Who may receive it (repeats)")->type_name("NAME");
    app.add_option("--not-after", not_after, "Refused by verify after this time")->type_name("TIME");
    app.add_repeated("--info", info, "A further field of bag-info.txt (repeats)")->type_name("'NAME: VALUE'");
    app.add_flag("--require-label", options.require_label, "Refuse unless every file has its .bdo");
    app.add_option("--threads", options.threads, "Worker threads")->type_name("N")->range(1, 256);
    app.add_option("--tmp", spool, "Directory of the spool (default: that of the output)")->type_name("DIR");

    return cli::run(app, common, argc, argv, [&] {
        options.algorithm = cli::algorithm(digest);
        options.level = cli::level(level);
        if (!not_after.empty()) options.not_after = cli::time("--not-after", not_after);
        for (const auto& field : info) options.info.push_back(cli::info_field(field));
        options.spool = cli::spool_directory(spool, streams.output);

        cli::Progress progress(common, "packed");
        std::optional<stage::Inventory> listed; // before the output: a temporary file there is no payload
        std::unique_ptr<io::FileSource> in;
        if (paths.empty()) {
            if (app.count("--directory") > 0)
                throw usage_error("usage", "--directory is for PATHs, and there are none");
            cli::refuse_terminal_input();
            in = io::open_source("-");
            io::widen_pipe(in->descriptor());
        } else {
            listed = stage::take_paths(root, paths, streams.output);
        }
        const auto out = streams.open_output(cli::Streams::Content::binary, in.get());
        const std::vector<std::string> roots(listed ? 1 : 0, root);
        common.lock({roots, {options.spool}, cli::directories_of({streams.output})});
        if (in) listed = stage::take_tar(*in, options.spool);
        auto inventory = std::move(*listed);
        common.step(fmt::format("packing {} files, {} of them with a label", inventory.files.size(),
                                inventory.labels.size()));
        inventory.reader = progress.counted(std::move(inventory.reader));
        stage::pack(std::move(inventory), *out, options);
        out->commit();
    });
}
