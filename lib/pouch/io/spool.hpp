#pragma once
#include "pouch/io/file.hpp"
#include "pouch/io/kernel_copy.hpp"

#include <algorithm>

/// Temporary files, and output that must not be seen too early.
namespace pouch::io {

/// Reads an open spool from a place on; borrows it.
class SpoolSource final : public Source {
  public:
    /// `end`: where the spool ends for this source.
    SpoolSource(const Descriptor& spool, std::uint64_t begin, std::uint64_t end)
        : spool_(spool.get()), at_(begin), end_(end)
    {
    }
    std::size_t read(MutableByteView out) override
    {
        const auto piece = out.first(std::min<std::uint64_t>(out.size(), end_ - at_));
        read_at(spool_, piece, at_, name());
        at_ += piece.size();
        return piece.size();
    }
    std::uint64_t pass(Sink& out, std::uint64_t size) override
    {
        const auto wanted = std::min(size, end_ - at_);
        const auto copied = copy_in_kernel(spool_, at_, out.descriptor(), wanted);
        at_ += copied;
        return copied + Source::pass(out, wanted - copied);
    }
    [[nodiscard]] const std::string& name() const override
    {
        static const std::string name = "the spool";
        return name;
    }

  private:
    int spool_;
    std::uint64_t at_;
    std::uint64_t end_;
};

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
        if (spool_.is_open()) SpoolSource(spool_, 0, size_).pass(out_, size_);
    }
    [[nodiscard]] bool is_atomic() const override { return true; }

  private:
    Sink& out_;
    Descriptor spool_;
    std::uint64_t size_ = 0;
};

} // namespace pouch::io
