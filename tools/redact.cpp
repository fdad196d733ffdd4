// redact: remove what the reader may not see. Manual: man/pouch-redact.1
#include "pouch/redact/view/charset.hpp"

#include "pouch/base/ordered.hpp"
#include "pouch/base/time.hpp"
#include "pouch/cli/progress.hpp"
#include "pouch/cli/values.hpp"
#include "tools/redact_form.hpp"

int main(int argc, char** argv)
{
    using namespace pouch;

    cli::Common common;
    cli::Streams streams;
    redact_tool::Options options;
    options.redact.threads = default_threads();

    cli::App app("Remove what the reader may not see from a text, JSON, CSV, XML, Word or image document or "
                 "a tar stream.",
                 "redact");
    common.declare(app, "rules version 1, record version 1");
    streams.declare(app);
    options.declare(app);

    return cli::run(app, common, argc, argv, [&] {
        options.prepare(common, streams);
        if (options.is_lint) return redact_tool::lint(common, streams, options.rules);
        const auto book = redact::load_rulebook(options.rules, system_now());
        std::optional<redact::KeyScope> key;
        if (!options.key.empty()) key.emplace(redact::read_key_scope(options.key));
        options.redact.key = key ? &*key : nullptr;
        redact::hold_charsets();
        const auto in = streams.open_input();
        cli::refuse_terminal_input_of(streams.input);
        common.step(fmt::format("{} rules from {} files", book.scanner.rules().size(), options.rules.size()));
        cli::Progress progress(common, "read");
        const auto counted = progress.counted(*in);
        if (options.is_check) return redact_tool::check(common, *counted, book, options);
        redact_tool::Companions companions(options, streams.output, *in, streams.force);
        companions.attach(options.redact);
        const auto out = streams.open_output(cli::Streams::Content::text, in.get());
        companions.refuse_output(*out);
        common.lock({{},
                     {options.redact.spool},
                     cli::directories_of({options.record, options.ledger, streams.output})});
        const auto result = stage::redact(*counted, *out, book, options.redact);
        out->commit();
        if (options.explain) redact_tool::warn_of_formulas(common, result);
        companions.keep();
    });
}
