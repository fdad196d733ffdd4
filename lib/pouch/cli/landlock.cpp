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

constexpr std::uint64_t for_reading = read_file | read_dir;
constexpr std::uint64_t for_writing =
    for_reading | write_file | remove_dir | remove_file | make_dir | make_reg | refer | truncate;
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

void allow(int rules, const std::string& path, std::uint64_t rights)
{
    const auto place = io::open_file(path, O_PATH);
    const bool is_directory = S_ISDIR(io::status_of(place.get(), path).st_mode);
    const PathRule rule{is_directory ? rights : rights & for_files, place.get()};
    if (::syscall(SYS_landlock_add_rule, rules, path_beneath, &rule, 0) != 0) throw refusal(errno, path);
}

} // namespace

int edition()
{
    constexpr unsigned version = 1;
    const auto at = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, version);
    return at < 0 ? 0 : static_cast<int>(at);
}

void restrict_to(int at, const std::vector<std::string>& read, const std::vector<std::string>& write)
{
    const auto ruleset = ruleset_of(at);
    // Older kernels refuse a longer structure only if what they do not know is set.
    const auto made = ::syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
    if (made < 0) throw refusal(errno, "ruleset");
    const io::Descriptor rules(static_cast<int>(made));
    for (const auto& path : read) allow(rules.get(), path, for_reading & ruleset.files);
    for (const auto& path : write) allow(rules.get(), path, for_writing & ruleset.files);
    if (::syscall(SYS_landlock_restrict_self, rules.get(), 0) != 0) throw refusal(errno, "restrict");
}

} // namespace pouch::cli::landlock
