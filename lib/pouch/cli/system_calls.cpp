#include "pouch/cli/system_calls.hpp"

#include "pouch/cli/system_call_filter.hpp"

#include <array>
#include <cerrno>
#include <sched.h>
#include <seccomp.h>
#include <unistd.h>

namespace pouch::cli::system_calls {

namespace {

/// What goes on in any tool. By name, since a call may be missing on a machine.
constexpr std::array always = {
    // data of open files
    "read",
    "write",
    "readv",
    "writev",
    "pread64",
    "pwrite64",
    "preadv",
    "pwritev",
    "lseek",
    "close",
    "dup",
    "fstat",
    "newfstatat",
    "statx",
    "fstatfs",
    "fsync",
    "syncfs",
    "sync_file_range",
    "fdatasync",
    "ftruncate",
    "fallocate",
    "fadvise64",
    "fchmod",
    "copy_file_range",
    "splice",
    "getdents64",
    "poll",
    "ppoll",
    // memory
    "brk",
    "mmap",
    "munmap",
    "mremap",
    "mprotect",
    "madvise",
    "mlock",
    "munlock",
    // threads and time

    "futex",
    "set_robust_list",
    "rseq",
    "sched_yield",
    "sched_getaffinity",
    "sched_getparam",
    "sched_getscheduler",
    "clock_gettime",
    "clock_getres",
    "clock_nanosleep",
    "nanosleep",
    "gettimeofday",
    "getrlimit",
    "sysinfo",
    "exit",
    "exit_group",
    "gettid",
    "getpid",
    "getrandom",
    // signals, and the end by one
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "sigaltstack",
    "restart_syscall",
};

/// Files by name: Landlock says which.
constexpr std::array by_name = {
    "open",     "openat",     "openat2", "stat",   "lstat",  "access",   "faccessat", "faccessat2",
    "readlink", "readlinkat", "link",    "linkat", "rename", "renameat", "renameat2", "unlink",
    "unlinkat", "mkdir",      "mkdirat", "rmdir",  "getcwd", "statfs",   "umask",
};

/// The same where nothing need be opened: refused as by permissions, since libraries ask for what they can do without.
constexpr std::array refused_by_name = {"open",       "openat",   "openat2",    "access", "faccessat",
                                        "faccessat2", "readlink", "readlinkat", "mkdir",  "mkdirat",
                                        "rmdir",      "getcwd",   "statfs"};
/// What is open may still be named: an output appears so.
constexpr std::array naming = {"link", "linkat", "rename", "renameat", "renameat2", "unlink", "unlinkat"};
constexpr std::array looking = {"stat", "lstat"};

} // namespace

bool is_supported()
{
    // The library's own answer, from the kernel.
    constexpr unsigned with_kill_process = 3;
    return ::seccomp_api_get() >= with_kill_process;
}

void restrict_to(Opening opening, pid_t child)
{
    Filter filter;
    filter.allow(always);
    filter.allow_fcntl();
    // Threads, not processes; signals and limits of this process only.
    filter.allow_if("clone", CLONE_THREAD, CLONE_THREAD);
    filter.allow_for("tgkill", static_cast<std::uint64_t>(::getpid()));
    filter.allow_for("prlimit64", 0);
    if (child > 0) {
        filter.allow_for("wait4", static_cast<std::uint64_t>(child));
        filter.allow(std::array{"shutdown"}); // of the socket between them
    }
    filter.fail(std::array{"ioctl"}, ENOTTY);
    if (opening == Opening::allowed) {
        filter.allow(by_name);
    } else {
        filter.fail(refused_by_name, EACCES);
        filter.allow(looking);
        opening == Opening::naming ? filter.allow(naming) : filter.fail(naming, EACCES);
    }
    filter.load();
}

} // namespace pouch::cli::system_calls
