#include "pouch/stage/inventory.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/head.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/path_set.hpp"
#include "pouch/format/tar_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <unistd.h>

namespace pouch::stage {

namespace {

constexpr std::size_t sidecar_limit = std::size_t{1} << 20U;
constexpr std::size_t record_limit = std::size_t{16} << 20U;
constexpr std::string_view sidecar_suffix = ".bdo";
constexpr std::string_view own_directory = ".pouch/";
constexpr std::string_view record_name = ".pouch/redaction.jsonl";

/// The path of the file that a sidecar stands beside; empty for anything else. No case of `.bdo` is payload: a
/// file system may not tell the cases apart.
std::string_view labelled_by(std::string_view path)
{
    if (path.size() <= sidecar_suffix.size()) return {};
    const auto stem = path.substr(0, path.size() - sidecar_suffix.size());
    return format::is_reserved_path(path) && path.rfind(own_directory, 0) != 0 ? stem : std::string_view();
}

/// The path grammar leaves room for `.bdo` behind every name.
void require_input_path(std::string_view path)
{
    const auto stem = labelled_by(path);
    format::require_path(stem.empty() ? path : stem);
}

/// Walks a tree and lists its regular files.
class Walker {
  public:
    Walker(int root, Inventory& inventory) : root_(root), inventory_(inventory) {}

