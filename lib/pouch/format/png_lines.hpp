#pragma once
#include "pouch/format/png_header.hpp"

#include <functional>

/// The scan lines of a PNG, uncompressed. Source: W3C PNG, 7.2 and 9.
namespace pouch::format {

/// Passes lines on with the bits behind the last pixel of each cleared. Memory is two lines where there are such
/// bits, that is for less than eight bits a pixel, else none.
class PngLines {
  public:
    using Take = std::function<void(ByteView)>;

    PngLines(const PngHeader& header, Take take);

    /// Throws Fault::refused `png.data` for an unknown filter, or when `bytes` go on behind the last line.
    void feed(ByteView bytes);

    [[nodiscard]] bool is_complete() const { return pass_ == passes_.size(); }

  private:
    void begin_line();
    void end_line();
    /// Clears the padding of the line that is held.
    void clean_line();

    std::vector<PngHeader::Pass> passes_;
    Take take_;
    std::size_t pass_ = 0;
    std::uint32_t row_ = 0;
    std::size_t at_ = 0; ///< Bytes of the line that came, with that of its filter.
    unsigned filter_ = 0;

    Bytes line_;               ///< The line as it came, where it is held.
    Bytes above_;              ///< The line above it without its filter, as it came,
    unsigned above_clean_ = 0; ///< and its last byte with the padding cleared.
};

} // namespace pouch::format
