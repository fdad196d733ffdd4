#include "pouch/stage/content_reader.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/uninterrupted.hpp"

#include <array>
#include <cerrno>
#include <unistd.h>

namespace pouch::stage {

io::Descriptor open_input_beneath(int root, const std::string& path, int flags)
{
    try {
        return io::open_beneath(root, path, flags);
    } catch (const Error& error) {
        if (error.reason() == "io.link") throw refused("input.type", "{}: a symbolic link", path);
        throw;
    }
}

std::string_view kind_of_input(mode_t mode)
{
    if (S_ISLNK(mode)) return "a symbolic link";
    if (S_ISFIFO(mode)) return "a FIFO";
    if (S_ISSOCK(mode)) return "a socket";
    if (S_ISBLK(mode)) return "a block device";
    if (S_ISCHR(mode)) return "a character device";
    return "no regular file";
}

namespace {

/// Reads files below a directory. The directory of the file read last stays open: names are looked up from
/// there, one component each.
class TreeReader final : public ContentReader {
  public:
    /// `output`: the file that is not to be read, if it is there.
    TreeReader(io::Descriptor root, std::optional<struct ::stat> output)
        : root_(std::move(root)), output_(output)
    {
    }

    std::uint64_t open(const InputFile& file) override
    {
        const auto slash = file.path.rfind('/');
        const auto directory =
            slash == std::string_view::npos ? std::string_view(".") : file.path.substr(0, slash);
        if (!directory_.is_open() || directory != directory_name_) {
            directory_name_ = directory;
            directory_ = open_input_beneath(root_.get(), directory_name_, O_PATH | O_DIRECTORY);
        }
        path_ = file.path;
        const auto name = slash == std::string::npos ? path_ : path_.substr(slash + 1);
        const int number = io::uninterrupted([&] {
            return ::openat(directory_.get(), name.c_str(),
                            O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        });
        if (number < 0 && errno == ELOOP) throw refused("input.type", "{}: a symbolic link", path_);
        if (number < 0) throw system_error(errno, "open {}", path_);
        file_ = io::Descriptor(number);
        before_ = io::status_of(file_.get(), path_);
        if (!S_ISREG(before_.st_mode))
            throw refused("input.type", "{}: {}", path_, kind_of_input(before_.st_mode));
        if (output_ && output_->st_dev == before_.st_dev && output_->st_ino == before_.st_ino)
            throw usage_error("usage.same-file", "{}: is both input and output", path_);
        return static_cast<std::uint64_t>(before_.st_size);
    }

    std::size_t read(MutableByteView out) override
    {
        const auto got = io::read_some(file_.get(), out, path_);
        if (got == 0 && !out.empty()) throw changed();
        return got;
    }

    void close() override
    {
        std::array<std::byte, 1> beyond{}; // some file systems say 0 bytes of what has content
        if (io::read_some(file_.get(), beyond, path_) > 0) throw changed();
        const auto after = io::status_of(file_.get(), path_);
        const auto same = [](const timespec& a, const timespec& b) {
            return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
        };
        if (after.st_size != before_.st_size || !same(after.st_mtim, before_.st_mtim) ||
            !same(after.st_ctim, before_.st_ctim)) {
            throw changed();
        }
        file_.reset();
    }

  private:
    [[nodiscard]] Error changed() const
    {
        return {Fault::temporary, "input.changed", path_ + ": the file changed while it was read"};
    }

    io::Descriptor root_;
    std::optional<struct ::stat> output_;
    io::Descriptor directory_;
    std::string directory_name_;
    io::Descriptor file_;
    std::string path_;
    struct ::stat before_ {};
};

/// Reads members from the spool of a tar stream.
class SpoolReader final : public ContentReader {
  public:
    explicit SpoolReader(io::Descriptor spool) : spool_(std::move(spool)) {}

    std::uint64_t open(const InputFile& file) override
    {
        at_ = file.where;
        return file.size;
    }
    std::size_t read(MutableByteView out) override
    {
        io::read_at(spool_.get(), out, at_, "the spool");
        at_ += out.size();
        return out.size();
    }
    void close() override {}

  private:
    io::Descriptor spool_;
    std::uint64_t at_ = 0;
};

} // namespace

std::unique_ptr<ContentReader> read_tree(io::Descriptor root, std::optional<struct ::stat> output)
{
    return std::make_unique<TreeReader>(std::move(root), output);
}

std::unique_ptr<ContentReader> read_spool(io::Descriptor spool)
{
    return std::make_unique<SpoolReader>(std::move(spool));
}

} // namespace pouch::stage
