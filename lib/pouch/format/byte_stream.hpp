#pragma once
#include "pouch/base/error.hpp"
#include "pouch/io/stream.hpp"

/// A source and a sink a byte at a time, for formats that are read and written in small parts.
namespace pouch::format {

/// Reads `in` through a buffer. An end of the input where a byte is wanted is Fault::refused with the reason
/// `truncated`.
class ByteInput {
  public:
    ByteInput(io::Source& in, std::string_view truncated) : in_(in), truncated_(truncated), buffer_(1U << 16U)
    {
    }

    [[nodiscard]] std::uint8_t next()
    {
        if (begin_ == end_) refill();
        return std::to_integer<std::uint8_t>(buffer_[begin_++]);
    }

    /// One byte or more, at most `most`, which is not 0; valid until the next call.
    [[nodiscard]] ByteView some(std::size_t most)
    {
        if (begin_ == end_) refill();
        const auto piece = ByteView(buffer_).subspan(begin_, std::min(most, end_ - begin_));
        begin_ += piece.size();
        return piece;
    }

    /// The next `size` bytes.
    [[nodiscard]] Bytes take(std::size_t size)
    {
        Bytes bytes;
        while (bytes.size() < size) append(bytes, some(size - bytes.size()));
        return bytes;
    }

  private:
    void refill()
    {
        begin_ = 0;
        end_ = in_.read(buffer_);
        if (end_ == 0) throw refused(truncated_, "the image ends too early");
    }

    io::Source& in_;
    std::string_view truncated_;
    Bytes buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

/// Writes to `out` through a buffer, of which flush() writes the rest.
class ByteOutput {
  public:
    explicit ByteOutput(io::Sink& out) : out_(out) { buffer_.reserve(limit); }

    void put(std::uint8_t byte)
    {
        if (buffer_.size() == limit) flush();
        buffer_.push_back(static_cast<std::byte>(byte));
    }
    void put(ByteView bytes)
    {
        if (buffer_.size() + bytes.size() > limit) flush();
        if (bytes.size() > limit) return out_.write(bytes);
        append(buffer_, bytes);
    }
    void flush()
    {
        out_.write(buffer_);
        buffer_.clear();
    }

  private:
    static constexpr std::size_t limit = std::size_t{1} << 16U;

    io::Sink& out_;
    Bytes buffer_;
};

} // namespace pouch::format
