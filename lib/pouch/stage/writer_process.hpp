#pragma once
#include "pouch/stage/write_client.hpp"
#include "pouch/stage/write_server.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <sys/types.h>

/// `verify -x` in two processes: this one reads and judges, the other one writes.
namespace pouch::stage {

/// How the other process locks itself.
struct WriterLocks {
    std::function<void(const io::TreeWriter&)> files = [](const auto&) {}; ///< Before it has threads.
    std::function<void()> calls = [] {};                                   ///< When it has them all.
};

/// A process of its own that makes one tree. It has the directory of the tree, a socket and shared memory; all other
/// files of its parent it closes. It does what it is told as long as it may (WriteServer); when its parent is gone,
/// or has closed its end, without having said that the tree is kept, it removes what it made. It outlives a signal to the
/// group.
class WriterProcess {
  public:
    /// Forks: this process must have no other thread yet, and not ignore SIGCHLD. Throws what TreeWriter throws of `target`, and what the
    /// locks throw.
    WriterProcess(const std::string& target, std::size_t threads, const WriteLimits& limits,
                  const WriterLocks& locks);
    /// Waits for the end of the other process.
    ~WriterProcess();
    WriterProcess(const WriterProcess&) = delete;
    WriterProcess& operator=(const WriterProcess&) = delete;

    [[nodiscard]] WriteClient& client() { return *client_; }
    /// Behind client().commit(), last: the tree stays. Ends the other process. Throws its death() if it did not hear of it,
    /// and the tree is gone.
    void keep();
    [[nodiscard]] pid_t id() const { return id_; }

  private:
    std::optional<int> wait();
    /// Fault::system `writer.died`, or Fault::temporary `io.resources` if that is what it died of.
    Error death();

    io::SharedSlots slots_;
    std::mutex mutex_;
    pid_t id_ = -1;             ///< -1 when its end is known.
    std::optional<int> status_; ///< Of its end, as wait(2) has it, if that could be had.
    std::optional<WriteClient> client_;
};

} // namespace pouch::stage
