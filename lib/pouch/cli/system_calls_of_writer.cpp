#include "pouch/cli/system_call_filter.hpp"
#include "pouch/cli/system_calls.hpp"

#include <array>
#include <cerrno>
#include <unistd.h>

namespace pouch::cli::system_calls {

namespace {

/// What a process does that makes a tree on orders from a socket.
constexpr std::array writing = {
    "read",
    "write",
    "pwrite64",
    "close",
    "shutdown",
    // the tree
    "openat2",
    "openat",
    "mkdirat",
    "unlinkat",
    "renameat2",
    "fchmod",
    "syncfs",
    "fsync",
    "fstatfs",
    "fstat",
    "newfstatat",
    "getdents64",
    "lseek",
    // memory, threads, the end
    "brk",
    "mmap",
    "munmap",
    "mremap",
    "mprotect",
    "madvise",
    "futex",
    "sched_yield",
    "rt_sigprocmask",
    "rt_sigaction",
    "rt_sigreturn",
    "gettid",
    "getpid",
    "restart_syscall",
    "exit",
    "exit_group",
};
constexpr std::array starting = {"clone", "clone3"};

} // namespace

void restrict_to_writing()
{
    Filter filter;
    filter.allow(writing);
    filter.allow_fcntl();
    filter.allow_for("tgkill", static_cast<std::uint64_t>(::getpid()));
    filter.kill(starting);
    filter.fail(std::array{"ioctl"}, ENOTTY);
    filter.load();
}

} // namespace pouch::cli::system_calls
