#pragma once
#include <string>
#include <vector>

/// Landlock by its system calls: landlock(7). The headers of Debian 12 know its first editions only, so the rights stand
/// here by number.
namespace pouch::cli::landlock {

/// The edition of the kernel: 1 and more; 0 where it has none.
[[nodiscard]] int edition();

/// Takes from the calling thread, and from those it starts, all rights on files but those below: to read under `read`, to
/// read, make, write, name and remove under `write`; and the network, and signals to others. Rights that `at` does not
/// know stay. Throws Fault::system `sandbox.refused`.
void restrict_to(int at, const std::vector<std::string>& read, const std::vector<std::string>& write);

} // namespace pouch::cli::landlock
