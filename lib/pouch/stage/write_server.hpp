#pragma once
#include "pouch/base/error.hpp"
#include "pouch/format/write_order.hpp"
#include "pouch/io/shared_slots.hpp"
#include "pouch/io/tree.hpp"
#include "pouch/stage/open_files.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

/// The one that writes, of the two processes of `verify -x`. It parses nothing that a sender wrote, and trusts
/// nothing that the other process says.
namespace pouch::stage {

/// The most that may be announced.
struct WriteLimits {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t directories = 0;
};

/// Takes orders from a socket, on several threads, until nobody is left at its other end.
///
/// Refused, as Fault::bug `writer.order`: a path that no bundle has; a piece that is not inside its span or its file;
/// more files, bytes or directories than were announced, or an announcement over the limits; a commit before all of that is there,
/// or anything behind it but that it is kept. A name that is there already is `io.exists`. After the first failure every
/// order gets it for an answer: nothing more is written, and nothing can be committed.
class WriteServer {
  public:
    WriteServer(io::TreeWriter& tree, const io::SharedSlots& slots, int socket, const WriteLimits& limits);

    /// Calls `when_threads_stand` when all `threads` are there and none has heard of an order, says on the socket
    /// that it is ready, and serves. True if the tree was committed and is kept; else nothing is left of it. Throws what `when_threads_stand` throws, and
    /// where no thread can be started.
    bool serve(std::size_t threads, const std::function<void()>& when_threads_stand);
    /// What the tree was not kept for, where serve() said so: the other side may not have heard of it.
    [[nodiscard]] Fault fault() const;

  private:
    /// What a thread reads into.
    struct Desk {
        Bytes letter;
        std::vector<format::FilePiece> pieces;
        Bytes answer;
    };

    void take_orders() noexcept;
    format::WriteAnswer answer(ByteView packet, Desk& desk);
    void obey(const format::WriteOrder& order, Desk& desk);
    void begin(const format::WriteOrder& order);
    void write(const format::WriteOrder& order, Desk& desk);
    void write_piece(const format::FilePiece& piece, ByteView content);
    void check_piece(const format::FilePiece& piece, std::size_t span_size) const;
    void account(std::uint64_t files, std::uint64_t bytes);
    io::Descriptor create(const std::string& path);
    void commit();
    void keep();

    io::TreeWriter& tree_;
    const io::SharedSlots& slots_;
    int socket_;
    WriteLimits limits_;
    OpenFiles open_files_;

    std::mutex mutex_; ///< Of what follows.
    std::optional<WriteLimits> announced_;
    WriteLimits taken_;
    std::size_t at_work_ = 0; ///< Threads about an order.
    bool is_over_ = false;    ///< The commit was ordered.
    bool is_committed_ = false;
    bool is_kept_ = false;
    std::atomic<bool> is_starved_ = false; ///< A thread could not answer, for want of memory.
    std::optional<Error> failure_;
};

} // namespace pouch::stage
