#include "pouch/cli/self_test.hpp"

#include "pouch/base/error.hpp"
#include "pouch/cli/sandbox.hpp"
#include "pouch/io/tree.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <optional>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace pouch::cli {

namespace {

constexpr auto temporary_directory = "/tmp";

using Action = std::function<void()>;
using Attempt = std::function<bool()>; ///< Whether it came through.

/// Runs `attempt` in a process of its own, locked by `lock`. Nothing if the process was killed for it, else what it said.
std::optional<bool> attempt_locked(const Action& lock, const Attempt& attempt)
{
    const auto child = ::fork();
    if (child < 0) throw system_error(errno, "start a process");
    if (child == 0) {
        try {
            lock();
            _exit(attempt() ? 0 : 1);
        } catch (...) {
            _exit(2);
        }
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) return std::nullopt;
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
        throw Error(Fault::system, "sandbox.refused", "the process could not be locked");
    return WEXITSTATUS(status) == 0;
}

bool opens(const std::string& path, int flags)
{
    return ::open(path.c_str(), flags | O_CLOEXEC, 0600) >= 0;
}

/// Tries what every lock forbids.
void try_forbidden(SelfTest& result, const std::string& who, const Action& lock)
{
    const std::vector<std::pair<std::string, Attempt>> attempts = {
        {"open a file", [] { return opens("/etc/passwd", O_RDONLY); }},
        {"make a file", [] { return opens(temporary_directory, O_TMPFILE | O_RDWR); }},
        {"make a socket", [] { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0; }},
        {"run a program",
         [] {
             ::execl("/bin/true", "true", nullptr);
             return false; // it did not run
         }},
    };
    for (const auto& [what, attempt] : attempts) {
        const auto succeeded = attempt_locked(lock, attempt);
        result.lines.push_back(fmt::format("{}{}: {}", who, what,
                                           !succeeded   ? "killed"
                                           : *succeeded ? "NOT STOPPED"
                                                        : "refused"));
        if (succeeded && *succeeded) result.has_held = false;
    }
}

} // namespace

SelfTest test_sandbox()
{
    SelfTest result;
    try_forbidden(result, "", [] { enter_sandbox(Sandbox::attempt, {}); });
    return result;
}

SelfTest test_writer_sandbox()
{
    const io::TreeWriter tree(fmt::format("{}/pouch-sandbox-test.{}", temporary_directory, ::getpid()));
    const auto lock = [&] {
        enter_writer_sandbox(Sandbox::attempt, tree.staging(), tree.parent());
        complete_writer_sandbox(Sandbox::attempt);
    };
    SelfTest result;
    try_forbidden(result, "writer: ", lock);
    const bool writes =
        attempt_locked(lock, [&] { return tree.create("in/file").is_open(); }).value_or(false);
    result.lines.push_back(fmt::format("writer: make a file in its tree: {}", writes ? "done" : "NOT DONE"));
    result.has_held = result.has_held && writes;
    return result;
}

} // namespace pouch::cli
