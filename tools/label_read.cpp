// Forms that read labels: show them, judge them.
#include "pouch/stage/show_label.hpp"
#include "tools/label_form.hpp"

namespace pouch::label_tool {

void show(const Call& call)
{
    std::optional<label::Policy> policy;
    if (!call.options.policy.empty()) policy = read_policy(call);
    stage::ShowOptions show;
    show.policy = policy ? &*policy : nullptr;
    if (!call.options.location.empty()) show.location = call.options.location;
    show.language = call.options.language;
    show.at = time_of(call.options);
    const auto in = call.streams.open_input();
    const auto out = call.streams.open_output(cli::Streams::Content::text, in.get());
    out->write(as_bytes(stage::show(stage::read_label_document(*in), show)));
    out->commit();
}

void check(const Call& call)
{
    const auto policy = read_policy(call);
    const auto clearance = read_clearance(call, policy);
    const auto document = stage::read_label_document(*call.streams.open_input());
    stage::check_label_document(document, policy, clearance, time_of(call.options));
}

} // namespace pouch::label_tool
