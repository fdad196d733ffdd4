#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Finds paths that cannot live in one tree on every file system.
namespace pouch::format {

/// Names that must not collide, kept as keyed 128-bit digests (SipHash with a random key): a million cost some tens of
/// megabytes, and no sender can aim at them.
class NameTable {
  public:
    using SipKey = std::array<unsigned char, 16>;

    /// Adds a file or a directory. Throws Fault::refused, naming `whole`: `path.duplicate` for a file added before,
    /// `path.collision` for a name that differs from another only in case or normal form, or is a file and a directory.
    void add(std::string_view name, bool is_file, std::string_view whole, const SipKey& key);
    void clear();

  private:
    struct Key {
        std::uint64_t low;
        std::uint64_t high;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const { return static_cast<std::size_t>(key.low); }
    };
    struct Entry {
        std::uint64_t spelling; ///< Digest of the name as it was spelt.
        bool is_file;
    };
    static Key digest(std::string_view text, const SipKey& key);

    std::unordered_map<Key, Entry, KeyHash> entries_;
};

/// Files in any order, with all their parent directories. Memory grows with files times depth.
class PathSet {
  public:
    PathSet();

    /// Adds a file. Throws as NameTable::add.
    void add(std::string_view path);

  private:
    NameTable::SipKey key_{};
    NameTable names_;
    std::string last_parent_;
};

/// Files in byte order, so that a directory is over when the next path is not below it. Only the names beside the open
/// directories are kept: memory grows with the files, time with the bytes of their paths, however deep they are.
class SortedPaths {
  public:
    SortedPaths();

    /// Adds a file that comes behind all before. Throws as NameTable::add.
    void add(std::string_view path);

  private:
    struct Directory {
        std::string name;
        NameTable names; ///< What it holds so far.
    };
    void enter(std::string_view name);

    NameTable::SipKey key_{};
    std::vector<Directory>
        open_; ///< The root, and below it the directories of the last path; then such to use again.
    std::size_t depth_ = 1; ///< How many are open.
};

} // namespace pouch::format
