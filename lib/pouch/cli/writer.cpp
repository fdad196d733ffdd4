#include "pouch/cli/writer.hpp"

#include "pouch/format/tar.hpp"

#include <algorithm>
#include <limits>

namespace pouch::cli {

stage::WriteClient& start_writer(std::optional<stage::WriterProcess>& writer, const std::string& target,
                                 const stage::VerifyOptions& options, const Common& common)
{
    const auto sum = [](std::uint64_t a, std::uint64_t b) {
        return a + std::min(b, std::numeric_limits<std::uint64_t>::max() - a);
    };
    // Tag files are no larger together than the head, where each has a header of its own.
    const stage::WriteLimits limits{sum(options.demand.quotas.files, options.head_limit / format::tar_block),
                                    sum(options.demand.quotas.bytes, options.head_limit)};
    const auto wanted = sandbox_named(common.sandbox);
    const stage::WriterLocks locks{
        [&](const io::TreeWriter& tree) { enter_writer_sandbox(wanted, tree.staging(), tree.parent()); },
        [&] { complete_writer_sandbox(wanted); }};
    return writer.emplace(target, options.threads, limits, locks).client();
}

} // namespace pouch::cli
