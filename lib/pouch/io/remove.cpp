#include "pouch/io/remove.hpp"

#include "pouch/io/file.hpp"

#include <dirent.h>
#include <memory>
#include <string_view>
#include <unistd.h>

namespace pouch::io {

namespace {

struct CloseDirectory {
    void operator()(DIR* stream) const { ::closedir(stream); }
};

/// True if `name` is gone.
bool remove_name(int directory, const ::dirent& entry) noexcept
{
    if (entry.d_type != DT_DIR && ::unlinkat(directory, entry.d_name, 0) == 0) return true;
    const Descriptor below(
        ::openat(directory, entry.d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!below.is_open()) return false;
    remove_below(below.get());
    return ::unlinkat(directory, entry.d_name, AT_REMOVEDIR) == 0;
}

} // namespace

void remove_below(int directory) noexcept
{
    Descriptor again(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
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
