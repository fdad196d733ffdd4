// Forms that give a label or take it away.
#include "pouch/base/error.hpp"
#include "pouch/cli/progress.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/label/new_label.hpp"
#include "pouch/stage/label_tree.hpp"
#include "tools/label_form.hpp"

namespace pouch::label_tool {

namespace {

/// What the command line says of a label, but for its values.
label::WantedLabel wanted_times(const Options& options)
{
    label::WantedLabel wanted;
    if (!options.originator.empty()) wanted.originator = label::parse_originator(options.originator);
    wanted.created = now();
    wanted.at = time_of(options);
    if (!options.review.empty()) wanted.review = cli::time("--review", options.review);
    return wanted;
}

/// The label the command line asks for, valid under its policy.
label::Label wanted_label(const Options& options, const label::Policy& policy)
{
    auto wanted = wanted_times(options);
    wanted.classification = options.classification;
    for (const auto& text : options.categories) {
        wanted.categories.push_back(label::parse_wanted_category(text));
    }
    return label::new_label(policy, wanted);
}

/// The labels of the map.
std::vector<stage::TreeLabel> mapped_labels(const Options& options, const label::Policy& policy)
{
    return cli::read_named(options.map, format::label_map_limit, [&](ByteView bytes) {
        return stage::tree_labels(format::read_label_map(as_text(bytes)), policy, wanted_times(options));
    });
}

void label_by_map(const Call& call)
{
    const auto& options = call.options;
    const auto policy = read_policy(call);
    if (options.classification.empty() && !options.categories.empty())
        throw usage_error("usage", "--category needs --classification");
    const auto labels = mapped_labels(options, policy);
    std::optional<label::Label> whole;
    if (!options.classification.empty()) whole = wanted_label(options, policy);
    const auto in = call.streams.open_input();
    const auto out = call.streams.open_output(cli::Streams::Content::binary, in.get());
    call.lock();
    cli::Progress progress(call.common, "read");
    try {
        stage::label_tree(*progress.counted(*in), *out,
                          {policy, labels, std::move(whole), time_of(options), downgrade_rule(options),
                           options.drop_signatures});
    } catch (const Error& error) {
        throw error.fault() == Fault::usage ? error.in(options.map) : error;
    }
    out->commit();
}

} // namespace

void label_bundle(const Call& call)
{
    if (!call.options.map.empty()) return label_by_map(call);
    if (call.options.classification.empty())
        throw usage_error("usage", "--classification is required by label")
            .with_hint("or --map, for labels of its files alone");
    const auto policy = read_policy(call);
    const auto made = wanted_label(call.options, policy);
    const auto in = call.streams.open_input();
    const auto out = call.streams.open_output(cli::Streams::Content::binary, in.get());
    call.lock();
    cli::Progress progress(call.common, "read");
    stage::label_bundle(*progress.counted(*in), *out, policy, made, time_of(call.options),
                        downgrade_rule(call.options), call.options.drop_signatures);
    out->commit();
}

void strip_bundle(const Call& call)
{
    const auto in = call.streams.open_input();
    const auto out = call.streams.open_output(cli::Streams::Content::binary, in.get());
    call.lock();
    cli::Progress progress(call.common, "read");
    stage::strip_bundle(*progress.counted(*in), *out, downgrade_rule(call.options),
                        call.options.drop_signatures);
    out->commit();
}

void write_bdo(const Call& call)
{
    if (call.streams.input == "-") throw usage_error("usage", "label bdo needs the FILE it is to label");
    const auto policy = read_policy(call);
    const auto sidecar = stage::sidecar_of(wanted_label(call.options, policy), call.streams.input);
    const auto document = call.streams.open_input(); // a label for what is not there would be an orphan
    const auto out = call.streams.open_output(cli::Streams::Content::text, document.get());
    call.lock();
    out->write(sidecar);
    out->commit();
}

} // namespace pouch::label_tool
