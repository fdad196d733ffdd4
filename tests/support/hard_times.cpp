// A library to be preloaded, which makes life hard for a tool from where it begins its own work. By environment:
//   HARD_TIMES=short       a read gives at most 13 bytes, a write takes at most 7, and each third call is interrupted
//   HARD_TIMES=named       there are no unnamed temporary files (O_TMPFILE), as on some file systems
//   HARD_TIMES=once:N      the Nth allocation fails
//   HARD_TIMES=from:N      and all behind it
// While libseccomp makes a filter and libcrypto is loaded and starts, none does: they do not look, and base/memory.hpp sees to it before.
// HARD_TIMES_SHIFT=CALL:N makes a process that was forked begin with N system calls of that name that do nothing: who counts
// calls knows its own from those of its parent.
// HARD_TIMES_COUNT names a file of eight bytes in which the allocations are counted.
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <new>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace {

constexpr std::size_t read_most = 13;
constexpr std::size_t write_most = 7;

bool has_begun = false;
bool is_spared = false;
bool is_short = false;
bool has_unnamed = true;
std::uint64_t fail_first = 0;
std::uint64_t fail_last = 0;
std::atomic<std::uint64_t> own_count = 0;
std::atomic<std::uint64_t>* allocations = &own_count;
std::atomic<unsigned> calls = 0;

[[gnu::constructor]] void read_environment()
{
    if (const char* file = std::getenv("HARD_TIMES_COUNT")) {
        const int number = ::open(file, O_RDWR | O_CLOEXEC);
        void* shared = ::mmap(nullptr, sizeof own_count, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0);
        if (shared != MAP_FAILED) allocations = new (shared) std::atomic<std::uint64_t>(0);
        ::close(number);
    }
    const char* how = std::getenv("HARD_TIMES");
    if (how == nullptr) return;
    is_short = std::strcmp(how, "short") == 0;
    has_unnamed = std::strcmp(how, "named") != 0;
    if (const char* number = std::strchr(how, ':')) {
        fail_first = std::strtoull(number + 1, nullptr, 10);
        fail_last = std::strncmp(how, "once", 4) == 0 ? fail_first : UINT64_MAX;
    }
}

bool may_allocate()
{
    if (!has_begun || is_spared) return true;
    const auto number = ++*allocations;
    if (fail_first == 0 || number < fail_first || number > fail_last) return true;
    errno = ENOMEM;
    return false;
}

bool is_interrupted()
{
    if (!is_short || !has_begun || ++calls % 3 != 0) return false;
    errno = EINTR;
    return true;
}

/// A packet comes and goes whole.
bool is_socket(int number)
{
    struct ::stat status {};
    return ::fstat(number, &status) == 0 && S_ISSOCK(status.st_mode);
}

std::size_t cut(int number, std::size_t size, std::size_t most)
{
    return is_short && has_begun && !is_socket(number) ? std::min(size, most) : size;
}

} // namespace

extern "C" {

int prctl(int option, ...)
{
    std::va_list list;
    va_start(list, option);
    const auto argument = va_arg(list, unsigned long);
    va_end(list);
    if (option == PR_SET_DUMPABLE) has_begun = true;
    return static_cast<int>(::syscall(SYS_prctl, option, argument, 0, 0, 0));
}

int open(const char* name, int flags, ...)
{
    std::va_list list;
    va_start(list, flags);
    const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
    va_end(list);
    if (!has_unnamed && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, name, flags, mode));
}

pid_t fork()
{
    const auto made = reinterpret_cast<pid_t (*)()>(::dlsym(RTLD_NEXT, "fork"))();
    const char* shift = std::getenv("HARD_TIMES_SHIFT");
    if (made != 0 || shift == nullptr) return made;
    const char* colon = std::strchr(shift, ':');
    const std::string name(shift, colon);
    const auto number_of =
        reinterpret_cast<int (*)(const char*)>(::dlsym(RTLD_DEFAULT, "seccomp_syscall_resolve_name"));
    const long number = number_of(name.c_str());
    for (long left = std::strtol(colon + 1, nullptr, 10); left > 0; --left)
        static_cast<void>(::syscall(number, -1L, -1L, -1L, -1L, -1L, -1L));
    return made;
}

void* seccomp_init(std::uint32_t action)
{
    is_spared = true;
    return reinterpret_cast<void* (*)(std::uint32_t)>(::dlsym(RTLD_NEXT, "seccomp_init"))(action);
}

void seccomp_release(void* filter)
{
    reinterpret_cast<void (*)(void*)>(::dlsym(RTLD_NEXT, "seccomp_release"))(filter);
    is_spared = false;
}

void* EVP_MD_fetch(void* context, const char* name, const char* properties)
{
    using Fetch = void* (*)(void*, const char*, const char*);
    is_spared = true;
    void* fetched = reinterpret_cast<Fetch>(::dlsym(RTLD_NEXT, "EVP_MD_fetch"))(context, name, properties);
    is_spared = false;
    return fetched;
}

void* dlopen(const char* name, int how)
{
    is_spared = true;
    void* library = reinterpret_cast<void* (*)(const char*, int)>(::dlsym(RTLD_NEXT, "dlopen"))(name, how);
    is_spared = false;
    return library;
}

void* malloc(std::size_t size)
{
    return may_allocate() ? __libc_malloc(size) : nullptr;
}

void* calloc(std::size_t count, std::size_t size)
{
    return may_allocate() ? __libc_calloc(count, size) : nullptr;
}

void* realloc(void* old, std::size_t size)
{
    return may_allocate() ? __libc_realloc(old, size) : nullptr;
}

void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    return may_allocate() ? __libc_memalign(alignment, size) : nullptr;
}

int posix_memalign(void** out, std::size_t alignment, std::size_t size)
{
    void* got = may_allocate() ? __libc_memalign(alignment, size) : nullptr;
    if (got == nullptr) return ENOMEM;
    *out = got;
    return 0;
}

ssize_t read(int number, void* out, std::size_t size)
{
    return is_interrupted() ? -1 : ::syscall(SYS_read, number, out, cut(number, size, read_most));
}

ssize_t write(int number, const void* bytes, std::size_t size)
{
    return is_interrupted() ? -1 : ::syscall(SYS_write, number, bytes, cut(number, size, write_most));
}

ssize_t pread(int number, void* out, std::size_t size, off_t at)
{
    return is_interrupted() ? -1 : ::syscall(SYS_pread64, number, out, cut(number, size, read_most), at);
}

ssize_t pwrite(int number, const void* bytes, std::size_t size, off_t at)
{
    return is_interrupted() ? -1 : ::syscall(SYS_pwrite64, number, bytes, cut(number, size, write_most), at);
}

ssize_t pread64(int number, void* out, std::size_t size, off_t at)
{
    return pread(number, out, size, at);
}

ssize_t pwrite64(int number, const void* bytes, std::size_t size, off_t at)
{
    return pwrite(number, bytes, size, at);
}
}
