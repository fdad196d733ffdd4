// verify: the gate. Manual: man/pouch-verify.1
#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/cli/progress.hpp"
#include "pouch/cli/receipt.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/cli/writer.hpp"
#include "pouch/io/companion.hpp"
#include "tools/verify_form.hpp"

#include <optional>

namespace {

using namespace pouch;
using verify_tool::Options;

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

} // namespace

int main(int argc, char** argv)
{
    cli::Common common;
    cli::Streams streams;
    Options options;
    options.verify.threads = default_threads();

    cli::App app("Verify a bundle; pass it on, test it, or extract it.", "verify");
    common.declare(app, "bundle format 1", cli::Processes::with_writer);
    streams.declare(app);
    options.declare(app);

    return cli::run(app, common, argc, argv, [&] {
        if (!options.bag.empty()) return verify_tool::check_plain_bag(app, common, options);
        auto sources = options.labels.files();
        sources.push_back(options.signers);
        cli::refuse_overwriting({streams.output, options.receipt}, sources);
        const auto skipped = options.prepare(common);
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
        if (told) cli::refuse_mixing(*told, out.get());
        if (told && receipt) cli::refuse_mixing(*told, &receipt->sink());
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
