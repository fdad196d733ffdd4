#pragma once
#include <cstddef>
#include <cstdint>

/// One ordered parallel stage: a serial reader, N equal workers, a serial in-order writer, bounded memory.
/// pack, verify, encrypt and decrypt all run on it.
///
/// The stage owns no data: a line has `slots` buffers of its own, and the stage says which slot does what
/// when. An item (one frame, one block of chunks) passes in one slot through five steps:
///
///     read     serial, in order     fill the slot from the input, or say that the input has ended
///     work     parallel             digest, compress, decrypt: what needs only this item
///     order    serial, in order     what needs the items before it (parsing that runs across items)
///     finish   parallel             what became possible by order()
///     deliver  serial, in order     hand the result on; the slot is free afterwards
///
/// A slot is taken before an item is read, so at most `slots` items exist at any time: that is the memory
/// bound, and no order of arrival can deadlock. Later steps go first, so results leave as early as they can.
///
/// Failure: when a step throws, no later item is read, every earlier item still runs to its end, and the
/// error of the earliest failed item is thrown. So what was delivered, and which error is reported, do not
/// depend on the number of threads or on luck.
namespace pouch {

class OrderedLine {
  public:
    virtual ~OrderedLine() = default;

    /// Fills `slot`; false if there is no further item. Called for one item at a time, in order.
    virtual bool read(std::size_t slot) = 0;
    /// True if it is already known that read() will give no further item. Asked between reads.
    [[nodiscard]] virtual bool is_read() const { return false; }
    /// Called for many slots at once, from any thread.
    virtual void work(std::size_t slot) = 0;
    /// Called for one item at a time, in order.
    virtual void order(std::size_t /*slot*/) {}
    /// Called for many slots at once, from any thread.
    virtual void finish(std::size_t /*slot*/) {}
    /// Called for one item at a time, in order.
    virtual void deliver(std::size_t slot) = 0;
};

/// Runs `line` to the end of its input on `threads` threads (at least 1; the caller's is one of them) and
/// `slots` slots (at least 1). Throws the error of the earliest item that failed. With one thread everything
/// runs in the caller, item by item. The others are started when the first item is read, unless it is the last.
void run_ordered(OrderedLine& line, std::size_t threads, std::size_t slots);

/// The number of processors this process may use, at least 1.
[[nodiscard]] std::size_t available_threads();
/// The default of --threads where each thread costs megabytes: available_threads(), at most 4, so that memory
/// stays in its bounds on large machines.
[[nodiscard]] std::size_t default_threads();

} // namespace pouch
