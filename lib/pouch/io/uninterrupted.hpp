#pragma once
#include "pouch/base/interrupt.hpp"

#include <cerrno>

/// System calls and signals.
namespace pouch::io {

/// Makes `call` again for as long as a signal interrupts it, and returns its result: negative, with errno, if it failed
/// for another reason. Throws Interrupted if the signal asked to stop.
template <typename Call> auto uninterrupted(Call call)
{
    for (;;) {
        const auto result = call();
        if (result >= 0 || errno != EINTR) return result;
        throw_if_interrupted();
    }
}

} // namespace pouch::io
