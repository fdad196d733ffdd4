#include "pouch/cli/writer.hpp"

#include "pouch/format/head.hpp"

#include <algorithm>
#include <limits>

namespace pouch::cli {

stage::WriteClient& start_writer(std::optional<stage::WriterProcess>& writer, const std::string& target,
                                 const stage::VerifyOptions& options, const Common& common)
{
    const auto sum = [](std::uint64_t a, std::uint64_t b) {
        return a + std::min(b, std::numeric_limits<std::uint64_t>::max() - a);
    };
    // Beside the payload: labels, one a file and one more, signatures, and the seven other tag files of the format. They are
    // no larger together than the head.
    constexpr std::uint64_t others = format::signature_count_limit + 7;
    // Labels lie in directories of the same names; beside those there are data, labels, labels/data and signatures.
    constexpr std::uint64_t others_above = 4;
    const auto& quotas = options.demand.quotas;
    const auto labels = std::min(quotas.labels, sum(quotas.files, 1));
    const stage::WriteLimits limits{sum(quotas.files, sum(labels, others)),
                                    sum(quotas.bytes, options.head_limit),
                                    sum(sum(quotas.directories, quotas.directories), others_above)};
    const auto wanted = sandbox_named(common.sandbox);
    const stage::WriterLocks locks{
        [&](const io::TreeWriter& tree) { enter_writer_sandbox(wanted, tree.staging(), tree.parent()); },
        [&] { complete_writer_sandbox(wanted); }};
    return writer.emplace(target, options.threads, limits, locks).client();
}

} // namespace pouch::cli
