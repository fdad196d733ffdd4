#include "pouch/stage/payload_reader.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/payload_frame.hpp"
#include "pouch/stage/frames.hpp"

#include <fmt/core.h>

namespace pouch::stage {

void read_payload(io::Source& in, const format::Head& head, const format::CheckedHead& checked,
                  const std::function<void(const ContentPiece& piece, ByteView content)>& take)
{
    PayloadParser parser(checked, head.id());
    format::FrameDecompressor decompressor;
    crypto::Hasher frame_hasher(head.algorithm());
    crypto::Hasher file_hasher(head.algorithm());
    Bytes frame;
    Bytes span;
    std::vector<ContentPiece> pieces;
    for (std::size_t number = 0; number < checked.frames.size(); ++number) {
        const auto& entry = checked.frames[number];
        read_frame(in, frame, entry);
        check_frame(frame, entry, frame_hasher, number + 1);
        span.resize(entry.content_size);
        try {
            decompressor.decompress(frame, span);
        } catch (const Error& error) {
            throw error.in(fmt::format("payload frame {}", number + 1));
        }
        parser.parse(span, pieces);
        for (const auto& piece : pieces) {
            const auto content = ByteView(span).subspan(piece.offset, piece.size);
            file_hasher.update(content);
            take(piece, content);
            if (!piece.is_last) continue;
            const auto& file = checked.manifest[piece.file];
            if (file_hasher.finish() != file.digest)
                throw refused("payload.digest", "{}: does not match the manifest", file.path);
        }
    }
    parser.finish();
    read_end(in);
}

} // namespace pouch::stage
