#pragma once
#include "pouch/cli/explanation.hpp"
#include "pouch/cli/run.hpp"

#include <string>
#include <vector>

/// What the tools that judge labels are told about policies and readers, and how they explain themselves.
namespace pouch::cli {

/// The options as they are written.
struct LabelOptions {
    std::vector<std::string> policies;
    std::string clearance;
    bool expands_memberships = false;
    bool lenient = false;
    bool explain = false;

    /// Adds --policy, which repeats.
    void declare_policy(App& app);
    /// Throws Fault::usage for options that go only with others.
    void check() const;
    /// The files they name.
    [[nodiscard]] std::vector<std::string> files() const;
};

/// What they name, read.
struct LabelInput {
    stage::LabelDemand demand;
    std::vector<PolicyFile> policies;
    std::vector<std::string> expanded; ///< What --expand-memberships added to the clearance.
};

/// The policy in that file. What is odd about it is told with -v, what is mended on request is a warning.
[[nodiscard]] label::Policy read_policy(const std::string& path, bool lenient, const Common& common);

/// Reads policies and clearance, and warns of what was mended or added. Throws what their readers and check_demand throw.
[[nodiscard]] LabelInput read_labels(const LabelOptions& options, const Common& common);

/// Throws Fault::usage `usage.same-file` if `other`, which may be null, goes where `explanation` goes.
void refuse_mixing(const io::FileSink& explanation, const io::FileSink* other);

/// For LabelDemand::when_judged: writes explanations to `out` and commits it. Both must outlive what is returned.
[[nodiscard]] std::function<void(const stage::Explanations&)>
explain_to(io::FileSink& out, const Common& common, std::vector<PolicyFile> policies);

} // namespace pouch::cli
