// Forms that give a label or take it away.
#include "pouch/base/error.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/label/new_label.hpp"
#include "tools/label_form.hpp"

namespace pouch::label_tool {

namespace {

/// The label the command line asks for, valid under its policy.
label::Label wanted_label(const Options& options, const label::Policy& policy)
{
    label::WantedLabel wanted;
    wanted.classification = options.classification;
    for (const auto& text : options.categories) {
        wanted.categories.push_back(label::parse_wanted_category(text));
    }
    if (!options.originator.empty()) wanted.originator = label::parse_originator(options.originator);
    wanted.created = now();
    if (!options.review.empty()) wanted.review = cli::time("--review", options.review);
    return label::new_label(policy, wanted);
}

} // namespace

void label_bundle(const Call& call)
{
    const auto policy = read_policy(call);
    const auto made = wanted_label(call.options, policy);
    const auto in = call.streams.open_input();
    const auto out = call.streams.open_output(cli::Streams::Content::binary, in.get());
    stage::label_bundle(*in, *out, policy, made, downgrade_rule(call.options), call.options.drop_signatures);
    out->commit();
}

void strip_bundle(const Call& call)
{
    const auto in = call.streams.open_input();
    const auto out = call.streams.open_output(cli::Streams::Content::binary, in.get());
    stage::strip_bundle(*in, *out, downgrade_rule(call.options), call.options.drop_signatures);
    out->commit();
}

void write_bdo(const Call& call)
{
    if (call.streams.input == "-") throw usage_error("usage", "label bdo needs the FILE it is to label");
    const auto policy = read_policy(call);
    const auto sidecar = stage::sidecar_of(wanted_label(call.options, policy), call.streams.input);
    const auto document = call.streams.open_input(); // a label for what is not there would be an orphan
    const auto out = call.streams.open_output(cli::Streams::Content::text, document.get());
    out->write(sidecar);
    out->commit();
}

} // namespace pouch::label_tool
