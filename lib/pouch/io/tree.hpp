#pragma once
#include "pouch/io/beneath.hpp"

#include <atomic>
#include <cstdint>
#include <string>

/// A directory tree that appears whole or not at all.
namespace pouch::io {

/// Builds a tree in a hidden directory beside its final place (`.NAME.<random>.tmp`, mode 0700, same file system) and
/// renames it into place once, without replacing anything. Destroyed without commit() it removes what it made. Every
/// file is opened beneath the open hidden directory, through no link and into no other file system.
class TreeWriter {
  public:
    /// `target`: the directory to be. Throws Fault::system `io.exists` if something of that name exists.
    explicit TreeWriter(const std::string& target, Walk walk = Walk::by_kernel);
    ~TreeWriter();
    TreeWriter(const TreeWriter&) = delete;
    TreeWriter& operator=(const TreeWriter&) = delete;

    /// Creates the file at `path`, with the directories on the way where they are not there yet; it must not exist
    /// (`io.exists`). Mode 0666 and 0777 less the umask. Thread-safe. Names are the caller's to check.
    [[nodiscard]] Descriptor create(const std::string& path) const;

    /// Directories that create() has made so far.
    [[nodiscard]] std::uint64_t directories() const { return directories_; }

    /// Throws Fault::temporary `space.bytes` or `space.files` if the file system has not so much room.
    void require_space(std::uint64_t files, std::uint64_t directories, std::uint64_t bytes) const;

    /// Makes everything durable and gives the tree its name.
    void commit();

    /// Takes the name back after commit(), if what belongs to the tree could not be finished: it goes away as if there had
    /// been no commit(). Throws if the name stays, and if it is another's by now: then nothing is touched.
    void withdraw();

    /// The hidden directory, and the one that it is in. Open.
    [[nodiscard]] int staging() const { return staging_.get(); }
    [[nodiscard]] int parent() const { return parent_.get(); }

  private:
    void make_directories(const std::string& path) const;

    std::string target_;
    std::string staging_name_; ///< In the parent; empty until it is made.
    Walk walk_;
    mode_t mode_ = 0; ///< Of the root, when it is done.
    Descriptor parent_;
    Descriptor staging_;
    bool committed_ = false;
    mutable std::atomic<std::uint64_t> directories_ = 0;
};

} // namespace pouch::io
