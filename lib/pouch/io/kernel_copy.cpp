#include "pouch/io/kernel_copy.hpp"

#include "pouch/base/interrupt.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pouch::io {

namespace {

mode_t kind_of(int descriptor)
{
    struct ::stat status {};
    return descriptor >= 0 && ::fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

} // namespace

std::uint64_t copy_in_kernel(int from, std::optional<std::uint64_t> offset, int to, std::uint64_t size)
{
    constexpr std::uint64_t step = std::uint64_t{4} << 20U; // a signal is seen between two
    const auto target = kind_of(to);
    if ((target != S_IFREG && target != S_IFIFO) || kind_of(from) != S_IFREG) return 0;

    off_t place = static_cast<off_t>(offset.value_or(0));
    off_t* const at = offset ? &place : nullptr;
    std::uint64_t copied = 0;
    while (copied < size) {
        throw_if_interrupted();
        const auto wanted = static_cast<std::size_t>(std::min(step, size - copied));
        const auto got = target == S_IFIFO ? ::splice(from, at, to, nullptr, wanted, SPLICE_F_MOVE)
                                           : ::copy_file_range(from, at, to, nullptr, wanted, 0);
        if (got > 0) {
            copied += static_cast<std::uint64_t>(got);
        } else if (got < 0 && errno == EPIPE) {
            throw Interrupted{SIGPIPE};
        } else if (got == 0 || errno != EINTR) {
            break;
        }
    }
    return copied;
}

} // namespace pouch::io
