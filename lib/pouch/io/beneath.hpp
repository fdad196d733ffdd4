#pragma once
#include "pouch/io/file.hpp"

/// Files below a directory, reached without leaving it: openat2(2), or component by component on kernels that lack
/// it.
namespace pouch::io {

enum class Mounts { crossed, refused };       ///< May the way lead into another file system?
enum class Walk { by_kernel, by_components }; ///< by_components: as where the kernel has no openat2.

struct Beneath {
    mode_t mode = 0; ///< Of a file that O_CREAT makes, less the umask.
    Mounts mounts = Mounts::crossed;
    Walk walk = Walk::by_kernel;
};

/// Opens `path` below the directory `root` without leaving it and without following any symbolic link on the way.
/// Throws Fault::system `io.link` where a link is in the way.
[[nodiscard]] Descriptor open_beneath(int root, const std::string& path, int flags, Beneath how = {});

/// The same; an object that is not open where a component of `path` does not exist.
[[nodiscard]] Descriptor open_beneath_if_there(int root, const std::string& path, int flags,
                                               Beneath how = {});

} // namespace pouch::io