    /// `path`: "" for the root itself.
    void walk(const std::string& path)
    {
        if (path.empty()) {
            list(open_input_beneath(root_, ".", O_RDONLY | O_DIRECTORY), path);
            return;
        }
        struct ::stat status {};
        if (::fstatat(root_, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            throw system_error(errno, "open {}", path);
        visit(path, status.st_mode);
    }

  private:
    void visit(const std::string& path, mode_t mode)
    {
        require_input_path(path);
        if (S_ISDIR(mode)) {
            list(open_input_beneath(root_, path, O_RDONLY | O_DIRECTORY), path);
        } else if (S_ISREG(mode)) {
            inventory_.files.push_back({inventory_.names.keep(path), 0, 0});
        } else {
            throw refused("input.type", "{}: {}", path, kind_of_input(mode));
        }
    }

    void list(io::Descriptor directory, const std::string& path)
    {
        const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(directory.get()), &::closedir);
        if (!stream) throw system_error(errno, "read {}", path.empty() ? "." : path);
        directory.release(); // closedir closes it
        const std::string prefix = path.empty() ? "" : path + "/";
        for (;;) {
            errno = 0;
            const auto* entry = ::readdir(stream.get());
            if (entry == nullptr) {
                if (errno != 0) throw system_error(errno, "read {}", path.empty() ? "." : path);
                return;
            }
            const std::string name = entry->d_name;
            if (name == "." || name == "..") continue;
            mode_t mode = static_cast<mode_t>(DTTOIF(entry->d_type));
            if (entry->d_type == DT_UNKNOWN) {
                struct ::stat status {};
                if (::fstatat(::dirfd(stream.get()), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
                    throw system_error(errno, "stat {}{}", prefix, name);
                }
                mode = status.st_mode;
            }
            visit(prefix + name, mode);
        }
    }

    int root_;
    Inventory& inventory_;
};

Bytes read_whole(ContentReader& reader, const InputFile& file, std::size_t limit, const char* what)
{
    const auto size = reader.open(file);
    if (size > limit) throw refused("limit.size", "{}: {} of more than {} bytes", file.path, what, limit);
    Bytes content(size);
    for (std::size_t at = 0; at < content.size();) at += reader.read(MutableByteView(content).subspan(at));
    reader.close();
    return content;
}

/// Known before any payload is read: labels go into the head.
Error labels_too_large()
{
    return refused("head.size", "the labels alone exceed the {} bytes that the head of a bundle may have",
                   format::default_head_limit)
        .with_hint("several bundles, or one label for all of it in place of one for each file");
}

/// Sorts the files, finds conflicts, with `directories` too, and sets the record and the sidecars apart. Each of these ends
/// with a slash: a file without a name in it, which nothing else is.
void arrange(Inventory& inventory, std::vector<std::string> directories = {})
{
    auto& files = inventory.files;
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    std::sort(directories.begin(), directories.end());
    directories.erase(std::unique(directories.begin(), directories.end()), directories.end());
    format::check_sorted_paths([&](const format::TakePath& take) {
        auto directory = directories.begin();
        for (const auto& file : files) {
            for (; directory != directories.end() && *directory < file.path; ++directory) take(*directory);
            take(file.path);
        }
        for (; directory != directories.end(); ++directory) take(*directory);
    });

    std::uint64_t label_bytes = 0;
    auto end = files.begin(); // of the payload so far; in place, since there may be a million
    const auto is_payload = [&](std::string_view path) { // a file comes before its sidecar
        const auto at =
            std::lower_bound(files.begin(), end, path,
                             [](const InputFile& file, std::string_view p) { return file.path < p; });
        return at != end && at->path == path;
    };
    for (const auto file : files) {
        if (format::collision_key(file.path).rfind(own_directory, 0) == 0) {
            if (file.path != record_name)
                throw refused("input.reserved", "{}: .pouch/ is reserved", file.path);
            inventory.record = read_whole(*inventory.reader, file, record_limit, "a redaction record");
            continue;
        }
        const std::string target(labelled_by(file.path));
        if (target.empty()) {
            *end++ = file;
            continue;
        }
        if (!is_payload(target) || file.path != target + std::string(sidecar_suffix)) {
            throw refused("label.orphan", "{}: a label without its file", file.path);
        }
        inventory.labels.push_back({target, read_whole(*inventory.reader, file, sidecar_limit, "a label")});
        label_bytes += inventory.labels.back().content.size();
        if (label_bytes > format::default_head_limit) throw labels_too_large();
    }
    if (end == files.begin())
        throw refused("input.empty", "nothing to pack: a bundle holds at least one file");
    files.erase(end, files.end());
    std::sort(inventory.labels.begin(), inventory.labels.end(),
              [](const auto& a, const auto& b) { return a.path + ".bdo" < b.path + ".bdo"; });
}

/// "./a/" -> "a", "." -> "".
std::string normal_form(std::string path)
{
    while (path.rfind("./", 0) == 0) path.erase(0, 2);
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    return path == "." ? "" : path;
}

} // namespace

Inventory take_paths(const std::string& root, const std::vector<std::string>& paths,
                     const std::string& output)
{
    Inventory inventory;
    auto directory = io::open_file(root, O_RDONLY | O_DIRECTORY);
    Walker walker(directory.get(), inventory);
    for (const auto& given : paths) {
        if (given.empty()) throw usage_error("path.grammar", "an empty path");
        const auto path = normal_form(given);
        if (!path.empty()) {
            if (const auto fault = format::path_fault(path); !fault.empty()) {
                throw usage_error("path.grammar", "{}: {}", given, fault)
                    .with_hint("-C DIR packs from another directory");
            }
        }
        walker.walk(path);
    }
    inventory.reader = read_tree(std::move(directory), output == "-" ? io::status_of(STDOUT_FILENO, output)
                                                                     : io::status_if_there(output));
    arrange(inventory);
    return inventory;
}

Inventory take_tar(io::Source& in, const std::string& spool)
{
    Inventory inventory;
    auto file = io::open_unnamed(spool);
    std::vector<std::string> directories;
    format::TarReader reader(in, [&](const std::string& name) {
        if (name.empty()) return;
        require_input_path(name);
        directories.push_back(name + '/');
    });
    Bytes buffer(std::size_t{1} << 20U);
    std::uint64_t at = 0;
    while (auto member = reader.next()) {
        require_input_path(member->name);
        inventory.files.push_back({inventory.names.keep(member->name), at, member->size});
        while (const auto got = reader.read(buffer)) {
            io::write_at(file.get(), ByteView(buffer).first(got), at, "the spool");
            at += got;
        }
    }
    inventory.reader = read_spool(std::move(file));
    arrange(inventory, std::move(directories));
    return inventory;
}

} // namespace pouch::stage
