#include "pouch/cli/system_call_filter.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/memory.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <seccomp.h>

namespace pouch::cli::system_calls {

namespace {

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

Error refusal(int number)
{
    return system_failure(number, "lock the system calls");
}

void require(int result)
{
    if (result != 0) throw refusal(-result);
}

} // namespace

const std::uint32_t Filter::allowed = SCMP_ACT_ALLOW;
const std::uint32_t Filter::killed = SCMP_ACT_KILL_PROCESS;

std::uint32_t Filter::failing(int error)
{
    return SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error));
}

void Filter::Release::operator()(void* context) const
{
    ::seccomp_release(context);
}

Filter::Filter() : context_((require_memory(), ::seccomp_init(SCMP_ACT_ERRNO(ENOSYS))))
{
    if (!context_) throw refusal(ENOMEM);
    require(::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_TSYNC, 1));
    require(::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2)); // a tree, not a list
    kill(deadly);
}

void Filter::add(const char* name, std::uint32_t action)
{
    const int number = ::seccomp_syscall_resolve_name(name);
    if (number >= 0) require(::seccomp_rule_add(context_.get(), action, number, 0));
}

void Filter::allow_if(const char* name, std::uint64_t mask, std::uint64_t wanted)
{
    const int number = ::seccomp_syscall_resolve_name(name);
    if (number < 0) return;
    const scmp_arg_cmp is_wanted{0, SCMP_CMP_MASKED_EQ, mask, wanted};
    require(::seccomp_rule_add_array(context_.get(), SCMP_ACT_ALLOW, number, 1, &is_wanted));
}

void Filter::allow_fcntl()
{
    for (const int command :
         {F_GETFD, F_SETFD, F_GETFL, F_DUPFD, F_DUPFD_CLOEXEC, F_GETPIPE_SZ, F_SETPIPE_SZ}) {
        const scmp_arg_cmp is_command{1, SCMP_CMP_MASKED_EQ, 0xFFFFFFFF, static_cast<std::uint64_t>(command)};
        require(::seccomp_rule_add_array(context_.get(), SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, &is_command));
    }
}

void Filter::load()
{
    require(::seccomp_load(context_.get()));
}

} // namespace pouch::cli::system_calls
