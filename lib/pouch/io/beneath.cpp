#include "pouch/io/beneath.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/interrupt.hpp"

#include <cerrno>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace pouch::io {

namespace {

/// A descriptor, or the negative error number.
int by_kernel(int root, const std::string& path, int flags, const Beneath& beneath)
{
    struct open_how how {};
    how.flags = static_cast<unsigned>(flags | O_CLOEXEC); // O_NOFOLLOW with O_PATH would open a link itself
    if ((flags & O_CREAT) != 0) how.mode = beneath.mode;  // the kernel refuses one where none is used
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    if (beneath.mounts == Mounts::refused) how.resolve |= RESOLVE_NO_XDEV;
    const auto number = ::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
    return number >= 0 ? static_cast<int>(number) : -errno;
}

bool is_on_file_system_of(int root, int other)
{
    struct ::stat one {};
    struct ::stat two {};
    return ::fstat(root, &one) == 0 && ::fstat(other, &two) == 0 && one.st_dev == two.st_dev;
}

int by_components(int root, const std::string& path, int flags, const Beneath& beneath)
{
    Descriptor at;
    for (std::size_t start = 0;;) {
        const auto slash = path.find('/', start);
        const bool is_last = slash == std::string::npos;
        const auto name = path.substr(start, is_last ? slash : slash - start);
        if (name.empty() || name == "..") return -EXDEV;
        const int from = at.is_open() ? at.get() : root;
        const int next =
            ::openat(from, name.c_str(), (is_last ? flags : O_PATH | O_DIRECTORY) | O_CLOEXEC | O_NOFOLLOW,
                     beneath.mode);
        // Of a link, O_DIRECTORY with O_NOFOLLOW says that it is no directory.
        struct ::stat status {};
        if (next < 0 && errno == ENOTDIR && ::fstatat(from, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0)
            return S_ISLNK(status.st_mode) ? -ELOOP : -ENOTDIR;
        if (next < 0) return -errno;
        at = Descriptor(next);
        if (beneath.mounts == Mounts::refused && !is_on_file_system_of(root, next)) return -EXDEV;
        if (is_last) return at.release();
        start = slash + 1;
    }
}

int number_of(int root, const std::string& path, int flags, const Beneath& beneath)
{
    for (;;) {
        auto number = beneath.walk == Walk::by_kernel ? by_kernel(root, path, flags, beneath) : -ENOSYS;
        if (number == -ENOSYS) number = by_components(root, path, flags, beneath);
        if (number != -EINTR) return number;
        throw_if_interrupted();
    }
}

Error failure(int number, const std::string& path)
{
    if (number == ELOOP) return {Fault::system, "io.link", path + ": a symbolic link"};
    return system_error(number, "open {}", path);
}

} // namespace

Descriptor open_beneath(int root, const std::string& path, int flags, Beneath how)
{
    const int number = number_of(root, path, flags, how);
    if (number < 0) throw failure(-number, path);
    return Descriptor(number);
}

Descriptor open_beneath_if_there(int root, const std::string& path, int flags, Beneath how)
{
    const int number = number_of(root, path, flags, how);
    if (number < 0 && number != -ENOENT) throw failure(-number, path);
    return Descriptor(number < 0 ? -1 : number);
}

} // namespace pouch::io
