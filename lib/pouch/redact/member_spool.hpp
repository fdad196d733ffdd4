#pragma once
#include "pouch/io/file.hpp"

/// Content whose size must be known before it can be written: small content is kept in memory, the rest in an
/// unnamed temporary file.
namespace pouch::redact {

class MemberSpool final : public io::Sink {
  public:
    static constexpr std::size_t memory_limit = std::size_t{1} << 20U;

    explicit MemberSpool(std::string directory) : directory_(std::move(directory)) {}

    void write(ByteView bytes) override
    {
        if (!file_.is_open() && size_ + bytes.size() <= memory_limit) {
            append(memory_, bytes);
        } else {
            if (!file_.is_open()) {
                file_ = io::open_unnamed(directory_);
                io::write_at(file_.get(), memory_, 0, name);
                memory_.clear();
            }
            io::write_at(file_.get(), bytes, size_, name);
        }
        size_ += bytes.size();
    }
    void commit() override {}
    [[nodiscard]] bool is_atomic() const override { return true; }

    [[nodiscard]] std::uint64_t size() const { return size_; }

    /// Calls `action(piece)` for `size` bytes from `begin` on, piece by piece.
    template <typename Action> void for_each(std::uint64_t begin, std::uint64_t size, Action action) const
    {
        if (!file_.is_open()) {
            action(ByteView(memory_).subspan(begin, size));
            return;
        }
        Bytes buffer(std::min<std::uint64_t>(size, memory_limit));
        for (std::uint64_t done = 0; done < size;) {
            const auto piece =
                MutableByteView(buffer).first(std::min<std::uint64_t>(buffer.size(), size - done));
            io::read_at(file_.get(), piece, begin + done, name);
            action(ByteView(piece));
            done += piece.size();
        }
    }

    /// Forgets the content.
    void clear()
    {
        memory_.clear();
        file_.reset();
        size_ = 0;
    }

  private:
    static constexpr const char* name = "the spool";

    std::string directory_;
    Bytes memory_;
    io::Descriptor file_;
    std::uint64_t size_ = 0;
};

} // namespace pouch::redact
