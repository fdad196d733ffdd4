#include "pouch/stage/writer_process.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/interrupt.hpp"
#include "pouch/format/manifest.hpp"
#include "pouch/io/packets.hpp"

#include <cerrno>
#include <csignal>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pouch::stage {

namespace {

/// Closes every file but standard error and `kept`, which becomes the one after it. Linux 5.9 or later.
io::Descriptor close_all_but(io::Descriptor kept)
{
    constexpr int place = STDERR_FILENO + 1;
    if (kept.get() != place) {
        if (::dup2(kept.get(), place) < 0) throw system_error(errno, "keep a socket");
        ::close(kept.release());
    } else {
        static_cast<void>(kept.release());
    }
    if (::syscall(SYS_close_range, place + 1, ~0U, 0U) != 0) throw system_error(errno, "close what is open");
    const auto nothing = io::open_file("/dev/null", O_RDWR);
    for (const int number : {STDIN_FILENO, STDOUT_FILENO}) {
        if (::dup2(nothing.get(), number) < 0) throw system_error(errno, "close a standard stream");
    }
    return io::Descriptor(place);
}

/// The life of the other process. Its exit status: 0 if a tree was made and is kept.
int write_tree(io::Descriptor inherited, const io::SharedSlots& slots, const std::string& target,
               std::size_t threads, const WriteLimits& limits, const WriterLocks& locks)
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) ::signal(signal, SIG_IGN);
    interrupt_signal = 0;
    const auto socket = close_all_but(std::move(inherited));
    const auto say = [&](const Error& failure) {
        static_cast<void>(io::send_packet(socket.get(), format::encode(format::WriteAnswer{0, failure})));
    };
    try {
        io::TreeWriter tree(target);
        locks.files(tree);
        WriteServer server(tree, slots, socket.get(), limits);
        return server.serve(threads, locks.calls) ? 0 : static_cast<int>(server.fault());
    } catch (const Error& error) {
        say(error);
        return static_cast<int>(error.fault());
    } catch (const std::bad_alloc&) {
        say(system_failure(ENOMEM, "start to write"));
        return static_cast<int>(Fault::temporary);
    } catch (const std::system_error& error) {
        say(system_failure(error.code().value(), "start a thread"));
        return static_cast<int>(Fault::system);
    }
}

} // namespace

WriterProcess::WriterProcess(const std::string& target, std::size_t threads, const WriteLimits& limits,
                             const WriterLocks& locks)
    : slots_(threads + 2, format::frame_content_size, format::letter_size_for(format::frame_content_size))
{
    auto [ours, others] = io::make_packet_pair();
    id_ = ::fork();
    if (id_ < 0) throw system_error(errno, "start a process");
    if (id_ == 0) {
        try {
            ours.reset();
            ::_exit(write_tree(std::move(others), slots_, target, threads, limits, locks));
        } catch (const std::bad_alloc&) {
            ::_exit(static_cast<int>(Fault::temporary)); // too little to say so
        } catch (...) {
            ::_exit(static_cast<int>(Fault::bug));
        }
    }
    others.reset();
    try {
        client_.emplace(std::move(ours), slots_, [this] { return death(); });
    } catch (...) {
        ours.reset();
        static_cast<void>(wait());
        throw;
    }
}

WriterProcess::~WriterProcess()
{
    client_->close();
    static_cast<void>(wait());
}

void WriterProcess::keep()
{
    client_->keep();
    if (wait() != 0) throw death();
}

/// How it ended, when it has; nothing if that cannot be had.
std::optional<int> WriterProcess::wait()
{
    const std::lock_guard lock(mutex_); // every thread may ask
    constexpr int most_failures = 3;
    for (int failures = 0; id_ >= 0 && failures < most_failures;) {
        int status = 0;
        if (::waitpid(id_, &status, 0) >= 0) {
            status_ = status;
            id_ = -1;
        } else if (errno != EINTR) {
            ++failures;
        }
    }
    return status_;
}

Error WriterProcess::death()
{
    const auto status = wait();
    if (status && WIFEXITED(*status) && WEXITSTATUS(*status) == static_cast<int>(Fault::temporary))
        return {Fault::temporary, "io.resources",
                "the process that writes the tree ran out of memory or room"};
    const auto how = !status                ? "has ended"
                     : WIFSIGNALED(*status) ? fmt::format("was killed by signal {}", WTERMSIG(*status))
                                            : fmt::format("ended with status {}", WEXITSTATUS(*status));
    return {Fault::system, "writer.died", "the process that writes the tree " + how};
}

} // namespace pouch::stage
