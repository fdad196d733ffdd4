#pragma once
#include "pouch/base/bytes.hpp"

/// Watches bytes pass that may be a bundle, and says in the end whether a bundle was whole.
///
/// Input is a bundle when it begins as a HEAD does (stored_frame_start), or ends while it still could: also
/// the empty input, then. A bundle is followed from frame to frame by its framing (RFC 8878) and never
/// decoded:
///
///     frame  = magic(4) descriptor(1) window(0/1) dictionary id(0/1/2/4) content size(0/1/2/4/8)
///              1*(block header(3) content) checksum(0/4)
///
/// It was whole if the bytes end where a frame ends, and that frame is END byte for byte. What the frames
/// hold, `verify` judges; this is only to notice that the pipeline before us broke.
namespace pouch::format {

class BundleWatch {
  public:
    /// Takes the next bytes. Throws Fault::refused `bundle.malformed` when a bundle goes on with anything but
    /// a plain zstd frame.
    void feed(ByteView bytes);

    /// The bytes have ended. Throws Fault::refused `bundle.truncated` unless they were no bundle, or a whole
    /// one.
    void finish() const;

    /// True when the bytes so far are the start of a HEAD, or may become it.
    [[nodiscard]] bool is_bundle() const { return is_bundle_; }

  private:
    enum class Part { frame_start, header, block_header, block, checksum };

    void walk(ByteView bytes);
    void begin(Part part, std::size_t size);
    void advance();
    void read_descriptor();
    void read_block_header();
    void match_end(ByteView bytes);

    bool is_bundle_ = true;
    std::size_t seen_ = 0; ///< Bytes so far, until the start of HEAD has been compared.

    Part part_ = Part::frame_start;
    std::size_t wanted_ = 5;              ///< Bytes of this part still to come.
    std::array<std::byte, 5> gathered_{}; ///< The bytes of the small part at hand.
    std::size_t gathered_size_ = 0;
    bool has_checksum_ = false;
    bool is_last_block_ = false;
    bool is_end_so_far_ = true;   ///< This frame equals END as far as it has come.
    std::size_t end_matched_ = 0; ///< Bytes of this frame compared with END.
    bool last_was_end_ = false;   ///< The frame before was END.
};

} // namespace pouch::format
