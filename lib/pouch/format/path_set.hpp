#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

/// Finds paths that cannot live in one tree on every file system.
namespace pouch::format {

/// The paths of one bundle, as files, with all their parent directories. Kept as keyed 128-bit digests
/// (SipHash with a random key), so a million paths cost some tens of megabytes and no sender can aim at them.
class PathSet {
  public:
    PathSet();

    /// Adds a file. Throws Fault::refused `path.duplicate` for a path added before, `path.collision` for one
    /// that differs from another path or parent only in case or normal form, or is a directory of another.
    void add(std::string_view path);

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
        std::uint64_t spelling; ///< Digest of the path as it was spelt.
        bool is_file;
    };
    [[nodiscard]] Key digest(std::string_view text) const;
    void add_one(std::string_view path, std::string_view whole, bool is_file);

    std::array<unsigned char, 16> key_{};
    std::unordered_map<Key, Entry, KeyHash> entries_;
    std::string last_parent_;
};

} // namespace pouch::format
