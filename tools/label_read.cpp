// Forms that read labels: show them, judge them.
#include "pouch/cli/explanation.hpp"
#include "pouch/stage/show_label.hpp"
#include "pouch/stage/untidy_document.hpp"
#include "tools/label_form.hpp"

namespace pouch::label_tool {

namespace {

stage::LabelDocument read_document(const Call& call, io::Source& in)
{
    if (!call.options.lenient) return stage::read_label_document(in);
    std::vector<std::string> mended;
    auto document = stage::read_untidy_document(in, mended);
    for (const auto& what : mended) call.common.warn("label.mended", in.name() + ": " + what);
    return document;
}

} // namespace

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
    out->write(as_bytes(stage::show(read_document(call, *in), show)));
    out->commit();
}

void check(const Call& call)
{
    const auto policy = read_policy(call);
    const auto clearance = read_clearance(call, policy);
    const auto document = read_document(call, *call.streams.open_input());
    if (call.options.explain) {
        const auto labels = stage::explain(document, policy, clearance, time_of(call.options));
        const auto out = call.streams.open_output(cli::Streams::Content::text);
        out->write(as_bytes(call.common.json ? cli::explanation_json(labels, policy, call.options.policy)
                                             : cli::explanation_text(labels, call.options.policy)));
        out->commit();
    }
    for (const auto& remark :
         stage::check_label_document(document, policy, clearance, time_of(call.options))) {
        call.common.warn(remark.reason, remark.sentence);
    }
}

} // namespace pouch::label_tool
