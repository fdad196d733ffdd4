#include "pouch/cli/landlock.hpp"
#include "pouch/cli/sandbox.hpp"
#include "pouch/io/tree.hpp"
#include "support/scratch.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <optional>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace pouch;

namespace {

bool has_seccomp()
{
    return cli::describe_sandbox().find("seccomp there") != std::string::npos;
}

/// Whether `attempt` came through, in a process of its own; nothing if the process was killed for it.
std::optional<bool> in_process(const std::function<bool()>& attempt)
{
    const auto child = ::fork();
    if (child == 0) {
        try {
            ::_exit(attempt() ? 0 : 1);
        } catch (...) {
            ::_exit(2);
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return std::nullopt;
    REQUIRE(WEXITSTATUS(status) < 2);
    return WEXITSTATUS(status) == 0;
}

bool opens(const std::string& path, int flags)
{
    return io::Descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0600)).is_open();
}

/// A tree in the making, a file beside it and one in it.
struct Place {
    Place() : tree(scratch / "tree")
    {
        static_cast<void>(io::open_file(scratch / "beside", O_WRONLY | O_CREAT, 0600));
        static_cast<void>(tree.create("in"));
        for (const auto& entry : std::filesystem::directory_iterator(scratch.path()))
            if (entry.is_directory()) staging = entry.path();
    }
    /// What becomes of `attempt` when the process is locked as the one that writes.
    std::optional<bool> locked(const std::function<bool()>& attempt) const
    {
        return in_process([&] {
            cli::enter_writer_sandbox(cli::Sandbox::attempt, tree.staging(), tree.parent());
            return attempt();
        });
    }
    test::Scratch scratch;
    io::TreeWriter tree;
    std::string staging;
};

} // namespace

TEST_CASE("the process that writes makes files in its tree, reads none, and reaches none outside")
{
    if (cli::landlock::edition() == 0) return;
    const Place place;
    CHECK(place.locked([&] { return place.tree.create("a/b/c").is_open(); }) == true);
    CHECK(place.locked([&] { return opens(place.staging + "/in", O_RDONLY); }) == false);
    CHECK(place.locked([&] { return opens(place.staging, O_TMPFILE | O_RDWR); }) == false);
    CHECK(place.locked([&] { return ::symlink("/etc", (place.staging + "/link").c_str()) == 0; }) == false);
    CHECK(place.locked([&] { return ::unlink((place.staging + "/in").c_str()) == 0; }) == true);
    CHECK(place.locked([&] { return opens(place.scratch / "beside", O_RDONLY); }) == false);
    CHECK(place.locked([&] { return opens(place.scratch / "beside", O_WRONLY); }) == false);
    CHECK(place.locked([&] { return opens(place.scratch / "new", O_WRONLY | O_CREAT); }) == false);
    CHECK(place.locked([&] { return ::unlink((place.scratch / "beside").c_str()) == 0; }) == false);
    CHECK(place.locked([] { return opens("/etc/passwd", O_RDONLY); }) == false);
    // What naming the tree needs, Landlock allows for all directories beside it.
    CHECK(place.locked([&] { return ::mkdir((place.scratch / "empty").c_str(), 0700) == 0; }) == true);
    CHECK(place.locked([&] { return ::rmdir((place.scratch / "empty").c_str()) == 0; }) == true);
}

TEST_CASE("the process that writes starts nothing, and dies of trying")
{
    if (!has_seccomp()) return;
    const Place place;
    const auto locked = [&](const std::function<bool()>& attempt) {
        return place.locked([&] {
            cli::complete_writer_sandbox(cli::Sandbox::standard);
            return attempt();
        });
    };
    CHECK(locked([&] { return place.tree.create("d/e").is_open(); }) == true);
    CHECK(locked([&] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }) == std::nullopt);
    CHECK(locked([&] { return ::fork() > 0; }) == std::nullopt);
    CHECK(locked([&] {
              std::thread([] {}).join();
              return true;
          }) == std::nullopt);
    CHECK(locked([&] { return ::execl("/bin/true", "true", nullptr) == 0; }) == std::nullopt);
    CHECK(locked([&] {
              return ::link((place.staging + "/in").c_str(), (place.staging + "/two").c_str()) == 0;
          }) == false);
    CHECK(locked([&] { return ::chmod(place.staging.c_str(), 0777) == 0; }) == false);
}

TEST_CASE("a process that opens nothing may name what it has open only where it said so")
{
    if (!has_seccomp()) return;
    const test::Scratch scratch;
    const auto publishes = [&](const cli::Needs& needs) {
        return in_process([&] {
            const auto sink = io::open_sink(scratch / "receipt");
            cli::enter_sandbox(cli::Sandbox::attempt, needs);
            return test::failure([&] { sink->commit(); }).empty();
        });
    };
    const cli::Needs here{{}, {}, {scratch.path()}};
    CHECK(publishes({}) == false);
    CHECK(publishes({{}, {}, {"/"}}) == true);
    std::filesystem::remove(scratch / "receipt");
    CHECK(publishes(here) == true);
    CHECK(in_process([&] {
              cli::enter_sandbox(cli::Sandbox::attempt, here);
              return opens(scratch / "receipt", O_RDONLY) || opens(scratch / "new", O_WRONLY | O_CREAT) ||
                     ::mkdir((scratch / "new").c_str(), 0700) == 0;
          }) == false);
}

TEST_CASE("a process waits for the one that it said, and for no other")
{
    if (!has_seccomp()) return;
    CHECK(in_process([] {
              const auto child = ::fork();
              if (child == 0) ::_exit(0);
              const auto other = ::fork();
              if (other == 0) ::_exit(0);
              cli::enter_sandbox(cli::Sandbox::attempt, {{}, {}, {}, child});
              return ::waitpid(child, nullptr, 0) == child && ::waitpid(other, nullptr, 0) < 0;
          }) == true);
}

TEST_CASE("no locked process has the kernel send signals for it")
{
    if (!has_seccomp()) return;
    const auto asks = [] {
        return ::fcntl(STDIN_FILENO, F_SETOWN, ::getppid()) == 0 ||
               ::fcntl(STDIN_FILENO, F_SETSIG, SIGUSR1) == 0 || ::fcntl(STDIN_FILENO, F_SETFL, O_ASYNC) == 0;
    };
    const Place place;
    CHECK(in_process([&] {
              cli::enter_sandbox(cli::Sandbox::attempt, {});
              return asks();
          }) == false);
    CHECK(place.locked([&] {
        cli::complete_writer_sandbox(cli::Sandbox::standard);
        return asks();
    }) == false);
}
