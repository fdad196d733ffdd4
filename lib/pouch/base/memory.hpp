#pragma once
#include <cstddef>
#include <new>

/// Memory for those who do not look whether they got it.
namespace pouch {

/// Throws std::bad_alloc unless there are several times the bytes that a library takes while it starts: libseccomp 2.5 makes a
/// wrong filter of what it did not get, libcrypto 3.0 ends the process. For where nobody else takes any meanwhile.
inline void require_memory()
{
    constexpr std::size_t ample = std::size_t{4} << 20U;
    ::operator delete(::operator new(ample)); // a new-expression may be left out by the compiler
}

} // namespace pouch
