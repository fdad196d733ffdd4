#pragma once
#include <string>
#include <vector>

/// Shows that the locks hold, in processes of their own that try what is forbidden.
namespace pouch::cli {

struct SelfTest {
    std::vector<std::string> lines; ///< One for each attempt.
    bool has_held = true;
};

/// Tries what the lock of a tool that opens nothing forbids: to open and to make a file, to make a socket, to run a program.
[[nodiscard]] SelfTest test_sandbox();

/// The same of the process that makes the tree of `verify -x`, outside its tree; and makes a file in it, which must come
/// through. The tree is a temporary one, in /tmp.
[[nodiscard]] SelfTest test_writer_sandbox();

} // namespace pouch::cli
