#include "pouch/base/error.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/format/clearance_file.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/label/membership.hpp"
#include "pouch/label/resolve.hpp"
#include "tools/label_form.hpp"

namespace pouch::label_tool {

label::Policy read_policy(const Call& call, const std::string& path)
{
    const auto bytes = io::read_small_file(path, format::spif_limit);
    try {
        auto policy = call.options.lenient ? format::read_untidy_spif(bytes) : format::read_spif(bytes);
        for (const auto& mended : policy.mended) call.common.warn("policy.mended", path + ": " + mended);
        for (const auto& warning : policy.warnings) call.common.step(path + ": " + warning);
        return policy;
    } catch (const Error& error) {
        throw error.in(path);
    }
}

label::Policy read_policy(const Call& call)
{
    return read_policy(call, call.options.policy);
}

std::optional<label::Clearance> read_clearance(const Call& call, const label::Policy& policy)
{
    const auto& path = call.options.clearance;
    if (path.empty() && call.options.expands_memberships)
        throw usage_error("usage", "--expand-memberships goes with --clearance");
    if (path.empty()) return std::nullopt;
    const auto bytes = io::read_small_file(path, format::clearance_limit);
    try {
        auto clearance = format::read_clearance_file(bytes);
        label::check_clearance(policy, clearance);
        if (call.options.expands_memberships) {
            for (const auto& sentence : label::expand_memberships(policy, clearance)) {
                call.common.warn("clearance.expanded", sentence);
            }
        }
        return clearance;
    } catch (const Error& error) {
        throw error.in(path);
    }
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
