#pragma once
#include "pouch/base/secret.hpp"
#include "pouch/io/stream.hpp"

#include <fcntl.h>
#include <memory>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <utility>

/// Files and descriptors. Publishing a named output is atomic and durable: it is written to an unnamed
/// temporary file in the directory of its name (O_TMPFILE; else a dot file), fsynced, linked or renamed into
/// place without replacing anything, and the directory is fsynced.
namespace pouch::io {

/// A file descriptor that is closed when its owner goes away.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        if (this != &other) {
            reset();
            number_ = std::exchange(other.number_, -1);
        }
        return *this;
    }
    [[nodiscard]] int get() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    /// Gives up ownership.
    int release() { return std::exchange(number_, -1); }
    void reset();

  private:
    int number_ = -1;
};

/// Opens `path` with O_CLOEXEC added; throws system_error naming it.
[[nodiscard]] Descriptor open_file(const std::string& path, int flags, mode_t mode = 0);
/// As open_file, relative to an open directory.
[[nodiscard]] Descriptor open_file_at(int directory, const std::string& path, int flags, mode_t mode = 0);

/// Reads some bytes (handles EINTR); 0 at the end. Throws naming `name`.
std::size_t read_some(int descriptor, MutableByteView out, const std::string& name);
/// Writes all of `bytes`, going on after EINTR and short writes.
void write_all(int descriptor, ByteView bytes, const std::string& name);
/// Reads exactly out.size() bytes at `offset`; throws Fault::temporary if the file is shorter.
void read_at(int descriptor, MutableByteView out, std::uint64_t offset, const std::string& name);
/// Writes all of `bytes` at `offset`.
void write_at(int descriptor, ByteView bytes, std::uint64_t offset, const std::string& name);
/// fstat, or throws.
[[nodiscard]] struct ::stat status_of(int descriptor, const std::string& name);
/// stat of what `path` names, a link followed; nothing if there is nothing. Throws where that cannot be told.
[[nodiscard]] std::optional<struct ::stat> status_if_there(const std::string& path);

/// An unlinked temporary file in `directory`, readable and writable, mode 0600. For spools.
[[nodiscard]] Descriptor open_unnamed(const std::string& directory);

/// Reads from a descriptor it owns (or borrows, for standard input).
class FileSource final : public Source {
  public:
    FileSource(Descriptor descriptor, std::string name);
    std::size_t read(MutableByteView out) override;
    std::uint64_t pass(Sink& out, std::uint64_t size) override;
    [[nodiscard]] std::uint64_t expected() const override;
    [[nodiscard]] const std::string& name() const override { return name_; }
    [[nodiscard]] int descriptor() const { return descriptor_.get(); }

  private:
    Descriptor descriptor_;
    std::string name_;
    bool may_block_; ///< A pipe or a device: a signal must be able to end the wait.
};

/// Opens `path` for reading; `-` is standard input. Directories are refused.
[[nodiscard]] std::unique_ptr<FileSource> open_source(const std::string& path);

enum class Replace { no, yes };

struct SinkOptions {
    Replace replace = Replace::no; ///< May an existing file of that name be replaced?
    bool is_private = false;       ///< Mode 0600 whatever the umask (keys, decrypted data).
};

/// A sink on a descriptor.
class FileSink : public Sink {
  public:
    void write(ByteView bytes) override { write_all(descriptor_.get(), bytes, name_); }
    [[nodiscard]] int descriptor() const override { return descriptor_.get(); }
    [[nodiscard]] const std::string& name() const { return name_; }

  protected:
    FileSink(Descriptor descriptor, std::string name)
        : descriptor_(std::move(descriptor)), name_(std::move(name))
    {
    }
    Descriptor descriptor_;
    std::string name_;
};

/// Opens the output `path`; `-` is standard output. A named output appears only by commit(). An existing one
/// is Fault::system `io.exists`, at once, unless it may be replaced. A path that is not a regular file (a
/// FIFO, /dev/null) is written directly.
[[nodiscard]] std::unique_ptr<FileSink> open_sink(const std::string& path, SinkOptions options = {});

/// True if `path` (`-`: standard output) names the regular file that `descriptor` has open: writing it while it
/// is read would destroy it.
[[nodiscard]] bool names_file_of(const std::string& path, int descriptor);

/// The directory part of `path`: "a/b" -> "a", "b" -> ".".
[[nodiscard]] std::string directory_of(const std::string& path);
/// The last component of `path`.
[[nodiscard]] std::string base_name_of(const std::string& path);
/// fsync of an open file or directory.
void sync(int descriptor, const std::string& name);

/// The whole of a small local file that the caller trusts to name (rules, policies, signers): at most `limit`
/// bytes, else Fault::usage `limit.size`.
[[nodiscard]] Bytes read_small_file(const std::string& path, std::size_t limit);

/// The whole of a secret key file. Fault::system `key.mode` if group or others may read or write it.
[[nodiscard]] SecretBytes read_secret_file(const std::string& path, std::size_t limit);

} // namespace pouch::io
