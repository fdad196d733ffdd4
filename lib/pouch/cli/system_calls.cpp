#include "pouch/cli/system_calls.hpp"

#include "pouch/base/error.hpp"

#include <array>
#include <cerrno>
#include <memory>
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
    "fcntl",
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
/// What was open may still be named: an output appears so.
constexpr std::array refused_by_name = {"open",       "openat",   "openat2",    "access", "faccessat",
                                        "faccessat2", "readlink", "readlinkat", "mkdir",  "mkdirat",
                                        "rmdir",      "getcwd",   "statfs"};
constexpr std::array naming = {"stat",     "lstat",     "link",   "linkat",  "rename",
                               "renameat", "renameat2", "unlink", "unlinkat"};

/// No tool of ours makes these, and nothing good comes of them.
constexpr std::array deadly = {
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "execve",
    "execveat",
    "fork",
    "vfork",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "kill",
    "tkill",
    "pidfd_open",
    "pidfd_getfd",
    "pidfd_send_signal",
    "memfd_create",
    "memfd_secret",
    "userfaultfd",
    "bpf",
    "perf_event_open",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "mount",
    "umount2",
    "move_mount",
    "open_tree",
    "fsopen",
    "pivot_root",
    "chroot",
    "setns",
    "unshare",
    "keyctl",
    "add_key",
    "request_key",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "swapon",
    "ioperm",
    "iopl",
    "modify_ldt",
    "personality",
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setgroups",
    "capset",
    "mknod",
    "mknodat",
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "open_by_handle_at",
    "name_to_handle_at",
};

class Filter {
  public:
    Filter() : context_(::seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), &::seccomp_release)
    {
        if (!context_) throw refusal(ENOMEM);
        require(::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_TSYNC, 1));
        require(::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2)); // a tree, not a list
    }

    template <typename Names> void add(const Names& names, std::uint32_t action)
    {
        for (const char* name : names) {
            const int number = ::seccomp_syscall_resolve_name(name);
            if (number < 0) continue; // not of this machine, or newer than the library
            require(::seccomp_rule_add(context_.get(), action, number, 0));
        }
    }

    /// Allows the call where `argument`, counted from 0, masked, is `wanted`; otherwise it fails as what is not on the list.
    void add_if(const char* name, unsigned argument, std::uint64_t mask, std::uint64_t wanted)
    {
        const int number = ::seccomp_syscall_resolve_name(name);
        if (number < 0) return;
        const scmp_arg_cmp is_wanted{argument, SCMP_CMP_MASKED_EQ, mask, wanted};
        require(::seccomp_rule_add_array(context_.get(), SCMP_ACT_ALLOW, number, 1, &is_wanted));
    }

    void load() { require(::seccomp_load(context_.get())); }

  private:
    static Error refusal(int number) { return system_failure(number, "lock the system calls"); }
    static void require(int result)
    {
        if (result != 0) throw refusal(-result);
    }

    std::unique_ptr<void, decltype(&::seccomp_release)> context_;
};

} // namespace

bool is_supported()
{
    // The library's own answer, from the kernel.
    constexpr unsigned with_kill_process = 3;
    return ::seccomp_api_get() >= with_kill_process;
}

void restrict_to(Opening opening)
{
    Filter filter;
    filter.add(always, SCMP_ACT_ALLOW);
    filter.add(deadly, SCMP_ACT_KILL_PROCESS);
    // Threads, not processes; signals and limits of this process only.
    constexpr std::uint64_t whole = 0xFFFFFFFF;
    filter.add_if("clone", 0, CLONE_THREAD, CLONE_THREAD);
    filter.add_if("tgkill", 0, whole, static_cast<std::uint64_t>(::getpid()));
    filter.add_if("prlimit64", 0, whole, 0);
    filter.add(std::array{"ioctl"}, SCMP_ACT_ERRNO(ENOTTY));
    if (opening == Opening::allowed) {
        filter.add(by_name, SCMP_ACT_ALLOW);
    } else {
        filter.add(refused_by_name, SCMP_ACT_ERRNO(EACCES));
        filter.add(naming, SCMP_ACT_ALLOW);
    }
    filter.load();
}

} // namespace pouch::cli::system_calls
