#include "pouch/io/file.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/interrupt.hpp"
#include "pouch/base/text.hpp"
#include "pouch/io/hidden_name.hpp"
#include "pouch/io/kernel_copy.hpp"
#include "pouch/io/uninterrupted.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <poll.h>
#include <unistd.h>

namespace pouch::io {

void Descriptor::reset()
{
    if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Descriptor open_file(const std::string& path, int flags, mode_t mode)
{
    return open_file_at(AT_FDCWD, path, flags, mode);
}

Descriptor open_file_at(int directory, const std::string& path, int flags, mode_t mode)
{
    const int number =
        uninterrupted([&] { return ::openat(directory, path.c_str(), flags | O_CLOEXEC, mode); });
    if (number < 0) throw system_error(errno, "open {}", path);
    return Descriptor(number);
}

std::size_t read_some(int descriptor, MutableByteView out, const std::string& name)
{
    const auto got = uninterrupted([&] { return ::read(descriptor, out.data(), out.size()); });
    if (got < 0) throw system_error(errno, "read {}", name);
    return static_cast<std::size_t>(got);
}

void write_all(int descriptor, ByteView bytes, const std::string& name)
{
    while (!bytes.empty()) {
        const auto put = uninterrupted([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
        if (put < 0 && errno == EPIPE)
            throw Interrupted{SIGPIPE}; // the reader went away: unwind, then die of it
        if (put < 0) throw system_error(errno, "write {}", name);
        bytes = bytes.subspan(static_cast<std::size_t>(put));
        throw_if_interrupted();
    }
}

void read_at(int descriptor, MutableByteView out, std::uint64_t offset, const std::string& name)
{
    while (!out.empty()) {
        const auto got = uninterrupted(
            [&] { return ::pread(descriptor, out.data(), out.size(), static_cast<off_t>(offset)); });
        if (got < 0) throw system_error(errno, "read {}", name);
        if (got == 0)
            throw Error(Fault::temporary, "io.failed", fmt::format("read {}: shorter than expected", name));
        out = out.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
}

void write_at(int descriptor, ByteView bytes, std::uint64_t offset, const std::string& name)
{
    while (!bytes.empty()) {
        const auto put = uninterrupted(
            [&] { return ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset)); });
        if (put < 0) throw system_error(errno, "write {}", name);
        bytes = bytes.subspan(static_cast<std::size_t>(put));
        offset += static_cast<std::uint64_t>(put);
    }
}

struct ::stat status_of(int descriptor, const std::string& name)
{
    struct ::stat status {};
    if (::fstat(descriptor, &status) != 0) throw system_error(errno, "stat {}", name);
    return status;
}

std::optional<struct ::stat> status_if_there(const std::string& path)
{
    struct ::stat status {};
    if (::stat(path.c_str(), &status) == 0) return status;
    if (errno != ENOENT && errno != ENOTDIR) throw system_error(errno, "stat {}", path);
    return std::nullopt;
}

std::string directory_of(const std::string& path)
{
    const auto slash = path.find_last_of('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string base_name_of(const std::string& path)
{
    const auto slash = path.find_last_of('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

void sync(int descriptor, const std::string& name)
{
    if (uninterrupted([&] { return ::fsync(descriptor); }) != 0) throw system_error(errno, "sync {}", name);
}

namespace {

std::string random_suffix()
{
    std::array<std::byte, 8> random{};
    randombytes_buf(random.data(), random.size());
    return to_hex(random);
}

/// O_TMPFILE where the file system has it.
Descriptor try_unnamed(const std::string& directory, mode_t mode)
{
    const int number =
        uninterrupted([&] { return ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, mode); });
    if (number < 0 && errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) {
        throw system_error(errno, "create a temporary file in {}", directory);
    }
    return Descriptor(number);
}

/// Standard output, or a named thing that is not a regular file: written as it comes.
class DirectSink final : public FileSink {
  public:
    DirectSink(Descriptor descriptor, std::string name) : FileSink(std::move(descriptor), std::move(name)) {}
    void commit() override
    {
        // Reported here, since close is where some file systems tell of a failed write.
        if (::close(descriptor_.release()) != 0 && errno != EINTR)
            throw system_error(errno, "close {}", name_);
    }
    [[nodiscard]] bool is_atomic() const override { return false; }
};

/// A named regular file: commit or vanish.
class NamedSink final : public FileSink {
  public:
    NamedSink(const std::string& path, SinkOptions options)
        : FileSink({}, path), directory_(directory_of(path)),
          open_directory_(open_file(directory_, O_RDONLY | O_DIRECTORY)), replace_(options.replace)
    {
        const mode_t mode = options.is_private ? 0600 : 0666;
        descriptor_ = try_unnamed(directory_, mode);
        if (descriptor_.is_open()) return;
        temporary_ = directory_ + "/" + hidden_name(path, random_suffix());
        descriptor_ = open_file(temporary_, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
    }
    ~NamedSink() override
    {
        if (!temporary_.empty()) ::unlink(temporary_.c_str());
    }

    void commit() override
    {
        sync(descriptor_.get(), name_);
        take_name();
        try {
            sync(open_directory_.get(), directory_);
        } catch (...) {
            // A name that may not outlive the machine is none. What was replaced cannot be had back.
            if (replace_ == Replace::no && names_file_of(name_, descriptor_.get())) ::unlink(name_.c_str());
            throw;
        }
    }
    [[nodiscard]] bool is_atomic() const override { return true; }

  private:
    void take_name()
    {
        if (replace_ == Replace::no) {
            // link(2) replaces nothing, on every file system; with O_TMPFILE there is no other name.
            temporary_.empty() ? link_to(name_) : link_temporary();
            return;
        }
        if (temporary_.empty()) {
            const auto name = directory_ + "/" + hidden_name(name_, random_suffix());
            link_to(name);
            temporary_ = name;
        }
        rename_into_place();
    }
    void link_to(const std::string& target)
    {
        const auto self = fmt::format("/proc/self/fd/{}", descriptor_.get());
        if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, target.c_str(), AT_SYMLINK_FOLLOW) != 0) {
            throw system_error(errno, "create {}", target);
        }
    }
    void link_temporary() const
    {
        if (::link(temporary_.c_str(), name_.c_str()) != 0) throw system_error(errno, "create {}", name_);
        ::unlink(temporary_.c_str());
    }
    void rename_into_place()
    {
        if (::rename(temporary_.c_str(), name_.c_str()) != 0) throw system_error(errno, "create {}", name_);
        temporary_.clear();
    }

    std::string directory_;
    Descriptor open_directory_; ///< A locked tool opens nothing more, and what may fail goes before the name.
    std::string temporary_;     ///< Name of the temporary file where it must have one; else empty.
    Replace replace_;
};

} // namespace

Descriptor open_unnamed(const std::string& directory)
{
    auto unnamed = try_unnamed(directory, 0600);
    if (unnamed.is_open()) return unnamed;
    const auto name = directory + "/.pouch-spool." + random_suffix() + ".tmp";
    auto named = open_file(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (::unlink(name.c_str()) != 0) throw system_error(errno, "unlink {}", name);
    return named;
}

FileSource::FileSource(Descriptor descriptor, std::string name)
    : descriptor_(std::move(descriptor)), name_(std::move(name)),
      may_block_(!S_ISREG(status_of(descriptor_.get(), name_).st_mode))
{
}

std::size_t FileSource::read(MutableByteView out)
{
    throw_if_interrupted(); // a source that always has more never waits
    if (may_block_) {
        // The kernel may give a signal to a thread that does not wait here: look up now and then.
        struct ::pollfd waiting = {descriptor_.get(), POLLIN, 0};
        while (uninterrupted([&] { return ::poll(&waiting, 1, 250); }) == 0) throw_if_interrupted();
    }
    return read_some(descriptor_.get(), out, name_);
}

std::uint64_t FileSource::pass(Sink& out, std::uint64_t size)
{
    const auto copied = copy_in_kernel(descriptor_.get(), std::nullopt, out.descriptor(), size);
    return copied + Source::pass(out, size - copied);
}

std::uint64_t FileSource::expected() const
{
    if (may_block_) return 0;
    const auto at = ::lseek(descriptor_.get(), 0, SEEK_CUR);
    const auto size = status_of(descriptor_.get(), name_).st_size;
    return at >= 0 && size > at ? static_cast<std::uint64_t>(size - at) : 0;
}

std::unique_ptr<FileSource> open_source(const std::string& path)
{
    if (path == "-") {
        const int copy = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
        if (copy < 0) throw system_error(errno, "open standard input");
        return std::make_unique<FileSource>(Descriptor(copy), "standard input");
    }
    auto file = open_file(path, O_RDONLY | O_NOCTTY);
    if (S_ISDIR(status_of(file.get(), path).st_mode)) throw system_error(EISDIR, "open {}", path);
    return std::make_unique<FileSource>(std::move(file), path);
}

std::unique_ptr<FileSink> open_sink(const std::string& path, SinkOptions options)
{
    if (path == "-") return std::make_unique<DirectSink>(Descriptor(STDOUT_FILENO), "standard output");
    struct ::stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        if (errno != ENOENT) throw system_error(errno, "create {}", path);
    } else {
        const bool follows = S_ISLNK(status.st_mode) && ::stat(path.c_str(), &status) == 0;
        if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode) && !S_ISLNK(status.st_mode)) {
            return std::make_unique<DirectSink>(open_file(path, O_WRONLY | O_NOCTTY), path);
        }
        if (options.replace == Replace::no || S_ISDIR(status.st_mode) || follows) {
            const bool would_help = !S_ISDIR(status.st_mode) && !follows;
            throw system_error(EEXIST, "create {}", path)
                .with_hint(would_help ? "--force replaces an existing file"
                           : follows  ? "a symbolic link to something is never replaced"
                                      : "");
        }
    }
    return std::make_unique<NamedSink>(path, options);
}

bool names_file_of(const std::string& path, int descriptor)
{
    const auto named = path == "-" ? status_of(STDOUT_FILENO, "standard output") : status_if_there(path);
    const auto open = status_of(descriptor, path);
    return named && S_ISREG(open.st_mode) && named->st_dev == open.st_dev && named->st_ino == open.st_ino;
}

Bytes read_small_file(const std::string& path, std::size_t limit)
{
    const auto in = open_source(path);
    auto bytes = Bytes();
    try {
        bytes = read_all(*in, limit);
    } catch (const Error& error) {
        if (error.fault() != Fault::refused) throw;
        throw Error(Fault::usage, error.reason(), error.message());
    }
    return bytes;
}

SecretBytes read_secret_file(const std::string& path, std::size_t limit)
{
    const auto file = open_file(path, O_RDONLY | O_NOCTTY);
    const auto status = status_of(file.get(), path);
    if (S_ISREG(status.st_mode) && (status.st_mode & 077U) != 0) {
        throw Error(Fault::system, "key.mode", fmt::format("{}: group or others can read this key", path),
                    fmt::format("chmod 600 {}", path));
    }
    struct Room {
        Bytes bytes;
        ~Room() { sodium_memzero(bytes.data(), bytes.size()); }
    } room{Bytes(limit + 1)}; // one allocation, so that no copy of the key is left behind by growth
    auto& bytes = room.bytes;
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const auto got = read_some(file.get(), MutableByteView(bytes).subspan(filled), path);
        if (got == 0) break;
        filled += got;
    }
    if (filled > limit)
        throw Error(Fault::system, "key.malformed", fmt::format("{}: larger than a key file can be", path));
    bytes.resize(filled);
    return SecretBytes(std::move(bytes));
}

} // namespace pouch::io
