#include "pouch/cli/values.hpp"
#include "tools/label_form.hpp"

namespace pouch::label_tool {

label::Policy read_policy(const Call& call, const std::string& path)
{
    return cli::read_policy(path, call.options.labels.lenient, call.common);
}

label::Policy read_policy(const Call& call)
{
    return read_policy(call, call.options.labels.policies.front());
}

Instant time_of(const Options& options)
{
    return options.at.empty() ? system_now() : cli::time("--at", options.at);
}

stage::Downgrade downgrade_rule(const Options& options)
{
    return options.downgrade ? stage::Downgrade::allowed : stage::Downgrade::refused;
}

} // namespace pouch::label_tool
