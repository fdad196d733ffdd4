#pragma once
#include "pouch/format/age.hpp"
#include "pouch/io/stream.hpp"

/// An age v1 file (format/age.hpp) that is written as its plaintext comes, on the thread that brings it: what encrypt
/// does for a stream that cannot be read ahead.
namespace pouch::stage {

class AgeSink final : public io::Sink {
  public:
    /// Writes the header to `out`, for `recipients` (at least one), under a fresh file key. Throws Fault::usage
    /// `recipient.malformed`.
    AgeSink(io::Sink& out, const std::vector<format::AgeRecipient>& recipients);

    void write(ByteView bytes) override;
    /// Writes the final chunk, without which the file cannot be opened, and commits `out`.
    void commit() override;
    [[nodiscard]] bool is_atomic() const override { return out_.is_atomic(); }

  private:
    void seal(format::ChunkPlace place);

    io::Sink& out_;
    crypto::Aead aead_;
    Bytes chunk_; ///< Plaintext of the present chunk.
    std::uint64_t index_ = 0;
};

} // namespace pouch::stage
