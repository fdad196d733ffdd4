#pragma once
#include "pouch/format/write_order.hpp"
#include "pouch/io/file.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

/// The files of which a part is written and a part is still to come.
namespace pouch::stage {

/// Opens a file with its first piece and closes it with its last byte, in whatever order the pieces come.
/// Thread-safe. What does not add up is Fault::bug `writer.order`: another size than before, a byte given twice, more
/// files or more gaps at a time than `limit`.
class OpenFiles {
  public:
    explicit OpenFiles(std::size_t limit) : limit_(limit) {}

    struct File {
        io::Descriptor descriptor;
        std::uint64_t size = 0;
        std::uint64_t written = 0;
        std::map<std::uint64_t, std::uint64_t>
            taken; ///< Begin and end of what was given; runs that touch are one.
    };

    /// The file that `piece` goes to, opened by `create` for its first piece.
    [[nodiscard]] std::shared_ptr<const File> take(const format::FilePiece& piece,
                                                   const std::function<io::Descriptor()>& create);
    /// `piece` is written.
    void finish(const format::FilePiece& piece);

    [[nodiscard]] bool is_empty() const;

  private:
    void take_run(File& file, std::uint64_t begin, std::uint64_t end) const;

    std::size_t limit_;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<File>, std::less<>> files_;
};

} // namespace pouch::stage
