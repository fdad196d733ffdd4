#pragma once
#include "pouch/format/byte_stream.hpp"
#include "pouch/format/jpeg_huffman.hpp"

/// The entropy-coded data of one scan of JPEG, read symbol by symbol so that exactly the blocks of the picture are
/// there and nothing else. Coefficients are not computed; of a progressive picture it is remembered which are not
/// zero, one bit each. Source: ITU-T T.81, A.2, annexes F.2 and G.
namespace pouch::format {

struct JpegScan {
    struct Component {
        unsigned wide =
            0; ///< Blocks beside each other in a unit of the scan, 1 if there is only one component,
        unsigned high = 0;               ///< and one below the other.
        const JpegHuffman* dc = nullptr; ///< Not null where the scan needs it.
        const JpegHuffman* ac = nullptr;
        std::vector<std::uint64_t>* nonzero = nullptr; ///< A bit for each coefficient; of scans of AC only.
    };

    std::vector<Component> components;
    std::uint64_t units = 0;    ///< In the whole scan.
    std::uint64_t interval = 0; ///< Units between two restarts; 0 if there are none.
    bool is_progressive = false;
    unsigned first = 0; ///< Coefficients of each block,
    unsigned last = 63;
    bool refines = false; ///< and whether a further bit of them is read.
};

/// Copies the data of `scan` from `in` to `out` with the bits behind the last block of each interval set, as the
/// standard wants, and without fill bytes. Returns the code of the marker that was read behind it. Throws
/// Fault::refused `jpeg.scan` if the data ends too early, goes on, or is malformed.
[[nodiscard]] std::uint8_t copy_jpeg_scan(ByteInput& in, ByteOutput& out, const JpegScan& scan);

} // namespace pouch::format
