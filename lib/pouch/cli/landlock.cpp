#include "pouch/cli/landlock.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/file.hpp"

#include <cerrno>
#include <cstdint>
#include <sys/syscall.h>
#include <unistd.h>

namespace pouch::cli::landlock {

namespace {

// include/uapi/linux/landlock.h
constexpr std::uint64_t execute = 1U << 0U;
constexpr std::uint64_t write_file = 1U << 1U;
constexpr std::uint64_t read_file = 1U << 2U;
constexpr std::uint64_t read_dir = 1U << 3U;
constexpr std::uint64_t remove_dir = 1U << 4U;
constexpr std::uint64_t remove_file = 1U << 5U;
constexpr std::uint64_t make_dir = 1U << 7U;
constexpr std::uint64_t make_reg = 1U << 8U;
constexpr std::uint64_t first_edition = (1U << 13U) - 1;
constexpr std::uint64_t refer = 1U << 13U;     // edition 2
constexpr std::uint64_t truncate = 1U << 14U;  // edition 3
constexpr std::uint64_t ioctl_dev = 1U << 15U; // edition 5
constexpr std::uint64_t net_tcp = 3;           // edition 4: bind and connect
constexpr std::uint64_t scopes = 3;            // edition 6: abstract sockets and signals

constexpr std::uint64_t for_shaping = make_dir | remove_dir;
constexpr std::uint64_t for_naming = make_reg | remove_file;
constexpr std::uint64_t for_filling = for_shaping | for_naming | write_file | read_dir;
constexpr std::uint64_t for_reading = read_file | read_dir;
constexpr std::uint64_t for_everything = for_reading | for_filling | refer | truncate;
constexpr std::uint64_t for_files = read_file | write_file | execute | truncate | ioctl_dev;

struct Ruleset {
    std::uint64_t files;
    std::uint64_t network;
    std::uint64_t scoped;
};
struct [[gnu::packed]] PathRule {
    std::uint64_t allowed;
    std::int32_t parent;
};
constexpr int path_beneath = 1;

Error refusal(int number, std::string_view what)
{
    return system_failure(number, fmt::format("lock the file system ({})", what));
}

Ruleset ruleset_of(int at)
{
    Ruleset ruleset{first_edition, 0, 0};
    if (at >= 2) ruleset.files |= refer;
    if (at >= 3) ruleset.files |= truncate;
    if (at >= 4) ruleset.network = net_tcp;
    if (at >= 5) ruleset.files |= ioctl_dev;
    if (at >= 6) ruleset.scoped = scopes;
    return ruleset;
}

std::uint64_t rights_of(Access access)
{
    switch (access) {
    case Access::read:
        return for_reading;
    case Access::all:
        return for_everything;
    case Access::name:
        return for_naming;
    case Access::fill:
        return for_filling;
    case Access::shape:
        return for_shaping;
    }
    return 0;
}

} // namespace

int edition()
{
    constexpr unsigned version = 1;
    const auto at = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, version);
    return at < 0 ? 0 : static_cast<int>(at);
}

void restrict_to(int at, const std::vector<Grant>& grants)
{
    const auto ruleset = ruleset_of(at);
    // Older kernels refuse a longer structure only if what they do not know is set.
    const auto made = ::syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
    if (made < 0) throw refusal(errno, "ruleset");
    const io::Descriptor rules(static_cast<int>(made));
    for (const auto& grant : grants) {
        const bool is_directory = S_ISDIR(io::status_of(grant.place, "what stays allowed").st_mode);
        const auto rights = rights_of(grant.access) & ruleset.files;
        const PathRule rule{is_directory ? rights : rights & for_files, grant.place};
        if (::syscall(SYS_landlock_add_rule, rules.get(), path_beneath, &rule, 0) != 0)
            throw refusal(errno, "rule");
    }
    if (::syscall(SYS_landlock_restrict_self, rules.get(), 0) != 0) throw refusal(errno, "restrict");
}

} // namespace pouch::cli::landlock
