#include "pouch/stage/bag_tree.hpp"

#include "pouch/base/checked.hpp"
#include "pouch/base/interrupt.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <memory>

namespace pouch::stage {

namespace {

constexpr std::size_t depth_limit = 64;
constexpr std::size_t path_limit = 4096;

/// io::open_beneath, where a link is something that no bag may hold.
io::Descriptor open_below(int root, const std::string& path, int flags)
{
    try {
        return io::open_beneath(root, path, flags);
    } catch (const Error& error) {
        if (error.reason() == "io.link") throw refused("bag.type", "{}: a symbolic link", path);
        throw;
    }
}

class BagWalker {
  public:
    BagWalker(int root, const BagLimits& limits, std::vector<BagFile>& files)
        : root_(root), limits_(limits), files_(files)
    {
    }

    void list(const std::string& path, std::size_t depth)
    {
        if (depth > depth_limit || path.size() > path_limit)
            throw refused("limit.depth", "{}: too deep a directory", path);
        auto directory = open_below(root_, path.empty() ? "." : path, O_RDONLY | O_DIRECTORY);
        const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(directory.get()), &::closedir);
        if (!stream) throw system_error(errno, "read {}", path);
        directory.release(); // closedir closes it
        for (;;) {
            throw_if_interrupted();
            errno = 0;
            const auto* entry = ::readdir(stream.get());
            if (entry == nullptr && errno != 0) throw system_error(errno, "read {}", path);
            if (entry == nullptr) return;
            const std::string name = entry->d_name;
            if (name != "." && name != "..") visit(::dirfd(stream.get()), name, path, depth);
        }
    }

  private:
    void visit(int directory, const std::string& name, const std::string& parent, std::size_t depth)
    {
        if (++seen_ > 2 * limits_.files)
            throw refused("limit.files", "more files and directories than allowed");
        const auto path = parent.empty() ? name : parent + "/" + name;
        struct ::stat status {};
        if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            throw system_error(errno, "stat {}", path);
        if (S_ISLNK(status.st_mode)) throw refused("bag.type", "{}: a symbolic link", path);
        if (S_ISDIR(status.st_mode)) return list(path, depth + 1);
        if (!S_ISREG(status.st_mode)) throw refused("bag.type", "{}: neither file nor directory", path);
        const auto size = static_cast<std::uint64_t>(status.st_size);
        octets_ = checked_add(octets_, size);
        files_.push_back({path, size});
        if (files_.size() > limits_.files)
            throw refused("limit.files", "the bag holds more than {} files", limits_.files);
        if (octets_ > limits_.octets)
            throw refused("limit.bytes", "the bag holds more than {} bytes", limits_.octets);
    }

    int root_;
    const BagLimits& limits_;
    std::vector<BagFile>& files_;
    std::uint64_t seen_ = 0;
    std::uint64_t octets_ = 0;
};

} // namespace

std::vector<BagFile> walk_bag(int root, const BagLimits& limits)
{
    std::vector<BagFile> files;
    BagWalker(root, limits, files).list("", 0);
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

io::Descriptor open_bag_file(int root, const std::string& path)
{
    auto file = open_below(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!S_ISREG(io::status_of(file.get(), path).st_mode))
        throw refused("bag.type", "{}: neither file nor directory", path);
    return file;
}

Bytes read_bag_file(int root, const std::string& path, std::size_t limit)
{
    io::FileSource in(open_bag_file(root, path), path);
    return io::read_all(in, limit);
}

} // namespace pouch::stage
