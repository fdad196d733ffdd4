// Forms that read labels: show them, judge them.
#include "pouch/base/error.hpp"
#include "pouch/stage/check_content.hpp"
#include "pouch/stage/check_label.hpp"
#include "pouch/stage/show_label.hpp"
#include "pouch/stage/untidy_document.hpp"
#include "tools/label_form.hpp"

#include <cerrno>
#include <sys/stat.h>

namespace pouch::label_tool {

namespace {

stage::LabelDocument read_document(const Call& call, io::Source& in)
{
    if (!call.options.labels.lenient) return stage::read_label_document(in);
    std::vector<std::string> mended;
    auto document = stage::read_untidy_document(in, mended);
    for (const auto& what : mended) call.common.warn("label.mended", in.name() + ": " + what);
    return document;
}

} // namespace

void show(const Call& call)
{
    const bool has_policy = !call.options.labels.policies.empty();
    if (!has_policy && !call.options.language.empty())
        throw usage_error("usage", "--lang goes with --policy");
    std::optional<label::Policy> policy;
    if (has_policy) policy = read_policy(call);
    stage::ShowOptions show;
    show.policy = policy ? &*policy : nullptr;
    if (!call.options.location.empty()) show.location = call.options.location;
    show.language = call.options.language;
    show.at = time_of(call.options);
    const auto in = call.streams.open_input();
    const auto out = call.streams.open_output(cli::Streams::Content::text, in.get());
    call.lock();
    out->write(as_bytes(stage::show(read_document(call, *in), show)));
    out->commit();
}

namespace {

/// The sidecar that stands beside the input, if there is one.
std::optional<Bytes> sidecar_beside(const std::string& input)
{
    const auto path = input + ".bdo";
    struct ::stat status {};
    if (input == "-" || (::stat(path.c_str(), &status) != 0 && errno == ENOENT)) return std::nullopt;
    return io::read_all(*io::open_source(path), format::bdo_limit);
}

void check_content(const Call& call, cli::LabelInput input)
{
    const auto& options = call.options.labels;
    if (options.explain || options.lenient)
        throw usage_error("usage", "--content goes with neither --explain nor --lenient");
    if (options.policies.size() > 1)
        throw usage_error("usage", "--content takes one --policy, in whose words the marks are");
    const auto on_unread = [&](std::string_view path, std::string_view kind) {
        call.common.step(std::string(path) + ": " + std::string(kind) + ": marks in it are not looked for");
    };
    const auto in = call.streams.open_input();
    const auto sidecar = sidecar_beside(call.streams.input);
    call.lock();
    stage::check_content(
        *in, sidecar,
        {input.demand.policies.front(), input.demand.clearance, time_of(call.options), on_unread});
}

} // namespace

void check(const Call& call)
{
    const auto& options = call.options.labels;
    options.check();
    auto input = cli::read_labels(options, call.common);
    if (call.options.content) return check_content(call, std::move(input));
    auto& demand = input.demand;
    demand.at = time_of(call.options);
    const auto in = call.streams.open_input();
    const auto out = options.explain ? call.streams.open_output(cli::Streams::Content::text) : nullptr;
    if (out) demand.when_judged = cli::explain_to(*out, call.common, input.policies);
    call.lock();
    for (const auto& remark : stage::check_label_document(read_document(call, *in), demand)) {
        call.common.warn(remark.reason, remark.sentence);
    }
}

} // namespace pouch::label_tool
