#include "pouch/io/tree.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/io/hidden_name.hpp"
#include "pouch/io/remove.hpp"
#include "pouch/io/uninterrupted.hpp"

#include <cerrno>
#include <iterator>
#include <limits>
#include <sys/random.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace pouch::io {

namespace {

std::string without_trailing_slash(std::string path)
{
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    return path;
}

mode_t present_umask()
{
    const mode_t mask = ::umask(077);
    ::umask(mask);
    return mask;
}

/// Replaces nothing.
bool rename_to_new(int directory, const std::string& from, const std::string& to)
{
    constexpr unsigned no_replace = 1; // RENAME_NOREPLACE
    return ::syscall(SYS_renameat2, directory, from.c_str(), directory, to.c_str(), no_replace) == 0;
}

std::string staging_path_of(const std::string& target, const std::string& name)
{
    return directory_of(target) + "/" + name;
}

} // namespace

TreeWriter::TreeWriter(const std::string& target, Walk walk)
    : target_(without_trailing_slash(target)), walk_(walk), mode_(0777 & ~present_umask())
{
    struct ::stat status {};
    if (target_.empty()) throw usage_error("usage", "an empty directory name");
    if (::lstat(target_.c_str(), &status) == 0) throw system_error(EEXIST, "create {}", target_);
    if (errno != ENOENT) throw system_error(errno, "create {}", target_);

    parent_ = open_file(directory_of(target_), O_RDONLY | O_DIRECTORY);
    std::array<std::byte, 8> random{};
    // Of the kernel: this process may have closed what libsodium reads from.
    if (uninterrupted([&] { return ::getrandom(random.data(), random.size(), 0); }) != std::ssize(random))
        throw system_error(errno, "find a name beside {}", target_);
    auto name = hidden_name(target_, to_hex(random));
    if (::mkdirat(parent_.get(), name.c_str(), 0700) != 0)
        throw system_error(errno, "create {}", staging_path_of(target_, name));
    staging_name_ = std::move(name);
    try {
        staging_ = open_file_at(parent_.get(), staging_name_, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    } catch (...) {
        ::unlinkat(parent_.get(), staging_name_.c_str(), AT_REMOVEDIR);
        throw;
    }
}

TreeWriter::~TreeWriter()
{
    if (committed_ || staging_name_.empty()) return;
    remove_below(staging_.get());
    ::unlinkat(parent_.get(), staging_name_.c_str(), AT_REMOVEDIR);
}

Descriptor TreeWriter::create(const std::string& path) const
{
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
    const Beneath how{0666, Mounts::refused, walk_};
    auto made = open_beneath_if_there(staging_.get(), path, flags, how);
    const auto slash = path.rfind('/');
    if (made.is_open()) return made;
    if (slash == std::string::npos) throw system_error(ENOENT, "create {}", path);
    make_directories(path.substr(0, slash));
    return open_beneath(staging_.get(), path, flags, how);
}

/// Makes the directory `path` and those above it; another thread may be about the same.
void TreeWriter::make_directories(const std::string& path) const
{
    const Beneath how{0, Mounts::refused, walk_};
    const auto slash = path.rfind('/');
    Descriptor above;
    if (slash != std::string::npos) {
        const auto parent = path.substr(0, slash);
        above = open_beneath_if_there(staging_.get(), parent, O_PATH | O_DIRECTORY, how);
        if (!above.is_open()) {
            make_directories(parent);
            above = open_beneath(staging_.get(), parent, O_PATH | O_DIRECTORY, how);
        }
    }
    const int at = above.is_open() ? above.get() : staging_.get();
    if (::mkdirat(at, base_name_of(path).c_str(), 0777) == 0)
        ++directories_;
    else if (errno != EEXIST)
        throw system_error(errno, "create {}", path);
}

void TreeWriter::require_space(std::uint64_t files, std::uint64_t directories, std::uint64_t bytes) const
{
    struct ::statvfs space {};
    if (::fstatvfs(staging_.get(), &space) != 0)
        throw system_error(errno, "ask for the space of {}", target_);
    const auto lacks = [&](std::string_view reason, std::uint64_t needed, std::uint64_t left,
                           std::string_view what) {
        throw Error(Fault::temporary, std::string(reason),
                    fmt::format("{}: {} {} needed, {} left", target_, needed, what, left));
    };
    std::uint64_t left = 0;
    if (__builtin_mul_overflow(std::uint64_t{space.f_bavail}, std::uint64_t{space.f_frsize}, &left))
        left = std::numeric_limits<std::uint64_t>::max();
    if (bytes > left) lacks("space.bytes", bytes, left, "bytes");
    std::uint64_t names = 0;
    if (__builtin_add_overflow(files, directories, &names)) names = std::numeric_limits<std::uint64_t>::max();
    const bool counts_files = space.f_files > 0;
    if (counts_files && names > space.f_favail)
        lacks("space.files", names, space.f_favail, "files and directories");
}

void TreeWriter::commit()
{
    if (::fchmod(staging_.get(), mode_) != 0) throw system_error(errno, "chmod {}", target_);
    // One syncfs instead of an fsync a file: measured ten times faster for many small files, and since Linux
    // 5.8 it reports write errors too.
    if (uninterrupted([&] { return ::syncfs(staging_.get()); }) != 0)
        throw system_error(errno, "sync {}", target_);
    if (!rename_to_new(parent_.get(), staging_name_, base_name_of(target_))) {
        const int number = errno;
        const auto error = system_error(number, "create {}", target_);
        throw number == EINVAL ? error.with_hint("this file system cannot rename without replacing") : error;
    }
    committed_ = true;
    try {
        sync(parent_.get(), directory_of(target_));
    } catch (...) {
        withdraw(); // a name that may not outlive the machine is none
        throw;
    }
}

void TreeWriter::withdraw()
{
    struct ::stat named {};
    const auto own = status_of(staging_.get(), target_);
    const bool is_there =
        ::fstatat(parent_.get(), base_name_of(target_).c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0;
    if (!is_there || named.st_dev != own.st_dev || named.st_ino != own.st_ino)
        throw Error(Fault::system, "io.gone", target_ + ": somebody else has moved it, and has it now");
    committed_ = !rename_to_new(parent_.get(), base_name_of(target_), staging_name_);
    if (committed_) throw system_error(errno, "take back {}", target_);
}

} // namespace pouch::io
