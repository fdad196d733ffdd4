#pragma once
#include <atomic>

/// A request to stop, from a signal. Long work looks at it now and then and unwinds, so that temporary files
/// go away; the tool then dies of the signal, as the shell expects.
namespace pouch {

/// Thrown by throw_if_interrupted(); deliberately not an Error: nothing is wrong with the data.
struct Interrupted {
    int signal;
};

/// The signal that asked to stop; 0 if none did. Set by a signal handler.
inline std::atomic<int> interrupt_signal = 0;
static_assert(std::atomic<int>::is_always_lock_free);

inline void throw_if_interrupted()
{
    if (const int signal = interrupt_signal.load(std::memory_order_relaxed); signal != 0)
        throw Interrupted{signal};
}

} // namespace pouch
