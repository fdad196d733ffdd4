#include "pouch/cli/label_options.hpp"

#include "pouch/cli/values.hpp"
#include "pouch/format/clearance.hpp"
#include "pouch/format/clearance_file.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/io/companion.hpp"

namespace pouch::cli {

void LabelOptions::declare_policy(App& app)
{
    app.add_repeated("--policy", policies, "Security policy to judge labels by (repeats)")->type_name("SPIF");
}

void LabelOptions::check() const
{
    if (!clearance.empty() && policies.empty()) throw usage_error("usage", "--clearance goes with --policy");
    if (expands_memberships && clearance.empty())
        throw usage_error("usage", "--expand-memberships goes with --clearance");
    if (explain && policies.empty()) throw usage_error("usage", "--explain goes with --policy");
}

std::vector<std::string> LabelOptions::files() const
{
    auto files = policies;
    files.push_back(clearance);
    return files;
}

label::Policy read_policy(const std::string& path, bool lenient, const Common& common)
{
    auto policy =
        read_named(path, format::spif_limit, lenient ? format::read_untidy_spif : format::read_spif);
    for (const auto& mended : policy.mended) common.warn("policy.mended", path + ": " + mended);
    for (const auto& warning : policy.warnings) common.step(path + ": " + warning);
    return policy;
}

LabelInput read_labels(const LabelOptions& options, const Common& common)
{
    LabelInput input;
    for (const auto& path : options.policies) {
        auto policy = read_policy(path, options.lenient, common);
        input.policies.push_back({policy.name, policy.id, path});
        input.demand.policies.push_back(std::move(policy));
    }
    if (!options.clearance.empty()) {
        input.demand.clearance =
            read_named(options.clearance, format::clearance_limit, format::read_clearance_file);
    }
    stage::check_demand(input.demand);
    if (!options.expands_memberships) return input;
    input.expanded = stage::expand_memberships(input.demand);
    for (const auto& sentence : input.expanded) common.warn("clearance.expanded", sentence);
    return input;
}

void refuse_mixing(const io::FileSink& explanation, const io::FileSink* other)
{
    if (other == nullptr || !io::is_same_place(explanation.descriptor(), other->descriptor())) return;
    throw usage_error("usage.same-file", "--explain writes to standard output, where {} goes", other->name());
}

std::function<void(const stage::Explanations&)> explain_to(io::FileSink& out, const Common& common,
                                                           std::vector<PolicyFile> policies)
{
    return [&out, &common, files = std::move(policies)](const stage::Explanations& labels) {
        out.write(as_bytes(common.json ? explanation_json(labels, files) : explanation_text(labels, files)));
        out.commit();
    };
}

} // namespace pouch::cli
