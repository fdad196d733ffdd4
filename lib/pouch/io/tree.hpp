#pragma once
#include "pouch/io/file.hpp"

#include <memory>
#include <string>
#include <string_view>

/// A directory tree that appears whole or not at all.
namespace pouch::io {

/// Builds a tree in a hidden directory beside its final place (`.NAME.<random>.tmp`, mode 0700, same file
/// system) and renames it into place once, without replacing anything. Destroyed without commit() it removes
/// what it made. Every name is created relative to an open directory, never followed through a link.
class TreeWriter {
  public:
    /// `target`: the directory to be. Throws Fault::system `io.exists` if something of that name exists.
    explicit TreeWriter(const std::string& target);
    ~TreeWriter();
    TreeWriter(const TreeWriter&) = delete;
    TreeWriter& operator=(const TreeWriter&) = delete;

    /// An open directory of the tree; files in flight share it.
    using Directory = std::shared_ptr<const Descriptor>;

    /// The directory at `path` ("" is the root), made with its parents where it is not there yet. Not
    /// thread-safe. Names are the caller's to check.
    [[nodiscard]] Directory directory(std::string_view path);

    /// Opens a directory that directory() has made. Thread-safe; follows no link.
    [[nodiscard]] Directory reopen(const std::string& path) const;

    /// Creates the file `name` in `directory`; it must not exist. Thread-safe. Mode 0666 less the umask.
    [[nodiscard]] static Descriptor create(const Directory& directory, const std::string& name);

    /// A whole small file at `path`. Not thread-safe.
    void write_file(std::string_view path, ByteView content);

    /// Makes everything durable and gives the tree its name.
    void commit();

    /// Takes the name back after commit(), if what belongs to the tree could not be finished.
    void withdraw() noexcept;

  private:
    std::string target_;
    std::string staging_;
    Directory root_;
    Directory last_;
    std::string last_path_;
    bool committed_ = false;
};

} // namespace pouch::io
