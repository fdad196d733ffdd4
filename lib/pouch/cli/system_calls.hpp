#pragma once

/// The system calls a locked tool may make, by libseccomp: seccomp_init(3).
namespace pouch::cli::system_calls {

enum class Opening { allowed, refused };

/// True if the kernel takes filters that kill the process.
[[nodiscard]] bool is_supported();

/// Leaves this process, all of its threads, a closed list of calls: memory, time, threads, signals to itself, and what is
/// done with files that are open. With Opening::allowed also opening, naming and removing files: which ones, Landlock
/// says. What takes a tool over would want (sockets, programs, other processes, the kernel itself) kills the process;
/// whatever else is not on the list fails with ENOSYS, as on a kernel that lacks it. Throws Fault::system `sandbox.refused`.
void restrict_to(Opening opening);

} // namespace pouch::cli::system_calls
