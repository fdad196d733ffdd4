#pragma once
#include <array>
#include <cstdint>
#include <functional>
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
    /// What a name and all that collide with it have in common; few others have.
    static std::uint64_t short_digest(std::string_view name, const SipKey& key);

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

using TakePath = std::function<void(std::string_view)>;

/// Files that `walk` names one by one, in byte order, and again the same when it is called again. Throws as NameTable::add
/// for the first that cannot live in one tree with those before it. Memory: eight bytes a name beside the directories of
/// one path; time: that of sorting them, however deep they are.
void check_sorted_paths(const std::function<void(const TakePath& take)>& walk);

} // namespace pouch::format
