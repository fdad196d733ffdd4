// Forms that read labels: show them, judge them.
#include "pouch/stage/check_content.hpp"
#include "pouch/stage/show_label.hpp"
#include "tools/label_form.hpp"

#include <cerrno>
#include <sys/stat.h>

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

namespace {

/// The sidecar that stands beside the input, if there is one.
std::optional<Bytes> sidecar_beside(const std::string& input)
{
    const auto path = input + ".bdo";
    struct ::stat status {};
    if (input == "-" || (::stat(path.c_str(), &status) != 0 && errno == ENOENT)) return std::nullopt;
    return io::read_all(*io::open_source(path), format::bdo_limit);
}

void check_content(const Call& call, const label::Policy& policy,
                   const std::optional<label::Clearance>& clearance)
{
    const auto on_unread = [&](std::string_view path, std::string_view kind) {
        call.common.step(std::string(path) + ": " + std::string(kind) + ": marks in it are not looked for");
    };
    const auto in = call.streams.open_input();
    stage::check_content(*in, sidecar_beside(call.streams.input),
                         {policy, clearance, time_of(call.options), on_unread});
}

} // namespace

void check(const Call& call)
{
    const auto policy = read_policy(call);
    const auto clearance = read_clearance(call, policy);
    if (call.options.content) return check_content(call, policy, clearance);
    const auto document = stage::read_label_document(*call.streams.open_input());
    stage::check_label_document(document, policy, clearance, time_of(call.options));
}

} // namespace pouch::label_tool
