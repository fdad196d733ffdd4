#pragma once
#include "pouch/io/file.hpp"

/// Output that must not be seen too early.
namespace pouch::io {

/// Passes writes through to a sink nobody can look into before its commit, and keeps them in an unnamed
/// temporary file otherwise; then commit() copies them out. commit() does not commit the sink behind.
class HeldSink final : public Sink {
  public:
    /// `directory`: where the temporary file goes if one is needed.
    HeldSink(Sink& out, const std::string& directory) : out_(out)
    {
        if (!out.is_atomic()) spool_ = open_unnamed(directory);
    }
    void write(ByteView bytes) override
    {
        if (!spool_.is_open()) {
            out_.write(bytes);
            return;
        }
        write_at(spool_.get(), bytes, size_, "the spool");
        size_ += bytes.size();
    }
    void commit() override
    {
        Bytes buffer(std::min<std::uint64_t>(size_, std::size_t{1} << 20U));
        for (std::uint64_t at = 0; at < size_;) {
            const auto piece =
                MutableByteView(buffer).first(std::min<std::uint64_t>(buffer.size(), size_ - at));
            read_at(spool_.get(), piece, at, "the spool");
            out_.write(piece);
            at += piece.size();
        }
    }
    [[nodiscard]] bool is_atomic() const override { return true; }

  private:
    Sink& out_;
    Descriptor spool_;
    std::uint64_t size_ = 0;
};

} // namespace pouch::io
