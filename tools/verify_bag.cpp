// verify --bag: a plain BagIt directory.
#include "pouch/base/error.hpp"
#include "pouch/cli/progress.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/stage/bag_check.hpp"
#include "tools/verify_form.hpp"

#include <algorithm>
#include <array>

namespace pouch::verify_tool {

void check_plain_bag(const cli::App& app, const cli::Common& common, const Options& options)
{
    constexpr std::array<std::string_view, 10> usable = {
        "--bag",   "--threads", "--max-bytes", "--max-files", "--json",
        "--quiet", "--verbose", "--progress",  "--sandbox",   "--config"};
    for (const auto& name : app.given()) {
        if (std::find(usable.begin(), usable.end(), name) == usable.end())
            throw usage_error("usage", "--bag and {} exclude each other", name);
    }
    const auto root = io::open_file(options.bag, O_RDONLY | O_DIRECTORY);
    common.lock({{options.bag}, {}});
    stage::BagOptions how;
    how.threads = options.verify.threads;
    how.limits.files = std::min(how.limits.files, options.verify.demand.quotas.files);
    how.limits.octets = options.verify.demand.quotas.bytes;
    cli::Progress progress(common, "checked");
    how.when_hashed = [&](std::uint64_t bytes) { progress.add(bytes); };
    format::BagWarnings warnings;
    const auto warn = [&] {
        for (const auto& warning : warnings.all())
            common.warn(warning.reason, fmt::format("{}: {}", options.bag, warning.message));
    };
    try {
        const auto bag =
            cli::naming(options.bag, [&] { return stage::check_bag(root.get(), how, warnings); });
        warn();
        std::string digests;
        for (const auto algorithm : bag.algorithms) digests += fmt::format(" {}", name_of(algorithm));
        common.step(fmt::format(
            "{}: a valid bag: version {}.{}, {} files, {} bytes, checked by{}; {} tag files unlisted",
            options.bag, bag.declaration.version / 100, bag.declaration.version % 100, bag.files, bag.octets,
            digests, bag.unlisted));
    } catch (const Error&) {
        warn();
        throw;
    }
}

} // namespace pouch::verify_tool
