#pragma once
#include "pouch/io/stream.hpp"

#include <cstdint>
#include <string_view>

/// Writes ZIP archives in the form that zip_reader.hpp reads, the same bytes for the same content: time 1980-01-01, no
/// extra fields, no descriptors, one level of compression.
namespace pouch::format {

class ZipWriter {
  public:
    explicit ZipWriter(io::Sink& out) : out_(out) {}

    /// Adds an entry: deflated, or stored if that is no longer. `name` follows the grammar of path.hpp and is new.
    /// Throws Fault::refused `zip.limit` beyond what ZIP without ZIP64 holds.
    void add(std::string_view name, ByteView content);

    /// Writes the directory. Does not commit.
    void finish();

  private:
    io::Sink& out_;
    Bytes directory_;
    std::uint64_t written_ = 0;
    std::size_t count_ = 0;
};

} // namespace pouch::format
