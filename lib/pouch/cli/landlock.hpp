#pragma once
#include <vector>

/// Landlock by its system calls: landlock(7). The headers of Debian 12 know its first editions only, so the rights
/// stand here by number.
namespace pouch::cli::landlock {

/// The edition of the kernel: 1 and more; 0 where it has none.
[[nodiscard]] int edition();

/// What stays allowed below an open directory, or with an open file.
enum class Access {
    read,  ///< To read.
    all,   ///< To read, make, write, name and remove.
    name,  ///< To give an open file a name, and to replace and remove one; not to open anything.
    fill,  ///< To make, write and remove, but not to read a file.
    shape, ///< To name and remove directories.
};
struct Grant {
    int place; ///< An open descriptor.
    Access access;
};

/// Takes from the calling thread, and from those it starts, all rights on files but `grants`; and the network, and
/// signals to others. Rights that `at` does not know stay. Throws Fault::system `sandbox.refused`.
void restrict_to(int at, const std::vector<Grant>& grants);

} // namespace pouch::cli::landlock
