#include "pouch/io/pipe.hpp"

#include <cerrno>
#include <fcntl.h>

namespace pouch::io {

void widen_pipe(int descriptor)
{
    constexpr int size = 1 << 20;
    const int saved = errno;
    const int now = ::fcntl(descriptor, F_GETPIPE_SZ);
    if (now >= 0 && now < size) static_cast<void>(::fcntl(descriptor, F_SETPIPE_SZ, size));
    errno = saved;
}

} // namespace pouch::io
