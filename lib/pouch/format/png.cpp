#include "pouch/format/png.hpp"

#include "pouch/format/byte_stream.hpp"
#include "pouch/format/png_data.hpp"
#include "pouch/format/png_lines.hpp"

#include <algorithm>
#include <optional>
#include <zlib.h>

namespace pouch::format {

namespace {

using namespace std::string_view_literals;

constexpr auto signature = "\x89PNG\r\n\x1A\n"sv;
constexpr std::size_t type_size = 4;
constexpr std::size_t longest_chunk = 0x7FFFFFFF;
constexpr std::size_t longest_palette = 256;
constexpr std::size_t colour_size = 3;

std::uint32_t checksum(std::uint32_t before, ByteView bytes)
{
    if (bytes.empty()) return before; // zlib would begin anew for an address of null
    return static_cast<std::uint32_t>(::crc32_z(before, as_uchar(bytes), bytes.size()));
}

bool is_ancillary(std::string_view type)
{
    return type.front() >= 'a';
}

constexpr auto demand = demand_of_png;

class Rewriter {
  public:
    Rewriter(io::Source& in, io::Sink& out) : in_(in, "png.truncated"), out_(out) {}

    void run()
    {
        demand(as_text(in_.take(signature.size())) == signature, "no PNG");
        next_chunk();
        demand(type_ == "IHDR", "no IHDR in front");
        const auto header = content(13);
        header_ = read_png_header(header);
        out_.put(as_bytes(signature));
        put_chunk("IHDR", header);
        for (next_chunk(); type_ != "IDAT"; next_chunk()) take_before_data();
        demand(header_.colour != PngHeader::palette || palette_colours_ > 0, "no palette");
        take_data();
        for (; type_ != "IEND"; next_chunk()) {
            demand(is_ancillary(type_), "a chunk that has no place behind the data");
            skip();
        }
        demand(left_ == 0, "the length of IEND");
        skip();
        put_chunk("IEND", {});
        out_.flush();
    }

  private:
    /// Reads the head of a chunk.
    void next_chunk()
    {
        const auto head = in_.take(sizeof(std::uint32_t) + type_size);
        left_ = read_be<std::uint32_t>(head);
        type_ = as_text(ByteView(head).last(type_size));
        demand(left_ <= longest_chunk, "the length of a chunk");
        const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
        demand(std::all_of(type_.begin(), type_.end(), is_letter), "the type of a chunk");
        checksum_ = checksum(0, as_bytes(type_));
    }

    /// Hands on the content of the chunk piece by piece, then compares its checksum.
    template <typename Take> void each_piece(Take take)
    {
        while (left_ > 0) {
            const auto piece = in_.some(left_);
            left_ -= static_cast<std::uint32_t>(piece.size());
            checksum_ = checksum(checksum_, piece);
            take(piece);
        }
        if (read_be<std::uint32_t>(in_.take(sizeof checksum_)) != checksum_) {
            throw refused("png.checksum", "a chunk of the PNG does not match its checksum");
        }
    }

    void skip()
    {
        each_piece([](ByteView) {});
    }

    Bytes content(std::size_t limit)
    {
        demand(left_ <= limit, "the length of a chunk");
        Bytes bytes;
        each_piece([&](ByteView piece) { append(bytes, piece); });
        return bytes;
    }

    void take_before_data()
    {
        if (type_ == "PLTE") return take_palette();
        if (type_ == "tRNS") return take_transparency();
        if (!is_ancillary(type_)) {
            demand(type_ != "IHDR" && type_ != "IEND", "a chunk that has no place before the data");
            throw refused("png.kind", "a PNG with a critical chunk that is not known");
        }
        skip();
    }

    void take_palette()
    {
        demand(!has_palette_ && !has_transparency_, "a second palette, or one behind the transparency");
        demand(header_.colour != PngHeader::grey && header_.colour != PngHeader::grey_alpha,
               "a palette of a grey picture");
        const auto palette = content(longest_palette * colour_size);
        has_palette_ = true;
        demand(!palette.empty() && palette.size() % colour_size == 0, "the length of the palette");
        if (header_.colour != PngHeader::palette) return; // a suggestion
        palette_colours_ = palette.size() / colour_size;
        demand(palette_colours_ <= std::size_t{1} << header_.depth, "more colours than pixels can name");
        put_chunk("PLTE", palette);
    }

    void take_transparency()
    {
        demand(!has_transparency_, "a second transparency");
        const auto samples = content(longest_palette);
        has_transparency_ = true;
        if (header_.colour == PngHeader::palette) {
            demand(!samples.empty() && samples.size() <= palette_colours_, "the length of the transparency");
        } else {
            demand(header_.colour == PngHeader::grey || header_.colour == PngHeader::rgb,
                   "a transparency beside alpha");
            const std::size_t count = header_.colour == PngHeader::grey ? 1 : 3;
            demand(samples.size() == 2 * count, "the length of the transparency");
            for (std::size_t i = 0; i < count; ++i) {
                const auto sample = read_be<std::uint16_t>(ByteView(samples).subspan(2 * i));
                demand(sample >> header_.depth == 0, "a transparency that no pixel can have");
            }
        }
        put_chunk("tRNS", samples);
    }

    /// From the first IDAT to the chunk behind the last one.
    void take_data()
    {
        PngDeflater deflater([&](ByteView piece) { put_chunk("IDAT", piece); });
        PngLines lines(header_, [&](ByteView piece) { deflater.feed(piece); });
        PngInflater inflater([&](ByteView piece) { lines.feed(piece); });
        for (; type_ == "IDAT"; next_chunk()) {
            each_piece([&](ByteView piece) { inflater.feed(piece); });
        }
        if (!inflater.is_complete() || !lines.is_complete()) {
            throw refused("png.data", "less data than the picture has");
        }
        deflater.finish();
    }

    void put_chunk(std::string_view type, ByteView content)
    {
        Bytes number;
        append_be(number, static_cast<std::uint32_t>(content.size()));
        out_.put(number);
        out_.put(as_bytes(type));
        out_.put(content);
        number.clear();
        append_be(number, checksum(checksum(0, as_bytes(type)), content));
        out_.put(number);
    }

    ByteInput in_;
    ByteOutput out_;
    PngHeader header_;
    bool has_palette_ = false;
    bool has_transparency_ = false;
    std::size_t palette_colours_ = 0;

    std::string type_;           ///< Of the present chunk,
    std::uint32_t left_ = 0;     ///< the bytes of it that were not read yet,
    std::uint32_t checksum_ = 0; ///< and the checksum of those that were.
};

} // namespace

void rewrite_png(io::Source& in, io::Sink& out)
{
    Rewriter(in, out).run();
}

} // namespace pouch::format
