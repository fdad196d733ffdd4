#include "pouch/io/remove.hpp"

#include "pouch/io/file.hpp"

#include <cerrno>
#include <dirent.h>
#include <memory>
#include <string_view>
#include <unistd.h>

namespace pouch::io {

namespace {

struct CloseDirectory {
    void operator()(DIR* stream) const { ::closedir(stream); }
};

/// Nothing that a signal says ends the clearing away.
Descriptor open_below(int directory, const char* name) noexcept
{
    int number = -1;
    do {
        number = ::openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    } while (number < 0 && errno == EINTR);
    return Descriptor(number);
}

/// True if `name` is gone.
bool remove_name(int directory, const ::dirent& entry) noexcept
{
    if (entry.d_type != DT_DIR && ::unlinkat(directory, entry.d_name, 0) == 0) return true;
    const auto below = open_below(directory, entry.d_name);
    if (!below.is_open()) return false;
    remove_below(below.get());
    return ::unlinkat(directory, entry.d_name, AT_REMOVEDIR) == 0;
}

} // namespace

void remove_below(int directory) noexcept
{
    auto again = open_below(directory, ".");
    const std::unique_ptr<DIR, CloseDirectory> stream(again.is_open() ? ::fdopendir(again.get()) : nullptr);
    if (!stream) return;
    static_cast<void>(again.release()); // the stream's now
    // Some file systems skip names while others go: until a round finds nothing that it can remove.
    for (bool has_removed = true; has_removed;) {
        has_removed = false;
        ::rewinddir(stream.get());
        while (const auto* entry = ::readdir(stream.get())) {
            const std::string_view name(entry->d_name);
            if (name != "." && name != ".." && remove_name(directory, *entry)) has_removed = true;
        }
    }
}

} // namespace pouch::io
