#pragma once
#include <sys/types.h>

/// The system calls a locked tool may make, by libseccomp: seccomp_init(3).
namespace pouch::cli::system_calls {

enum class Opening {
    allowed, ///< Files are opened, named and removed by name: which ones, Landlock says.
    naming,  ///< Nothing is opened; what is open may get a name, and names may go.
    refused, ///< Neither.
};

/// True if the kernel takes filters that kill the process.
[[nodiscard]] bool is_supported();

/// Leaves this process, all of its threads, a closed list of calls: memory, time, threads, signals to itself, and
/// what is done with files that are open; and as `opening` says, what is done with files by name. What takes a tool
/// over would want (sockets, programs, other processes, the kernel itself) kills the process; whatever else is not on
/// the list fails with ENOSYS, as on a kernel that lacks it. `child`: the one process that may be waited for, or 0.
/// Throws Fault::system `sandbox.refused`.
void restrict_to(Opening opening, pid_t child = 0);

/// The same for a process that has all its threads, a socket and a directory, and makes a tree there: a list of its
/// own, as short as that allows. No thread may start, and no file be opened but beneath a directory or by the calls
/// that such opening falls back to.
void restrict_to_writing();

} // namespace pouch::cli::system_calls
