#pragma once
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

/// The lock of a process before it reads what others wrote: what a tool needs it has opened, the rest of the system
/// is out of reach of whoever takes the tool over.
///
/// Two locks, both of Linux, neither of which can be opened again. Landlock (landlock(7)) closes the file system, but
/// for what `Needs` names, and the network. seccomp (seccomp(2)) closes the kernel: a closed list of system calls,
/// without open where nothing need be opened. A call that no honest tool makes (socket, execve, ptrace and their
/// like) kills the process.
namespace pouch::cli {

enum class Sandbox {
    standard, ///< seccomp, or nothing is done; Landlock where the kernel has it.
    require,  ///< Both, or nothing is done.
    attempt,  ///< What the kernel has.
    off,
};

/// `require`, `try` or `off`; `standard` is what no option says. Throws Fault::usage for any other word.
[[nodiscard]] Sandbox sandbox_named(std::string_view word);

/// What a tool still does with files when it has opened what the command line names. With nothing, it opens nothing
/// more.
struct Needs {
    std::vector<std::string> read;      ///< Files, and directories below which it reads.
    std::vector<std::string> write;     ///< Directories below which it makes, names and removes files.
    std::vector<std::string> name = {}; ///< Directories in which outputs that are open get their names.
    pid_t child = 0;                    ///< A process of its own that it waits for.
};

/// Locks this process, from its one thread. Throws Fault::system `sandbox.missing` if the kernel has not what is
/// required, `sandbox.refused` if it has and refuses.
void enter_sandbox(Sandbox wanted, const Needs& needs);

/// The same for a process that makes the one tree in the open directory `tree`, to be named in the open directory
/// `parent`, and opens no other file: first, from its one thread, what can be locked while threads are to come; then,
/// with all of them, the rest.
void enter_writer_sandbox(Sandbox wanted, int tree, int parent);
void complete_writer_sandbox(Sandbox wanted);

/// The locks that this kernel and build have, in a sentence.
[[nodiscard]] std::string describe_sandbox();

/// The same of the process that makes the tree of `verify -x`.
[[nodiscard]] std::string describe_writer_sandbox();

} // namespace pouch::cli
