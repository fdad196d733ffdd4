#pragma once
#include "pouch/crypto/digest.hpp"
#include "pouch/format/tar_stream.hpp"
#include "pouch/io/stream.hpp"

#include <optional>
#include <string>

/// Streams that redact puts around its input and output.
namespace pouch::stage {

/// The content of the present member of a tar stream.
class MemberSource final : public io::Source {
  public:
    MemberSource(format::TarReader& tar, std::string name) : tar_(tar), name_(std::move(name)) {}
    std::size_t read(MutableByteView out) override { return tar_.read(out); }
    [[nodiscard]] const std::string& name() const override { return name_; }

  private:
    format::TarReader& tar_;
    std::string name_;
};

/// Counts and digests what is read.
class MeasuredSource final : public io::Source {
  public:
    MeasuredSource(io::Source& in, bool wants_digest) : in_(in)
    {
        if (wants_digest) hasher_.emplace(crypto::Algorithm::sha256);
    }
    std::size_t read(MutableByteView out) override
    {
        const auto got = in_.read(out);
        if (hasher_) hasher_->update(out.first(got));
        size_ += got;
        return got;
    }
    [[nodiscard]] std::uint64_t expected() const override { return in_.expected(); }
    [[nodiscard]] const std::string& name() const override { return in_.name(); }

    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Of what was read; nothing if none is wanted.
    [[nodiscard]] std::optional<crypto::Digest> finish()
    {
        return hasher_ ? std::optional(hasher_->finish()) : std::nullopt;
    }

  private:
    io::Source& in_;
    std::optional<crypto::Hasher> hasher_;
    std::uint64_t size_ = 0;
};

/// Counts and digests what passes.
class MeasuredSink final : public io::Sink {
  public:
    MeasuredSink(io::Sink& out, bool wants_digest) : out_(out)
    {
        if (wants_digest) hasher_.emplace(crypto::Algorithm::sha256);
    }
    void write(ByteView bytes) override
    {
        if (hasher_) hasher_->update(bytes);
        size_ += bytes.size();
        out_.write(bytes);
    }
    void commit() override {}
    [[nodiscard]] bool is_atomic() const override { return out_.is_atomic(); }

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] std::string finish() { return hasher_ ? hasher_->finish().hex() : std::string(); }

  private:
    io::Sink& out_;
    std::optional<crypto::Hasher> hasher_;
    std::uint64_t size_ = 0;
};

} // namespace pouch::stage
