// The form that says a label in the words of a partner's policy.
#include "pouch/cli/progress.hpp"
#include "pouch/stage/translate_labels.hpp"

#include "pouch/base/error.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/label/new_label.hpp"
#include "tools/label_form.hpp"

namespace pouch::label_tool {

void translate(const Call& call)
{
    const auto& options = call.options;
    const auto from = read_policy(call);
    const auto to = read_policy(call, options.to);
    if (from.id == to.id)
        throw usage_error("policy.repeated", "--policy and --to are the same policy, '{}'", to.name);
    if (label::same_name(from.name, to.name))
        throw usage_error("policy.repeated", "--policy and --to are two policies of the name '{}'", to.name);

    stage::TranslateOptions translation;
    translation.from = &from;
    translation.to = &to;
    translation.direction = options.received ? label::Direction::receiving : label::Direction::sending;
    if (!options.originator.empty()) translation.originator = label::parse_originator(options.originator);
    translation.created = now();
    translation.at = time_of(options);
    translation.downgrade = downgrade_rule(options);
    translation.drop_signatures = options.drop_signatures;

    const auto in = call.streams.open_input();
    const auto out = call.streams.open_output(cli::Streams::Content::binary, in.get());
    call.lock();
    cli::Progress progress(call.common, "read");
    for (const auto& remark : stage::translate_labels(*progress.counted(*in), *out, translation)) {
        call.common.warn(remark.reason, remark.sentence);
    }
    out->commit();
}

} // namespace pouch::label_tool
