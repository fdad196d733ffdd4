#include "pouch/io/tree.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/io/uninterrupted.hpp"

#include <cerrno>
#include <filesystem>
#include <sodium.h>
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
bool rename_to_new(const std::string& from, const std::string& to)
{
    constexpr unsigned no_replace = 1; // RENAME_NOREPLACE
    return ::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), no_replace) == 0;
}

TreeWriter::Directory open_directory(int from, const std::string& name)
{
    return std::make_shared<Descriptor>(open_file_at(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
}

} // namespace

TreeWriter::TreeWriter(const std::string& target) : target_(without_trailing_slash(target))
{
    struct ::stat status {};
    if (target_.empty()) throw usage_error("usage", "an empty directory name");
    if (::lstat(target_.c_str(), &status) == 0) throw system_error(EEXIST, "create {}", target_);
    if (errno != ENOENT) throw system_error(errno, "create {}", target_);

    std::array<std::byte, 8> random{};
    randombytes_buf(random.data(), random.size());
    auto staging = directory_of(target_) + "/." + base_name_of(target_) + "." + to_hex(random) + ".tmp";
    if (::mkdir(staging.c_str(), 0700) != 0) throw system_error(errno, "create {}", staging);
    try {
        root_ = last_ = open_directory(AT_FDCWD, staging);
    } catch (...) {
        ::rmdir(staging.c_str());
        throw;
    }
    staging_ = std::move(staging);
}

TreeWriter::~TreeWriter()
{
    if (committed_ || staging_.empty()) return;
    root_.reset();
    last_.reset();
    try {
        std::filesystem::remove_all(staging_);
    } catch (...) { // nothing more can be done about it here
    }
}

TreeWriter::Directory TreeWriter::directory(std::string_view path)
{
    if (path == last_path_) return last_;
    Directory at = root_;
    for (const auto part : split(path, '/')) {
        if (part.empty()) continue;
        const std::string name(part);
        if (::mkdirat(at->get(), name.c_str(), 0777) != 0 && errno != EEXIST) {
            throw system_error(errno, "create {}", path);
        }
        at = open_directory(at->get(), name);
    }
    last_ = at;
    last_path_ = std::string(path);
    return at;
}

TreeWriter::Directory TreeWriter::reopen(const std::string& path) const
{
    if (path.empty()) return root_;
    return std::make_shared<Descriptor>(open_beneath(root_->get(), path, O_RDONLY | O_DIRECTORY));
}

Descriptor TreeWriter::create(const Directory& directory, const std::string& name)
{
    return open_file_at(directory->get(), name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
}

void TreeWriter::write_file(std::string_view path, ByteView content)
{
    const auto slash = path.rfind('/');
    const auto parent = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    const std::string name(slash == std::string_view::npos ? path : path.substr(slash + 1));
    const auto file = create(directory(parent), name);
    write_all(file.get(), content, name);
}

void TreeWriter::commit()
{
    if (::fchmod(root_->get(), 0777 & ~present_umask()) != 0) throw system_error(errno, "chmod {}", staging_);
    const auto parent =
        open_file(directory_of(target_), O_RDONLY | O_DIRECTORY); // what may fail goes before the name
    // One syncfs instead of an fsync a file: measured ten times faster for many small files, and since Linux
    // 5.8 it reports write errors too.
    if (uninterrupted([&] { return ::syncfs(root_->get()); }) != 0)
        throw system_error(errno, "sync {}", staging_);
    if (!rename_to_new(staging_, target_)) {
        const auto error = system_error(errno, "create {}", target_);
        throw errno == EINVAL ? error.with_hint("this file system cannot rename without replacing") : error;
    }
    committed_ = true;
    try {
        sync(parent.get(), directory_of(target_));
    } catch (...) {
        withdraw(); // a name that may not outlive the machine is none
        throw;
    }
}

void TreeWriter::withdraw() noexcept
{
    committed_ = !rename_to_new(target_, staging_);
}

} // namespace pouch::io
